/**
 * Sealing what names a person: AES-256-GCM, with the id of the key in front so that keys can be changed while the system serves.
 *
 *   | version 1 byte | key id 2 bytes | nonce 12 bytes | tag 16 bytes | ciphertext |
 *
 * The nonce is random: with one key, 2^32 rows stay far from a collision that matters (NIST SP 800-38D, 8.3), and keys rotate before.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const version = 1;
const headBytes = 1 + 2;
const nonceBytes = 12;
const tagBytes = 16;

export interface Key {
  id: number;
  secret: Buffer;
}

export interface Sealer {
  seal: (plain: string) => Buffer;
  /** Throws SealError when the key is unknown or the bytes were changed. */
  open: (sealed: Uint8Array) => string;
}

export class SealError extends Error {
  override name = 'SealError';
}

/** Seals with the newest key, opens with whichever key the row names. */
export function createSealer(keys: Key[]): Sealer {
  const byId = new Map(keys.map((key) => [key.id, key.secret]));
  const newest = keys.reduce((a, b) => (b.id > a.id ? b : a));
  return {
    seal: (plain) => sealWith(newest, plain),
    open: (sealed) => openWith(byId, sealed),
  };
}

/** Random bytes are drawn in blocks: one call per nonce costs more than the encryption. */
let nonces = Buffer.alloc(0);
function nextNonce(): Buffer {
  if (nonces.length < nonceBytes) nonces = randomBytes(nonceBytes * 256);
  const nonce = nonces.subarray(0, nonceBytes);
  nonces = nonces.subarray(nonceBytes);
  return nonce;
}

function sealWith(key: Key, plain: string): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce);
  const body = cipher.update(plain, 'utf8');
  cipher.final();
  const head = Buffer.from([version, key.id >> 8, key.id & 0xff]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), body]);
}

function openWith(keys: Map<number, Buffer>, given: Uint8Array): string {
  const sealed = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  if (sealed.length < headBytes + nonceBytes + tagBytes || sealed[0] !== version)
    throw new SealError('not a sealed value');
  const id = sealed.readUInt16BE(1);
  const secret = keys.get(id);
  if (!secret) throw new SealError(`sealed with key ${id}, which the keyring does not hold`);
  const nonce = sealed.subarray(headBytes, headBytes + nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', secret, nonce);
  decipher.setAuthTag(sealed.subarray(headBytes + nonceBytes, headBytes + nonceBytes + tagBytes));
  try {
    const plain = decipher.update(sealed.subarray(headBytes + nonceBytes + tagBytes));
    decipher.final();
    return plain.toString('utf8');
  } catch {
    throw new SealError('sealed value was changed, or sealed with another key');
  }
}

/** The key that wraps the keyring, made from SECRET_KEY. */
export function wrappingKey(secretKey: Buffer): Key {
  return { id: 0, secret: Buffer.from(hkdfSync('sha256', secretKey, '', 'lang-nghe keyring', 32)) };
}

/** People who write often are named from memory; the rest costs an HMAC each. */
const namesKept = 20_000;

/** `contactIdOf` with a memory. */
export function createContactNamer(key: Buffer): (channelId: number, userId: string) => string {
  const names = new Map<string, string>();
  return (channelId, userId) => {
    const who = `${channelId}|${userId}`;
    const known = names.get(who);
    if (known !== undefined) return known;
    if (names.size >= namesKept) names.clear();
    const name = contactIdOf(key, channelId, userId);
    names.set(who, name);
    return name;
  };
}

/** A contact's id: 16 bytes of a keyed hash over channel and platform user id, written as a UUID. */
export function contactIdOf(key: Buffer, channelId: number, userId: string): string {
  const hex = createHmac('sha256', key).update(`${channelId}|${userId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
