// Stores a record for each user, and keeps in this process what a storage that is down or forgetful does not. It is the
// only file that knows both.

import type { Log } from './log-event.js';
import { LOGIN_COUNTS_MS, mergeLogins, recentLogins, type RecentLogins } from './login-limit.js';
import type { Place, UserKey } from './place.js';
import type { SharedStore } from './shared-store.js';
import { signOutNow, type KnownSignOuts, type SignOut } from './sign-outs.js';
import {
  EMPTY_RECORD,
  endBefore,
  isEmpty,
  markLost,
  mergeRecords,
  withLost,
  type KeptToken,
  type MadeToken,
  type UserRecord,
} from './user-record.js';

interface RecordStoreOptions {
  readonly store: SharedStore;
  readonly log: Log;
  readonly now: () => number;
  /** How long a sign-out is remembered: longer than any request that it may overtake. */
  readonly signOutKeptMs: number;
  /** Milliseconds after which a token that the storage has lost is revoked. */
  readonly graceMs: number;
}

/** What the storage and this process know of a user. */
export interface Known {
  readonly record: UserRecord;
  readonly signOuts: KnownSignOuts;
}

/** What one read of the storage shows. */
export interface Glance extends Known {
  /** False if more is kept elsewhere, in this process or under an older key. {@link RecordStore.gather} finds it. */
  readonly isWhole: boolean;
}

/** What this process keeps of a user beside the storage. */
interface Local {
  readonly key: UserKey;
  /** A record that could not be stored yet. */
  record?: UserRecord;
  /** A sign-out that could not be stored yet. */
  signOut?: SignOut;
  /**
   * Tokens that this process has made and not yet revoked itself. It keeps them although the record lists them, since
   * the storage may lose that, more than once.
   */
  made: readonly MadeToken[];
  /** True while a task goes on whose record was read without the storage: it must not replace what is stored. */
  isApart?: boolean;
}

/** The records of all users: in the storage, and in the memory of this process while the storage is down. */
export class RecordStore {
  readonly #options: RecordStoreOptions;
  readonly #locals = new Map<string, Local>();

  constructor(options: RecordStoreOptions) {
    this.#options = options;
  }

