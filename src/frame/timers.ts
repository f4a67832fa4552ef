// The only timers of the elements, which set none themselves.

/**
 * Calls back after some milliseconds.
 *
 * @param view the window whose timer it is, because browsers slow down the timers of a hidden window
 * @returns a function that cancels this
 */
export function after(ms: number, callback: () => void, view: Window = window): () => void {
  const timer = view.setTimeout(callback, ms);
  return () => view.clearTimeout(timer);
}

/** Calls back in the next task. By then the move of an element is complete. */
export function nextTask(callback: () => void): void {
  setTimeout(callback);
}
