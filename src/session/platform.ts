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
  /** False for a page that nobody sees: then no request is made. */
  isVisible(): boolean;
  /** True for a page that the browser prepares before anybody has asked for it: then no timer runs. */
  isPrerendering(): boolean;
  /** What the browser believes of the network: a hint, which is wrong behind some VPNs and firewalls, in both directions. */
  isOnline(): boolean;
  /** Calls back whenever something may have changed while the page was not looking. @returns the end of it */
  onWake(callback: (event: Event) => void): () => void;
  /** The page's own storage, or `null` where it is blocked. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** Web Locks; missing outside secure contexts. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
}

/**
 * Events of window and document after which a session looks at the clock again. `storage`: another tab wrote something.
 * `pagehide`: the page may be kept for the Back button. `freeze`, `resume`: it stands still, and goes on.
 */
const WAKE_EVENTS = [
  'visibilitychange',
  'prerenderingchange',
  'pageshow',
  'pagehide',
  'freeze',
  'resume',
  'focus',
  'online',
  'storage',
];

/** The platform itself. Functions are looked up at each call, so that a page's later replacement counts. */
export const browserPlatform: Platform = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs) as unknown as number,
  clearTimeout: (handle) => clearTimeout(handle),
  isVisible: () => document.visibilityState !== 'hidden' && !browserPlatform.isPrerendering(),
  isPrerendering: () => (document as { prerendering?: boolean }).prerendering === true,
  // Environments of tests may not say.
  isOnline: () => navigator.onLine !== false,
  onWake(callback) {
    // Those of the document pass the window, too; they are captured, so that no listener of the page can stop them.
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
