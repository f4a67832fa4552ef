/** What a session needs of the platform. One object, so that tests and the simulation can put another in its place. */
export interface Platform {
  /** The wall clock, milliseconds since 1970; may be wrong and may jump. */
  now(): number;
  /** Milliseconds of a clock that never jumps, but may stand still while the machine sleeps. */
  elapsed(): number;
  /** From 0 up to, not including, 1. */
  random(): number;
  setTimeout(callback: () => void, delayMs: number): number;
  clearTimeout(handle: number): void;
  isVisible(): boolean;
  /** True if the page is visible and the browser does not know itself to be offline: only then requests are made. */
  isAwake(): boolean;
  /** Calls back whenever something may have changed while the page was not looking. @returns the end of it */
  onWake(callback: (event: Event) => void): () => void;
  /** The page's own storage, or `null` where it is blocked. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** Web Locks; missing outside secure contexts. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
}

/** `storage`: another tab wrote something. `pagehide`: the page may be frozen for the Back button. */
const WAKE_EVENTS = ['visibilitychange', 'pageshow', 'pagehide', 'focus', 'online', 'storage'];

/** The platform itself. Functions are looked up at each call, so that a page's later replacement counts. */
export const browserPlatform: Platform = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs) as unknown as number,
  clearTimeout: (handle) => clearTimeout(handle),
  isVisible: () => document.visibilityState !== 'hidden',
  isAwake: () => browserPlatform.isVisible() && navigator.onLine,
  onWake(callback) {
    // visibilitychange bubbles from the document; captured, so that no listener of the page can stop it.
    for (const type of WAKE_EVENTS) addEventListener(type, callback, true);
    return () => {
      for (const type of WAKE_EVENTS) removeEventListener(type, callback, true);
    };
  },
  get storage() {
    try {
      return localStorage;
    } catch {
      return null;
    }
  },
  get locks() {
    return navigator.locks;
  },
};
