/** Calls back in the next task: what a move of an element undoes is over by then. */
export function nextTask(callback: () => void): void {
  setTimeout(callback);
}
