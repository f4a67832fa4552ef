// The only access of the session to the browser.

import { isPrerendering } from '../dom.js';

/**
 * The functions of the platform that a session needs, as one object, so that tests and the simulation can replace it.
 */
export interface Platform {
  /** Gives the wall clock's time, milliseconds since 1970. It may be wrong and may jump. */
  now(): number;
  /** Gives the milliseconds of a clock that never jumps, but may stand still while the machine sleeps. */
  elapsed(): number;
  /** Gives a random number from 0 up to, but not including, 1. */
  random(): number;
  setTimeout(callback: () => void, delayMs: number): number;
  clearTimeout(handle: number): void;
  /** False for a page that nobody sees. It makes no requests. */
  isVisible(): boolean;
  /** True for a page that the browser prepares before anybody has asked for it. No timer runs there. */
  isPrerendering(): boolean;
  /**
   * Tells whether the browser believes that it is online. This is only a hint: it is wrong behind some VPNs and
   * firewalls, in both directions.
   */
  isOnline(): boolean;
  /**
   * Calls back whenever something may have changed while the page was not running. The same callback once more changes
   * nothing. @returns a function that ends this
   */
  onWake(callback: (event: Event) => void): () => void;
  /** The page's own storage, or `null` where it is blocked. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** Web Locks; missing outside secure contexts. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
}

/**
 * Events of window and document after which a session reads the clock again. `storage`: another tab wrote something.
 * `pagehide`: the page may be kept for the Back button. `freeze`, `resume`: the page stops, and goes on.
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

/**
 * False for a document that nobody sees. One that has the focus is seen, since some web views and covered windows call
 * themselves hidden although somebody works in them. An image that has the name of the state is no text, and counts as
 * seen; one that has the name of the method is not called.
 */
export const isSeen = (document: Document): boolean =>
  (document.visibilityState !== 'hidden' || Document.prototype.hasFocus.call(document)) &&
  !isPrerendering(document);

/** The platform of a browser. Functions are looked up at each call, so that a page's later replacement counts. */
export const browserPlatform: Platform = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs) as unknown as number,
  clearTimeout: (handle) => clearTimeout(handle),
  isVisible: () => isSeen(document),
  isPrerendering: () => isPrerendering(document),
  // Test environments may not know this property.
  isOnline: () => navigator.onLine !== false,
  onWake(callback) {
    // Events of the document pass the window, too. They are captured, so that no listener of the page can stop them.
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
