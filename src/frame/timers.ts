/**
 * Calls back after a time, in milliseconds.
 *
 * @param view the window whose timer it is, because browsers slow down the timers of a window that is hidden
 * @returns the end of it
 */
export function after(ms: number, callback: () => void, view: Window = window): () => void {
  const timer = view.setTimeout(callback, ms);
  return () => view.clearTimeout(timer);
}

/** Calls back in the next task: what a move of an element undoes is over by then. */
export function nextTask(callback: () => void): void {
  setTimeout(callback);
}
