import type { Log } from './log-event.js';
import type { Sealer } from './sealer.js';
import type { SharedStore } from './shared-store.js';
import { EMPTY_RECORD, mergeRecords, type UserRecord } from './user-record.js';

interface RecordStoreOptions {
  readonly store: SharedStore;
  readonly sealer: Sealer;
  readonly log: Log;
  readonly now: () => number;
}

/** The records of all users: in the storage, and while that is down in the memory of this process. */
export class RecordStore {
  readonly #store: SharedStore;
  readonly #sealer: Sealer;
  readonly #log: Log;
  readonly #now: () => number;
  /** What could not be stored, until it can. */
  readonly #local = new Map<string, UserRecord>();

  constructor({ store, sealer, log, now }: RecordStoreOptions) {
    this.#store = store;
    this.#sealer = sealer;
    this.#log = log;
    this.#now = now;
  }

  async read(key: string): Promise<UserRecord> {
    const stored = await this.#store.get(key);
    const local = this.#local.get(key);
    if (stored === undefined) return local ?? EMPTY_RECORD;
    const shared = stored === null ? EMPTY_RECORD : await this.#open(key, stored);
    if (!local) return shared;
    const merged = mergeRecords(shared, local, this.#now());
    await this.write(key, merged);
    return merged;
  }

  async write(key: string, record: UserRecord): Promise<void> {
    const sealed = await this.#sealer.seal(key, record);
    // Kept until the token's own end, not only while it is handed out: it must still be revoked.
    const ends = [record.current?.endsAtMs ?? 0, ...record.retired.map(({ endsAtMs }) => endsAtMs)];
    const ttlMs = Math.max(...ends) - this.#now();
    if (await this.#store.set(key, sealed, ttlMs)) this.#local.delete(key);
    else this.#local.set(key, record);
  }

  async forget(key: string): Promise<void> {
    if (await this.#store.remove(key)) this.#local.delete(key);
    else this.#local.set(key, { ...EMPTY_RECORD, forgottenAtMs: this.#now() });
  }

  /** Notes a sign-out for logins that are on their way, here or on another machine. */
  async noteLogout(key: string, keepMs: number): Promise<void> {
    const name = logoutKey(key);
    await this.#store.set(name, await this.#sealer.seal(name, { id: crypto.randomUUID() }), keepMs);
  }

  /** Tells one noted sign-out from the next; undefined where there is none. */
  async lastLogout(key: string): Promise<string | undefined> {
    const name = logoutKey(key);
    const sealed = await this.#store.get(name);
    if (!sealed) return undefined;
    return ((await this.#sealer.open(name, sealed)) as { id?: string } | undefined)?.id;
  }

  async #open(key: string, sealed: unknown): Promise<UserRecord> {
    const value = await this.#sealer.open(key, sealed);
    if (value === undefined) this.#log({ type: 'storage-unreadable' });
    return { ...EMPTY_RECORD, ...(value as UserRecord | undefined) };
  }
}

const logoutKey = (key: string): string => key.replace('bytedesk:token:', 'bytedesk:logout:');
