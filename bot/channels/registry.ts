/**
 * The channels we speak: every folder with an `index` that exports `channel`, found at start. A folder added is a channel added.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Channel } from './contract.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Looks through the given folders too (a deployment's own channels, tests). Refuses a name that is taken, or a folder without a channel. */
export async function loadChannels(moreFolders: string[] = []): Promise<Map<string, Channel>> {
  const channels = new Map<string, Channel>();
  for (const folder of [here, ...moreFolders]) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const channel = await loadChannel(join(folder, entry.name), entry.name);
      if (channels.has(channel.platform))
        throw new Error(`There are two channels named "${channel.platform}": rename one folder.`);
      channels.set(channel.platform, channel);
    }
  }
  return channels;
}

async function loadChannel(folder: string, name: string): Promise<Channel> {
  const file = ['index.js', 'index.ts'].map((base) => join(folder, base)).find(existsSync);
  if (!file) throw new Error(`The channel folder ${folder} has no index.ts that exports "channel".`);
  const { channel } = (await import(pathToFileURL(file).href)) as { channel?: Channel };
  if (channel?.platform !== name)
    throw new Error(`${file} must export "channel" with platform "${name}", like its folder.`);
  return channel;
}