  /** The users of whom this process keeps something beside the storage. */
  get held(): UserKey[] {
    return [...this.#locals.values()].map(({ key }) => key);
  }

  /** Reads a user's record without changing anything. */
  async glance(key: UserKey): Promise<Glance> {
    const [newest, ...older] = key.places;
    const [stored, signOuts] = await Promise.all([
      this.#options.store.get(newest.recordName),
      this.signOuts(key),
    ]);
    const local = this.#locals.get(newest.hash);
    if (stored === undefined) return { record: local?.record ?? EMPTY_RECORD, signOuts, isWhole: true };
    const olds = stored === null ? await this.#getAll(older) : [];
    const record = stored === null ? EMPTY_RECORD : await this.#open(newest, stored);
    const isWhole = !local?.record && !local?.signOut && olds.every((old) => old === null);
    return { record, signOuts, isWhole };
  }

  /**
   * Brings together all that is known of a user, wherever it is kept. Only for callers that are alone with the user's
   * record.
   */
  async gather(key: UserKey): Promise<Known> {
    const { places } = key;
    const [newest, ...older] = places;
    const { store, now } = this.#options;
    const all = await this.#getAll(places);
    const local = this.#locals.get(newest.hash);
    this.#change(key, { isApart: all.includes(undefined) });
    if (all.includes(undefined)) {
      return { record: local?.record ?? EMPTY_RECORD, signOuts: await this.signOuts(key) };
    }
    const opened = await Promise.all(
      places.map(async (place, at) => (all[at] === null ? EMPTY_RECORD : this.#open(place, all[at]))),
    );
    const [first = EMPTY_RECORD] = opened;
    let record = opened.reduce((one, other) => (isEmpty(other) ? one : mergeRecords(one, other, now())));
    if (local?.signOut) {
      // The time itself is included, since everything stored is from before the storage went away.
      record = endBefore(record, local.signOut.atMs + 1, now());
      if (await this.#storeSignOut(key, local.signOut)) this.#change(key, { signOut: undefined });
    }
    if (local?.record) record = mergeRecords(record, local.record, now());
    const signOuts = await this.signOuts(key);
    for (const { atMs } of signOuts.list) record = endBefore(record, atMs, now());
    const made = markLost(record, this.madeFor(key), now());
    this.#change(key, { made });
    record = withLost(record, made, this.#options.graceMs);
    if (record !== first || local?.record) await this.write(key, record);
    for (const [at, place] of older.entries()) {
      if (all[at + 1] !== null) await store.remove(place.recordName);
    }
    // A record without tokens is not stored, but the logins that its user has had are.
    if (isEmpty(record)) record = { ...record, logins: await this.#logins(key, record.logins) };
    return { record, signOuts };
  }

  /** Stores a record, or keeps it in this process. */
  async write(key: UserKey, record: UserRecord): Promise<void> {
    const [newest] = key.places;
    const { store, now } = this.#options;
    const name = newest.recordName;
    // The record is kept until the token's own end, also after it is no longer handed out, because it must still be
    // revoked.
    const ends = [record.current?.endsAtMs ?? 0, ...record.retired.map(({ endsAtMs }) => endsAtMs)];
    const put = async (): Promise<boolean> =>
      isEmpty(record)
        ? (await this.#putLogins(newest, record.logins)) && store.remove(name)
        : store.set(name, await newest.sealer.seal(name, record), Math.max(...ends) - now());
    const isStored = !this.#locals.get(newest.hash)?.isApart && (await put());
    this.#change(key, { record: isStored ? undefined : record });
  }

  /** Stores the record of a new login, which has the logins before it. */
  async writeLogin(key: UserKey, record: UserRecord): Promise<void> {
    await this.write(key, record);
    await Promise.all(key.places.map(({ loginsName }) => this.#options.store.remove(loginsName)));
  }

  /** Notes a sign-out, for requests that are still being answered, here or on another machine. */
  async noteSignOut(key: UserKey): Promise<void> {
    const signOut = signOutNow(this.#options.now());
    const isStored = await this.#storeSignOut(key, signOut);
    this.#change(key, { signOut: isStored ? undefined : signOut });
  }

  /** Gives the sign-outs of a user that this process or the storage knows. */
  async signOuts({ places }: UserKey): Promise<KnownSignOuts> {
    const stored = await Promise.all(places.map((place) => this.#options.store.get(place.signOutName)));
    const list: SignOut[] = [];
    for (const [at, place] of places.entries()) {
      const signOut = stored[at] && (await place.sealer.open(place.signOutName, stored[at]));
      if (signOut) list.push(signOut as SignOut);
    }
    const local = this.#locals.get(places[0].hash)?.signOut;
    if (local) list.push(local);
    return { isComplete: !stored.includes(undefined), list };
  }

  /** Remembers a token of this process, so that it can be revoked if the storage loses it. */
  remember(key: UserKey, token: KeptToken): void {
    if (!this.#options.store.isShared) return;
    const others = this.madeFor(key).filter(({ accessToken }) => accessToken !== token.accessToken);
    this.#change(key, { made: [...others, token] });
  }

  /** The tokens of a user that this process has made and that may still be valid. */
  madeFor({ places }: UserKey): readonly MadeToken[] {
    const made = this.#locals.get(places[0].hash)?.made ?? [];
    return made.filter(({ endsAtMs }) => endsAtMs > this.#options.now());
  }

  /** Forgets a token that is no longer valid at the desk. */
  forgetToken(key: UserKey, accessToken: string): void {
    const made = this.madeFor(key).filter((token) => token.accessToken !== accessToken);
    this.#change(key, { made });
  }

  async #storeSignOut({ places }: UserKey, signOut: SignOut): Promise<boolean> {
    const { store, signOutKeptMs } = this.#options;
    // The sign-out is stored under every key: while machines are given a new key one by one, each reads those that it
    // has.
    const stored = places.map(async (place) => {
      const name = place.signOutName;
      return store.set(name, await place.sealer.seal(name, signOut), signOutKeptMs);
    });
    return (await Promise.all(stored)).every(Boolean);
  }

  #change(key: UserKey, change: Partial<Local>): void {
    const [{ hash }] = key.places;
    const local: Local = { made: [], ...this.#locals.get(hash), key, ...change };
    if (local.record || local.signOut || local.isApart || local.made.length > 0)
      this.#locals.set(hash, local);
    else this.#locals.delete(hash);
  }

  async #putLogins({ loginsName, sealer }: Place, given: RecentLogins): Promise<boolean> {
    const { store, now } = this.#options;
    const logins = recentLogins(given, now());
    if (logins.end.length + logins.page.length === 0) return true;
    return store.set(loginsName, await sealer.seal(loginsName, logins), LOGIN_COUNTS_MS);
  }

  async #logins({ places }: UserKey, known: RecentLogins): Promise<RecentLogins> {
    const stored = places.map(async ({ loginsName, sealer }) => {
      const sealed = await this.#options.store.get(loginsName);
      return sealed ? ((await sealer.open(loginsName, sealed)) as RecentLogins | undefined) : undefined;
    });
    const found = (await Promise.all(stored)).filter((logins) => logins !== undefined);
    return found.reduce(mergeLogins, known);
  }

  async #getAll(places: readonly Place[]): Promise<unknown[]> {
    return Promise.all(places.map((place) => this.#options.store.get(place.recordName)));
  }

  async #open(place: Place, sealed: unknown): Promise<UserRecord> {
    const value = await place.sealer.open(place.recordName, sealed);
    if (value === undefined) this.#options.log({ type: 'storage-unreadable' });
    return value === undefined ? EMPTY_RECORD : { ...EMPTY_RECORD, ...(value as UserRecord) };
  }
}
