import type { Platform } from './platform.js';
const PREFIX = 'bytedesk-embed:';

/**
 * Facts that the tabs of a host share by way of its storage: that somebody signed out, that there are newer tokens, who
 * used a desk last. Users stand there as salted tags, and never a token: every script of the origin can read this.
 * In storage rather than in a message, since a page restored by the Back button must find it, too.
 */
export class TabStorage {
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  get(kind: 'out' | 'new' | 'user' | 'salt', of = ''): string | null {
    try {
      return this.#platform.storage?.getItem(PREFIX + kind + of) ?? null;
    } catch {
      return null;
    }
  }

  set(kind: 'out' | 'new' | 'user' | 'salt', of: string, value: string): void {
    try {
      this.#platform.storage?.setItem(PREFIX + kind + of, value);
    } catch {
      // Full or blocked: then the other tabs find out by themselves.
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

/** What the other tabs of a user tell since a certain moment. */
export class TabSignals {
  readonly #facts: TabStorage;
  readonly #platform: Platform;
  #tag: string | null = null;
  #out: string | null = null;
  #new: string | null = null;

  constructor(facts: TabStorage, platform: Platform) {
    this.#facts = facts;
    this.#platform = platform;
  }

  /** From now on, of this user; `null` for nobody. */
  follow(tag: string | null): void {
    this.#tag = tag;
    this.#out = this.#read('out');
    this.#new = this.#read('new');
  }

  /** From whenever another one does. */
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

  /** Tells the other tabs; with another value each time, since an equal one would be no news. */
  send(kind: 'out' | 'new'): void {
    if (this.#tag !== null)
      this.#facts.set(kind, this.#tag, `${this.#platform.now()} ${this.#platform.random()}`);
    if (kind === 'new') this.consumeRenewal();
  }

  #read(kind: 'out' | 'new'): string | null {
    return this.#tag === null ? null : this.#facts.get(kind, this.#tag);
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

/** How long a tab keeps its turn, and how long one waits for it: a frozen tab would hold the lock for good. */
const TURN_MS = 10_000;
/** Without Web Locks the tabs are spread over this time instead. */
const SPREAD_MS = 1_000;

/**
 * Runs something when it is this tab's turn, so that the tabs of a user ask one after the other and the first one's
 * answer stands in the endpoint's cache for the rest.
 *
 * @param signal ends the waiting; what runs already has to look at it by itself
 */
export async function withTabLock<T>(
  platform: Platform,
  name: string,
  signal: AbortSignal,
  run: () => Promise<T>,
): Promise<T> {
  let timer: number | undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      timer = platform.setTimeout(resolve, ms);
      signal.addEventListener('abort', () => resolve());
    });
  const end = (): void => {
    if (timer !== undefined) platform.clearTimeout(timer);
  };
  const { locks } = platform;
  if (locks === undefined) {
    await pause(platform.random() * SPREAD_MS);
    end();
    return run();
  }
  const waiting = new AbortController();
  let release = (): void => undefined;
  const turn = new Promise<void>((resolve) => {
    void pause(TURN_MS).then(() => (waiting.abort(), resolve()));
    locks
      .request(`bytedesk-embed:${name}`, { signal: waiting.signal }, () => {
        end();
        resolve();
        return new Promise<void>((done) => {
          release = done;
          void pause(TURN_MS).then(done);
        });
      })
      .catch(resolve);
  });
  await turn;
  try {
    return await run();
  } finally {
    release();
    end();
  }
}
