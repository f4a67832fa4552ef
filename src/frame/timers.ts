/** Calls back after a time, in milliseconds. @returns the end of it */
export function after(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

/** Calls back in the next task: what a move of an element undoes is over by then. */
export function nextTask(callback: () => void): void {
  setTimeout(callback);
}
