/**
 * Sets the custom state `:state(name)` for style sheets, and removes the others.
 *
 * Browsers without custom states (Firefox before 126, Safari before 17.4) and test environments go without them. Chrome
 * before 125 takes only names that begin with `--`, and style sheets write `:--name` there.
 */
export function showState(
  internals: ElementInternals | undefined,
  names: readonly string[],
  shown: string,
): void {
  const states = internals?.states;
  if (states === undefined) return;
  for (const name of names) {
    states.delete(name);
    states.delete(`--${name}`);
  }
  try {
    states.add(shown);
  } catch {
    states.add(`--${shown}`);
  }
}
