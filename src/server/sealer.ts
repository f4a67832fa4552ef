// Encrypts and hashes what is stored, so that nobody who reads the storage learns a token or a user's id.

import { base64url, CompactEncrypt, compactDecrypt } from 'jose';
import { Recent } from './recent.js';

const KEY_BYTES = 32;
const LONGEST_NAME = 200;
/** Values that are held opened, so that users who ask often need no cryptography. */
const MOST_HELD = 1000;
const encoder = new TextEncoder();

/**
 * Reads one key, or a list of them with the newest first.
 * @throws TypeError for an empty list, for the same key twice, or as {@link readEncryptionKey}
 */
export function readEncryptionKeys(
  keys: string | Uint8Array | readonly (string | Uint8Array)[],
): Uint8Array<ArrayBuffer>[] {
  const list = typeof keys === 'string' || keys instanceof Uint8Array ? [keys] : keys;
  if (!Array.isArray(list) || list.length === 0) {
    throw new TypeError('encryptionKey must be a key or a list of keys, the newest first.');
  }
  const read = (list as readonly (string | Uint8Array)[]).map(readEncryptionKey);
  if (new Set(read.map((bytes) => bytes.join())).size < read.length) {
    throw new TypeError('encryptionKey names the same key twice.');
  }
  return read;
}

/**
 * Reads one key. @throws TypeError for anything but 32 bytes; a passphrase has far less entropy than its length
 * suggests
 */
function readEncryptionKey(key: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const wrong = new TypeError('encryptionKey must be 32 random bytes, as they are or in base64url.');
  if (typeof key !== 'string') {
    if (!(key instanceof Uint8Array) || key.byteLength !== KEY_BYTES) throw wrong;
    return Uint8Array.from(key);
  }
  if (!/^[\w-]{43}=?$/.test(key)) throw wrong;
  const bytes = Uint8Array.from(base64url.decode(key.replace('=', '')));
  if (bytes.byteLength !== KEY_BYTES) throw wrong;
  return bytes;
}

/** The content of a sealed text. */
interface Entry {
  /** The name is sealed in as well, so that an entry copied to another user's key does not open there. */
  readonly name: string;
  readonly value: unknown;
}

/** Hashes names, and encrypts values so that only holders of the secret can read them. */
export class Sealer {
  readonly #secret: Uint8Array<ArrayBuffer> | undefined;
  /** By name, the last text that was opened: a text that is not just the same is opened anew. */
  readonly #opened = new Recent<{ readonly sealed: unknown; readonly value: unknown }>(MOST_HELD);
  #namingKey: Promise<CryptoKey> | undefined;

  /** @param secret without a secret nothing is encrypted, for the memory of this process */
  constructor(secret: Uint8Array<ArrayBuffer> | undefined) {
    this.#secret = secret;
  }

  /** Hashes a name with the key, so that nobody who reads the storage can try out user ids. */
  async nameOf(...parts: readonly string[]): Promise<string> {
    // JSON keeps two different lists of parts from becoming the same text.
    const text = JSON.stringify(parts);
    // A name that stays in this process needs no hash, which would cost more than everything else; long names are
    // hashed all the same.
    if (!this.#secret && text.length <= LONGEST_NAME) return text;
    const data = encoder.encode(text);
    if (!this.#secret) return hex(await crypto.subtle.digest('SHA-256', data));
    this.#namingKey ??= deriveNamingKey(this.#secret);
    return hex(await crypto.subtle.sign('HMAC', await this.#namingKey, data));
  }

  /** Seals a value into a text. Without a secret it gives the entry as it is, which never leaves this process. */
  async seal(name: string, value: unknown): Promise<unknown> {
    const entry: Entry = { name, value };
    if (!this.#secret) return entry;
    return new CompactEncrypt(encoder.encode(JSON.stringify(entry)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(this.#secret);
  }

  /**
   * Opens the value sealed under this name; undefined for one that another key or another name has sealed, or nobody.
   */
  async open(name: string, sealed: unknown): Promise<unknown> {
    if (!this.#secret) return valueOf(sealed as Entry, name);
    const last = this.#opened.get(name);
    if (last && last.sealed === sealed) return last.value;
    try {
      const value = valueOf(JSON.parse(await decrypt(sealed, this.#secret)) as Entry, name);
      this.#opened.set(name, { sealed, value });
      return value;
    } catch {
      return undefined;
    }
  }
}

/** The SHA-256 of a text in lower-case hex, which is the form of `tokenHash`. */
export async function sha256Hex(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
}

const valueOf = (entry: Entry, name: string): unknown => (entry.name === name ? entry.value : undefined);

async function decrypt(sealed: unknown, secret: Uint8Array): Promise<string> {
  const { plaintext } = await compactDecrypt(String(sealed), secret, {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  return new TextDecoder().decode(plaintext);
}

async function deriveNamingKey(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const root = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode('bytedesk-embed names') },
    root,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign'],
  );
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
