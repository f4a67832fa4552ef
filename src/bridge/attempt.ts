// Wraps the console's functions without ever disturbing it.

/** Runs an action whose failure must never disturb the console; gives `undefined` if it failed. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/**
 * Sees a call before it is made. If it returns a function, that one gets the result of the call, and may give another
 * one in its place.
 */
export type Inspect = (self: object, args: readonly unknown[]) => ((result: unknown) => unknown) | void;

/**
 * Sees each call of an object's function, on top of any wrapper that is there already. The call itself is made once,
 * with its own arguments. A function that cannot be replaced stays as it is.
 */
export function wrap(target: object, name: string, inspect: Inspect): void {
  attempt(() => {
    const functions = target as Record<string, (...args: unknown[]) => unknown>;
    const inner = functions[name] as (...args: unknown[]) => unknown;
    functions[name] = function (this: object, ...args) {
      const after = attempt(() => inspect(this, args));
      const result = inner.apply(this, args);
      return attempt(() => after?.(result)) ?? result;
    };
  });
}
