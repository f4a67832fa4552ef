// The only timers of the elements, which set none themselves.

import type { Timers } from '../deadline.js';
import { isPrerendering } from '../dom.js';

/** The longest time that one timer of the browser counts. */
const STEP_MS = 1_000;

/**
 * Calls back after some milliseconds in which the page was running. No timer runs in a page that the browser only
 * prepares, since it loads no frames there. Timers that come due while a page is frozen, or asleep with the machine, fire
 * at once when it goes on, when a console has had no time to load. So the time is counted in steps, and one step counts
 * the same however late it ends.
 *
 * @param view the window whose timer it is, because browsers slow down the timers of a hidden window
 * @returns a function that cancels this
 */
export function after(ms: number, callback: () => void, view: Window = window): () => void {
  let timer: number | undefined;
  const wait = (leftMs: number): void => {
    const next = (): void => (leftMs > STEP_MS ? wait(leftMs - STEP_MS) : callback());
    timer = view.setTimeout(next, Math.min(leftMs, STEP_MS));
  };
  const start = (): void => wait(ms);
  // The window is listened to, since markup can take the names of the document.
  if (isPrerendering(view.document))
    view.addEventListener('prerenderingchange', start, { capture: true, once: true });
  else start();
  return () => {
    view.removeEventListener('prerenderingchange', start, { capture: true });
    view.clearTimeout(timer);
  };
}

/** The same timers in the form that `withDeadline` takes. */
export const liveTimers: Timers = {
  setTimeout: (callback, ms) => after(ms, callback),
  clearTimeout: (cancel?: () => void) => cancel?.(),
};

/** Calls back in the next task. By then the move of an element is complete. */
export function nextTask(callback: () => void): void {
  setTimeout(callback);
}
