// Remembers refused logins, since the desk locks a login after three wrong tries.

import type { EndpointCode } from './answers.js';
import type { Place, Places } from './place.js';
import type { SharedStore } from './shared-store.js';

interface Failures {
  readonly count: number;
  readonly code: EndpointCode;
  /** The time until which the failures count, milliseconds since 1970. */
  readonly untilMs: number;
}

export interface HeldBack {
  readonly code: EndpointCode;
  readonly retryAfterMs: number;
}

interface FailedLoginsOptions {
  readonly store: SharedStore;
  readonly windowMs: number;
  readonly now: () => number;
}

// The desk locks a login at the third wrong try (ByteDesk server, 2026).
const MOST_TRIES = 2;

/** Counts refused logins by user name at the desk, and holds further ones back before the desk locks them. */
export class FailedLogins {
  readonly #store: SharedStore;
  readonly #windowMs: number;
  readonly #now: () => number;
  /** A copy of what is stored, so that a storage that is down or loses something does not let further tries through. */
  readonly #local = new Map<string, Failures>();

  constructor({ store, windowMs, now }: FailedLoginsOptions) {
    this.#store = store;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  /** Tells why and for how long a login must not be tried; undefined if it may be. */
  async check(places: Places): Promise<HeldBack | undefined> {
    const failures = await this.#read(places);
    // Without the storage, processes cannot see each other's failures, so each has one try.
    const mostTries = this.#store.isDown ? MOST_TRIES - 1 : MOST_TRIES;
    if (!failures || failures.count < mostTries) return undefined;
    return { code: failures.code, retryAfterMs: failures.untilMs - this.#now() };
  }

  /** Counts a refusal. With `lockedMs` the desk has locked the login for that time, so no further try is left. */
  async add(places: Places, code: EndpointCode, lockedMs = 0): Promise<void> {
    const [newest] = places;
    const before = (await this.#read(places))?.count ?? 0;
    const count = lockedMs > 0 ? MOST_TRIES : before + 1;
    const untilMs = this.#now() + Math.max(this.#windowMs, lockedMs);
    const failures: Failures = { count, code, untilMs };
    this.#local.set(newest.hash, failures);
    const name = nameOf(newest);
    await this.#store.set(name, await newest.sealer.seal(name, failures), untilMs - this.#now());
  }

  /** Forgets the failures after a successful login, as the desk does. */
  async clear(places: Places): Promise<void> {
    if (!(await this.#read(places))) return;
    this.#local.delete(places[0].hash);
    await Promise.all(places.map((place) => this.#store.remove(nameOf(place))));
  }

  async #read(places: Places): Promise<Failures | undefined> {
    const [{ hash }] = places;
    const shared = await Promise.all(places.map((place) => this.#readAt(place)));
    const living = [...shared, this.#local.get(hash)].flatMap((one) =>
      one && one.untilMs > this.#now() ? [one] : [],
    );
    const most = living.sort((a, b) => b.count - a.count)[0];
    // This process remembers them, too: a storage that was emptied must not give further tries.
    if (most) this.#local.set(hash, most);
    else this.#local.delete(hash);
    return most;
  }

  async #readAt(place: Place): Promise<Failures | undefined> {
    const name = nameOf(place);
    const stored = await this.#store.get(name);
    return stored ? ((await place.sealer.open(name, stored)) as Failures | undefined) : undefined;
  }
}

const nameOf = ({ hash }: Place): string => `bytedesk:failed:${hash}`;
