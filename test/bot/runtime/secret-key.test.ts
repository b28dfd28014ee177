import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadSecretKey } from '../../../bot/runtime/secret-key.js';

function newDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lang-nghe-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'data');
}

describe('the secret key', () => {
  it('is made once, for its owner only', () => {
    const dataDir = newDataDir();
    const key = loadSecretKey({ secretKey: undefined, dataDir });
    expect(key).toHaveLength(32);
    expect(loadSecretKey({ secretKey: undefined, dataDir })).toEqual(key);
    expect(statSync(join(dataDir, 'secret-key')).mode & 0o777).toBe(0o600);
  });

  it('that is given wins, and leaves no file', () => {
    const dataDir = newDataDir();
    const secretKey = Buffer.alloc(32, 7);
    expect(loadSecretKey({ secretKey, dataDir })).toBe(secretKey);
    expect(statSync(dataDir, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('is never replaced when it is damaged', () => {
    const dataDir = newDataDir();
    loadSecretKey({ secretKey: undefined, dataDir });
    writeFileSync(join(dataDir, 'secret-key'), 'short');
    expect(() => loadSecretKey({ secretKey: undefined, dataDir })).toThrow(/damaged: restore it from a backup/);
  });
});
