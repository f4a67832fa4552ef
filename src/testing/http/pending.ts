/** Answers that are being held back. `release` lets all of them go, so that nothing outlives the desk. */
export class Pending {
  readonly #waiting = new Map<() => void, NodeJS.Timeout | null>();
  #released = false;

  /** Resolves after so many milliseconds, or at release. */
  wait(ms: number): Promise<void> {
    return this.#hold(ms);
  }

  /** Resolves at release only. */
  forever(): Promise<void> {
    return this.#hold(null);
  }

  release(): void {
    this.#released = true;
    for (const [resolve, timer] of this.#waiting) {
      if (timer) clearTimeout(timer);
      resolve();
    }
    this.#waiting.clear();
  }

  #hold(ms: number | null): Promise<void> {
    if (this.#released) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        resolve();
      };
      this.#waiting.set(done, ms === null ? null : setTimeout(done, ms));
    });
  }
}
