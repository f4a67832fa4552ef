// The names under which things stand in the storage, one for each encryption key in use.

import { Sealer } from './sealer.js';

/** The names of what is stored of a thing, and the key that opens it there. */
export interface Place {
  /** A keyed hash, the last part of each name. */
  readonly hash: string;
  readonly recordName: string;
  readonly signOutName: string;
  readonly loginsName: string;
  readonly sealer: Sealer;
}

/** The places of one thing: first the one under the newest key, then those where older keys have put it. */
export type Places = readonly [newest: Place, ...older: Place[]];

/** A user of the host, with the places of that user's record. */
export interface UserKey {
  /** The host's `id`. */
  readonly user: string;
  readonly places: Places;
}

/** The keys of the storage, newest first. */
export class Keyring {
  readonly #sealers: readonly [Sealer, ...Sealer[]];

  /** @param secrets an empty list encrypts nothing, for the memory of this process */
  constructor(secrets: readonly Uint8Array<ArrayBuffer>[]) {
    const [newest, ...older] = secrets;
    this.#sealers = [new Sealer(newest), ...older.map((secret) => new Sealer(secret))];
  }

  /** Gives the places of the thing that these texts name. */
  async placesOf(...parts: readonly string[]): Promise<Places> {
    const [newest, ...older] = this.#sealers;
    const place = async (sealer: Sealer): Promise<Place> => {
      const hash = await sealer.nameOf(...parts);
      return {
        hash,
        recordName: `bytedesk:token:${hash}`,
        signOutName: `bytedesk:logout:${hash}`,
        loginsName: `bytedesk:logins:${hash}`,
        sealer,
      };
    };
    return [await place(newest), ...(await Promise.all(older.map(place)))];
  }
}
