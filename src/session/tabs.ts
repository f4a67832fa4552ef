import { pause, withDeadline } from '../deadline.js';
import type { Platform } from './platform.js';

/** What a fact is about: a sign-out, a renewal, a desk's last user, whether its consoles speak, the salt of the tags. */
type FactKind = 'out' | 'new' | 'user' | 'speaks' | 'salt';

/** Begins every name in the host's storage. */
const PREFIX = 'bytedesk-embed:';

/**
 * Facts that the tabs of a host share by way of its storage: that somebody signed out, that there are newer tokens, who
 * used a desk last. Users stand there as salted tags, and tokens never do, because every script of the origin can read
 * this. Storage is used rather than messages, since a page that the Back button restores must find the facts, too.
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
      // A storage that is full or blocked tells nothing; the other tabs then find out by themselves.
    }
  }

  /** A short salted tag for a user at a desk; `null` where the name is not known or nothing can be stored. */
  tag(desk: string, username: string | null): string | null {
    if (username === null) return null;
    if (this.get('salt') === null) this.set('salt', '', String(this.#platform.random()));
    const salt = this.get('salt');
    return salt === null ? null : hash(`${salt} ${desk} ${username}`);
  }
}

/** What the other tabs of a user have signalled since a certain moment. */
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

  /** Follows this user's tabs from now on; `null` for nobody's. */
  follow(tag: string | null): void {
    this.#tag = tag;
    this.#out = this.#read('out');
    this.#new = this.#read('new');
  }

  /** Follows the same tabs as another one, since the same moment. */
  adopt(from: TabSignals): void {
    this.#tag = from.#tag;
    this.#out = from.#out;
    this.#new = from.#new;
  }

  /** True if somebody has signed this user out. */
  get isSignedOut(): boolean {
    return this.#read('out') !== this.#out;
  }

  /** True, once, if another tab has got a new token. */
  consumeRenewal(): boolean {
    const before = this.#new;
    this.#new = this.#read('new');
    return this.#new !== before;
  }

  /** Signals to the other tabs; with another value each time, since an equal one would be no news. */
  send(kind: 'out' | 'new'): void {
    if (this.#tag !== null)
      this.#storage.set(kind, this.#tag, `${this.#platform.now()} ${this.#platform.random()}`);
    if (kind === 'new') this.consumeRenewal();
  }

  #read(kind: 'out' | 'new'): string | null {
    return this.#tag === null ? null : this.#storage.get(kind, this.#tag);
  }
}

/** How long a tab holds the lock, and how long one waits for it: a frozen tab would hold it for good. */
const LOCK_MS = 10_000;
/** Without Web Locks the tabs are spread over this time instead. */
const SPREAD_MS = 1_000;

/**
 * Runs something while this tab holds a lock, so that the tabs of a user ask one after the other and the first one's
 * answer stands in the endpoint's cache for the rest. A lock that cannot be had in time is done without.
 *
 * @param signal ends the waiting; what runs already has to look at it by itself
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
 * 53 bits of a text, in base 36 (the mixing is MurmurHash3's). Enough to tell users of one browser apart; the salt
 * lies beside it, so a stronger hash would hide no more, and `crypto.subtle` is missing on plain http.
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
