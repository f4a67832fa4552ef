// Holds answers back, for `slow`, for the failure `never`, and for the limit on bytes.

/** The outgoing half of a request, which tells when the caller has gone. */
export interface Closing {
  once(event: 'close', listener: () => void): unknown;
}

/** Answers that are being held back. `release` lets all of them go, so that none of them outlives the desk. */
export class Pending {
  readonly #waiting = new Set<() => void>();
  #released = false;

  /** Resolves after some milliseconds, or at the release. */
  wait(ms: number): Promise<void> {
    return this.#hold((done) => {
      const timer = setTimeout(done, ms);
      return () => clearTimeout(timer);
    });
  }

  /** Resolves when the caller has gone, or at the release. */
  forever(answer: Closing): Promise<void> {
    return this.#hold((done) => {
      answer.once('close', done);
      return () => undefined;
    });
  }

  release(): void {
    this.#released = true;
    for (const done of [...this.#waiting]) done();
  }

  #hold(start: (done: () => void) => () => void): Promise<void> {
    if (this.#released) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        stop();
        resolve();
      };
      const stop = start(done);
      this.#waiting.add(done);
    });
  }
}
