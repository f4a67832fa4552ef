import type { Log } from './log-event.js';
import type { Place, UserKey } from './place.js';
import type { SharedStore } from './shared-store.js';
import { signOutNow, type KnownSignOuts, type SignOut } from './sign-outs.js';
import {
  EMPTY_RECORD,
  endBefore,
  isEmpty,
  mergeRecords,
  withLost,
  type KeptToken,
  type UserRecord,
} from './user-record.js';

interface RecordStoreOptions {
  readonly store: SharedStore;
  readonly log: Log;
  readonly now: () => number;
  /** How long a sign-out is remembered: longer than any request that it may have overtaken. */
  readonly signOutKeptMs: number;
  /** After what time a token is revoked that the storage has lost. */
  readonly graceMs: number;
}

/** What is known of a user. */
export interface Known {
  readonly record: UserRecord;
  readonly signOuts: KnownSignOuts;
}

/** What one look at the storage shows. */
export interface Glance extends Known {
  /** False if something lies elsewhere, too: in this process or under an older key. {@link RecordStore.gather} finds it. */
  readonly isWhole: boolean;
}

/** What this process holds of a user beside the storage. */
interface Local {
  readonly key: UserKey;
  /** A record that could not be stored, until it can. */
  record?: UserRecord;
  /** A sign-out that could not be stored, until it can. */
  signOut?: SignOut;
  /** Tokens that this process has made, until they are revoked: the storage may lose them. */
  made: readonly KeptToken[];
}

/** The records of all users: in the storage, and while that is down in the memory of this process. */
export class RecordStore {
  readonly #options: RecordStoreOptions;
  readonly #locals = new Map<string, Local>();

  constructor(options: RecordStoreOptions) {
    this.#options = options;
  }

