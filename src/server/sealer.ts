import { base64url, CompactEncrypt, compactDecrypt } from 'jose';

const KEY_BYTES = 32;
const LONGEST_NAME = 200;
const encoder = new TextEncoder();

/**
 * One key, or a list of them, newest first.
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

/** @throws TypeError for anything but 32 bytes; a passphrase has far less entropy than its length suggests */
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

/** Turns names into keys of the storage, and values into texts that only holders of the secret can read. */
export class Sealer {
  readonly #secret: Uint8Array<ArrayBuffer> | undefined;
  #namingKey: Promise<CryptoKey> | undefined;

  /** @param secret without one nothing is encrypted: for the memory of this process */
  constructor(secret: Uint8Array<ArrayBuffer> | undefined) {
    this.#secret = secret;
  }

  /** Hash of a name, keyed so that nobody who reads the storage can try out user ids. */
  async nameOf(...parts: readonly string[]): Promise<string> {
    // As JSON, so that no two lists of parts become the same text.
    const text = JSON.stringify(parts);
    // What does not leave this process needs no hash, which would cost more than all the rest; but for names of any length.
    if (!this.#secret && text.length <= LONGEST_NAME) return text;
    const data = encoder.encode(text);
    if (!this.#secret) return hex(await crypto.subtle.digest('SHA-256', data));
    this.#namingKey ??= deriveNamingKey(this.#secret);
    return hex(await crypto.subtle.sign('HMAC', await this.#namingKey, data));
  }

  async seal(name: string, value: unknown): Promise<string> {
    // The name inside: an entry copied to another user's key must not open there.
    const text = JSON.stringify({ name, value });
    if (!this.#secret) return text;
    return new CompactEncrypt(encoder.encode(text))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(this.#secret);
  }

  /** The value sealed under this name; undefined for what another key, another name or nobody of ours sealed. */
  async open(name: string, sealed: unknown): Promise<unknown> {
    try {
      const text = this.#secret ? await decrypt(sealed, this.#secret) : sealed;
      const opened = (typeof text === 'string' ? JSON.parse(text) : text) as {
        name: unknown;
        value: unknown;
      };
      return opened.name === name ? opened.value : undefined;
    } catch {
      return undefined;
    }
  }
}

/** SHA-256 of a text in lower-case hex, the form of `tokenHash`. */
export async function sha256Hex(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
}

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
