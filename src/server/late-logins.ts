// Waits for the desk's answers to logins that have timed out. Each of them may still bring a token, which must be known
// to be revoked.

/**
 * Milliseconds for which an answer is waited for after the page has been told that the desk is too slow. Node's own
 * `fetch` ends a request after that time, and so do most proxies.
 */
export const LATE_MS = 300_000;

/** Each late login holds a connection to the desk, so only so many are waited for. */
const MOST_LATE = 256;

/** The logins that are late, in the order in which they became it. */
export class LateLogins {
  readonly #endings = new Set<() => void>();

  /**
   * Counts a login as late until it has ended. If there are too many, the oldest one is ended.
   *
   * @param end makes the login reject at once
   */
  async add<T>(login: Promise<T>, end: () => void): Promise<T> {
    this.#endings.add(end);
    if (this.#endings.size > MOST_LATE) this.#endOldest();
    try {
      return await login;
    } finally {
      this.#endings.delete(end);
    }
  }

  #endOldest(): void {
    for (const end of this.#endings) {
      // It is taken off at once, since others may become late before its rejection is noticed.
      this.#endings.delete(end);
      return end();
    }
  }
}
