import { Sealer } from './sealer.js';

/** Where something stands in the storage, and what opens it there. */
export interface Place {
  /** Keyed hash, the last part of the name. */
  readonly hash: string;
  readonly sealer: Sealer;
}

/** The places of one thing: the one under the newest key first, then those where older keys have put it. */
export type Places = readonly [newest: Place, ...older: Place[]];

/** A user of the host, and where what is kept of them stands. */
export interface UserKey {
  /** The host's `id`. */
  readonly user: string;
  readonly places: Places;
}

/** The keys of the storage, newest first. */
export class Keyring {
  readonly #sealers: readonly [Sealer, ...Sealer[]];

  /** @param secrets none: nothing is encrypted, for the memory of this process */
  constructor(secrets: readonly Uint8Array<ArrayBuffer>[]) {
    const [newest, ...older] = secrets;
    this.#sealers = [new Sealer(newest), ...older.map((secret) => new Sealer(secret))];
  }

  /** The places of what these texts name. */
  async placesOf(...parts: readonly string[]): Promise<Places> {
    const [newest, ...older] = this.#sealers;
    const place = async (sealer: Sealer): Promise<Place> => ({ hash: await sealer.nameOf(...parts), sealer });
    return [await place(newest), ...(await Promise.all(older.map(place)))];
  }
}