  /** The users of whom this process holds something beside the storage. */
  get held(): UserKey[] {
    return [...this.#locals.values()].map(({ key }) => key);
  }

  /** Looks a user up without changing anything. */
  async glance(key: UserKey): Promise<Glance> {
    const [newest, ...older] = key.places;
    const [stored, signOuts] = await Promise.all([
      this.#options.store.get(recordName(newest)),
      this.signOuts(key),
    ]);
    const local = this.#locals.get(newest.hash);
    if (stored === undefined) return { record: local?.record ?? EMPTY_RECORD, signOuts, isWhole: true };
    const olds = stored === null ? await this.#getAll(older) : [];
    const record = stored === null ? EMPTY_RECORD : await this.#open(newest, stored);
    const isWhole = !local?.record && !local?.signOut && olds.every((old) => old === null);
    return { record, signOuts, isWhole };
  }

  /** Brings together what there is of a user, wherever it lies. For those who are alone with the user's record. */
  async gather(key: UserKey): Promise<Known> {
    const { places } = key;
    const [newest, ...older] = places;
    const { store, now } = this.#options;
    const all = await this.#getAll(places);
    const local = this.#locals.get(newest.hash);
    if (all.includes(undefined)) {
      return { record: local?.record ?? EMPTY_RECORD, signOuts: await this.signOuts(key) };
    }
    const opened = await Promise.all(
      places.map(async (place, at) => (all[at] === null ? EMPTY_RECORD : this.#open(place, all[at]))),
    );
    const [first = EMPTY_RECORD] = opened;
    let record = opened.reduce((one, other) => (isEmpty(other) ? one : mergeRecords(one, other, now())));
    if (local?.signOut) {
      // Up to and with the time itself: what is stored is from before the storage went away.
      record = endBefore(record, local.signOut.atMs + 1, now());
      if (await this.#storeSignOut(key, local.signOut)) this.#change(key, { signOut: undefined });
    }
    if (local?.record) record = mergeRecords(record, local.record, now());
    const signOuts = await this.signOuts(key);
    for (const { atMs } of signOuts.list) record = endBefore(record, atMs, now());
    const held = withLost(record, this.madeFor(key), now() + this.#options.graceMs);
    const isStored = held === first && !local?.record ? true : await this.write(key, held);
    // The record sees to them from here on, whichever machine revokes them.
    if (held !== record && isStored) this.#change(key, { made: this.#madeOf(key, held.current) });
    record = held;
    for (const [at, place] of older.entries()) {
      if (all[at + 1] !== null) await store.remove(recordName(place));
    }
    return { record, signOuts };
  }

  /** False if it had to be kept in this process. */
  async write(key: UserKey, record: UserRecord): Promise<boolean> {
    const [newest] = key.places;
    const { store, now } = this.#options;
    const name = recordName(newest);
    // Kept until the token's own end, not only while it is handed out: it must still be revoked.
    const ends = [record.current?.endsAtMs ?? 0, ...record.retired.map(({ endsAtMs }) => endsAtMs)];
    const isStored = isEmpty(record)
      ? await store.remove(name)
      : await store.set(name, await newest.sealer.seal(name, record), Math.max(...ends) - now());
    this.#change(key, { record: isStored ? undefined : record });
    return isStored;
  }

  /** Notes a sign-out for requests that are on their way, here or on another machine. */
  async noteSignOut(key: UserKey): Promise<void> {
    const signOut = signOutNow(this.#options.now());
    const isStored = await this.#storeSignOut(key, signOut);
    this.#change(key, { signOut: isStored ? undefined : signOut });
  }

  /** The sign-outs of a user that this process or the storage knows. */
  async signOuts({ places }: UserKey): Promise<KnownSignOuts> {
    const stored = await Promise.all(places.map((place) => this.#options.store.get(signOutName(place))));
    const opened = places.flatMap((place, at) =>
      stored[at] ? [place.sealer.open(signOutName(place), stored[at]) as Promise<SignOut | undefined>] : [],
    );
    const local = this.#locals.get(places[0].hash)?.signOut;
    const list = [...(opened.length > 0 ? await Promise.all(opened) : []), local];
    return { isComplete: !stored.includes(undefined), list: list.filter((signOut) => signOut !== undefined) };
  }

  /** Remembers a token of this process, so that it can be revoked if the storage loses it. */
  remember(key: UserKey, token: KeptToken): void {
    if (!this.#options.store.isShared) return;
    this.#change(key, { made: [...this.madeFor(key), token] });
  }

  /** Tokens of a user that this process has made and that may still be alive. */
  madeFor({ places }: UserKey): readonly KeptToken[] {
    const made = this.#locals.get(places[0].hash)?.made ?? [];
    return made.filter(({ endsAtMs }) => endsAtMs > this.#options.now());
  }

  /** Forgets a token that is over at the desk. */
  forgetToken(key: UserKey, accessToken: string): void {
    const made = this.madeFor(key).filter((token) => token.accessToken !== accessToken);
    this.#change(key, { made });
  }

  #madeOf(key: UserKey, token: KeptToken | null): readonly KeptToken[] {
    return this.madeFor(key).filter(({ accessToken }) => accessToken === token?.accessToken);
  }

  async #storeSignOut({ places }: UserKey, signOut: SignOut): Promise<boolean> {
    const { store, signOutKeptMs } = this.#options;
    // Under every key: where machines are given a new key one by one, each reads those that it has.
    const stored = places.map(async (place) => {
      const name = signOutName(place);
      return store.set(name, await place.sealer.seal(name, signOut), signOutKeptMs);
    });
    return (await Promise.all(stored)).every(Boolean);
  }

  #change(key: UserKey, change: Partial<Local>): void {
    const [{ hash }] = key.places;
    const local: Local = { made: [], ...this.#locals.get(hash), key, ...change };
    if (local.record || local.signOut || local.made.length > 0) this.#locals.set(hash, local);
    else this.#locals.delete(hash);
  }

  async #getAll(places: readonly Place[]): Promise<unknown[]> {
    return Promise.all(places.map((place) => this.#options.store.get(recordName(place))));
  }

  async #open(place: Place, sealed: unknown): Promise<UserRecord> {
    const value = await place.sealer.open(recordName(place), sealed);
    if (value === undefined) this.#options.log({ type: 'storage-unreadable' });
    return value === undefined ? EMPTY_RECORD : { ...EMPTY_RECORD, ...(value as UserRecord) };
  }
}

const recordName = ({ hash }: Place): string => `bytedesk:token:${hash}`;
const signOutName = ({ hash }: Place): string => `bytedesk:logout:${hash}`;
