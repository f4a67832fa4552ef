// How the tabs of a host page share facts and take turns, by the page's storage and Web Locks.
//
// After a sign-out in another tab, the `storage` event wakes each session of that user (`session.ts`). Its `#tick` sees
// `isSignedOut` below and signs out with the reason `other-tab`: it forgets the token and ends requests and timers. Each
// element of the session then removes its frame and dispatches `bytedesk-logout` (`#onSignOut` in
// `elements/workspace/controller.ts`). The tab in which it began revokes the token at the desk.

import { pause, withDeadline } from '../deadline.js';
import type { Platform } from './platform.js';

/** The kinds of facts: a sign-out, a renewal, a desk's last user, whether its consoles speak, the salt of the tags. */
type FactKind = 'out' | 'new' | 'user' | 'speaks' | 'salt';

/** The beginning of every name in the host's storage. */
const PREFIX = 'bytedesk-embed:';

/**
 * Facts that the tabs of a host share by its storage: that somebody signed out, that there are newer tokens, who used a
 * desk last. Users are stored as salted tags and tokens never, because every script of the origin can read this. It
 * uses storage and not messages, since a page that the Back button restores must find the facts, too.
 */
export class TabStorage {
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  get(kind: FactKind, of = ''): string | null {
    try {
      return this.#platform.storage?.getItem(PREFIX + kind + of) ?? null;
    } catch {
      return null;
    }
  }

  set(kind: FactKind, of: string, value: string): void {
    try {
      this.#platform.storage?.setItem(PREFIX + kind + of, value);
    } catch {
      // If the storage is full or blocked, the other tabs find out by themselves.
    }
  }

  /** Gives a short salted tag for a user at a desk; `null` where the name is not known or nothing can be stored. */
  tag(desk: string, username: string | null): string | null {
    if (username === null) return null;
    if (this.get('salt') === null) this.set('salt', '', String(this.#platform.random()));
    const salt = this.get('salt');
    return salt === null ? null : hash(`${salt} ${desk} ${username}`);
  }
}

/** The signals of a user's other tabs since a certain moment. */
export class TabSignals {
  readonly #storage: TabStorage;
  readonly #platform: Platform;
  #tag: string | null = null;
  #out: string | null = null;
  #new: string | null = null;

  constructor(storage: TabStorage, platform: Platform) {
    this.#storage = storage;
    this.#platform = platform;
  }

  /** Follows this user's tabs from now on; with `null` nobody's. */
  follow(tag: string | null): void {
    this.#tag = tag;
    this.#out = this.#read('out');
    this.#new = this.#read('new');
  }

  /** Follows the same tabs as another object does, since the same moment. */
  adopt(from: TabSignals): void {
    this.#tag = from.#tag;
    this.#out = from.#out;
    this.#new = from.#new;
  }

  /** True if another tab has signed this user out. */
  get isSignedOut(): boolean {
    return this.#read('out') !== this.#out;
  }

  /** Tells whether another tab has a new token. It is true only once for each. */
  consumeRenewal(): boolean {
    const before = this.#new;
    this.#new = this.#read('new');
    return this.#new !== before;
  }

  /** Sends a signal to the other tabs. The value differs each time, since storing an equal one fires no event. */
  send(kind: 'out' | 'new'): void {
    if (this.#tag !== null)
      this.#storage.set(kind, this.#tag, `${this.#platform.now()} ${this.#platform.random()}`);
    if (kind === 'new') this.consumeRenewal();
  }

  #read(kind: 'out' | 'new'): string | null {
    return this.#tag === null ? null : this.#storage.get(kind, this.#tag);
  }
}

/** How long a tab holds the lock at most, and how long one waits for it: a frozen tab would hold it for good. */
const LOCK_MS = 10_000;
/** Without Web Locks the requests of the tabs are spread over this time. */
const SPREAD_MS = 1_000;

/**
 * Runs a task while this tab holds a lock, so that a user's tabs ask one after the other, and the endpoint answers the
 * later ones from its cache. If the lock does not come in time, the task runs without it.
 *
 * @param signal ends the wait for the lock; the task itself has to check it once it runs
 */
export async function withTabLock<T>(
  platform: Platform,
  name: string,
  signal: AbortSignal,
  run: () => Promise<T>,
): Promise<T> {
  const { locks } = platform;
  if (locks === undefined) {
    await pause(platform.random() * SPREAD_MS, { signal, timers: platform });
    return run();
  }
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const acquire = (waiting: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const hold = (): Promise<void> => {
        resolve();
        const held = withDeadline(() => released, { timeoutMs: LOCK_MS, timers: platform });
        return held.catch(() => undefined);
      };
      locks.request(`bytedesk-embed:${name}`, { signal: waiting }, hold).catch(reject);
    });
  try {
    await withDeadline(acquire, { signal, timeoutMs: LOCK_MS, timers: platform }).catch(() => undefined);
    return await run();
  } finally {
    release();
  }
}

/**
 * Gives a hash of 53 bits in base 36 (the mixing is MurmurHash3's). That is enough to distinguish the users of one
 * browser. The salt lies beside it, so a stronger hash would hide no more, and `crypto.subtle` is missing on plain
 * http.
 */
export function hash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    high = Math.imul(high ^ code, 0x85ebca6b);
    low = Math.imul(low ^ code, 0xc2b2ae35);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return ((high & 0x1fffff) * 2 ** 32 + (low >>> 0)).toString(36);
}
