/**
 * Finds node types and flows by looking into folders: one file is one node type or one flow, and its name is the file's name.
 * Runs on the sources (tests, development) and on what is built from them.
 */
import { readdir } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { type Flow, flowSchema } from './contract.js';
import type { NodeType } from './node-type.js';

export { checkFlow } from './check.js';

export type Folder = URL | string;

export const nodeTypesFolder = new URL('nodes/', import.meta.url);
export const surveysFolder = new URL('surveys/', import.meta.url);
export const dialogsFolder = new URL('dialogs/', import.meta.url);

/** Node types by name, from `flows/nodes/` and any further folders. */
export async function loadNodeTypes(folders: Folder[] = [nodeTypesFolder]): Promise<Map<string, NodeType>> {
  return collect(folders, 'node', 'defineNode({ type, … })', (found) =>
    isNodeType(found) ? { name: found.type, thing: found } : null,
  );
}

/** Flows by id, from `flows/surveys/`, `flows/dialogs/` and any further folders. Whether they are sound, `checkFlow` says. */
export async function loadFlows(folders: Folder[] = [dialogsFolder, surveysFolder]): Promise<Map<string, Flow>> {
  return collect(folders, 'flow', '{ id, kind, title, start, nodes }', (found) => {
    const parsed = flowSchema.safeParse(found);
    return parsed.success ? { name: parsed.data.id, thing: parsed.data } : null;
  });
}

/** Reads every file of the folders; `recognise` says what an export is, or null when it is not what is looked for. */
async function collect<T>(
  folders: Folder[],
  exported: string,
  shape: string,
  recognise: (found: unknown) => { name: string; thing: T } | null,
): Promise<Map<string, T>> {
  const things = new Map<string, T>();
  for (const file of (await Promise.all(folders.map(filesOf))).flat()) {
    const module = (await import(file.url)) as Record<string, unknown>;
    const found = recognise(module[exported]);
    if (!found) throw new Error(`${file.url}: no usable export "${exported}"; export const ${exported} = ${shape}`);
    if (found.name !== file.name) {
      throw new Error(
        `${file.url}: is named "${found.name}" inside; rename the file to ${found.name}.ts or the other way round`,
      );
    }
    if (things.has(file.name))
      throw new Error(`${file.url}: there is already one named "${file.name}"; choose another name`);
    things.set(file.name, found.thing);
  }
  return things;
}

const source = /^(?!.*\.d\.ts$)(.+)\.(?:ts|js|mjs)$/;

async function filesOf(folder: Folder): Promise<{ name: string; url: string }[]> {
  const base = folder instanceof URL ? folder : pathToFileURL(`${folder}/`);
  const names = (await readdir(base)).sort();
  return names.flatMap((file) => {
    const name = source.exec(file)?.[1];
    return name ? [{ name, url: new URL(file, base).href }] : [];
  });
}

function isNodeType(found: unknown): found is NodeType {
  return typeof found === 'object' && found !== null && 'type' in found && 'schema' in found && 'show' in found;
}
