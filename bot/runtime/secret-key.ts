/**
 * The key that everything encrypted hangs on. In production it is given; on the embedded default it is made once and kept below the data
 * folder, so that nothing has to be configured and a copied database alone reveals nothing.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.js';
import { StartError } from './errors.js';

export function loadSecretKey({ secretKey, dataDir }: Pick<Config, 'secretKey' | 'dataDir'>): Buffer {
  if (secretKey) return secretKey;
  const file = join(dataDir, 'secret-key');
  if (!existsSync(file)) make(file, dataDir);
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length >= 32) return key;
  throw new StartError(
    `${file} is damaged: restore it from a backup; without it nothing that is stored encrypted can be read.`,
  );
}

function make(file: string, dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
