/** Runs what must never disturb the console; `undefined` where it failed. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Looks at a call before it is made; what it gives back, if anything, takes the result of the call and hands on its own. */
export type Look = (self: object, args: readonly unknown[]) => ((result: unknown) => unknown) | void;

/**
 * Looks at each call of an object's function, over whatever wrapper stands there already. The call itself is made once,
 * with what it was given; a function that cannot be replaced stays as it is.
 */
export function wrap(target: object, name: string, look: Look): void {
  attempt(() => {
    const functions = target as Record<string, (...args: unknown[]) => unknown>;
    const inner = functions[name] as (...args: unknown[]) => unknown;
    functions[name] = function (this: object, ...args) {
      const after = attempt(() => look(this, args));
      const result = Reflect.apply(inner, this, args);
      return after ? after(result) : result;
    };
  });
}
