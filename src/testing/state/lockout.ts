// Counts wrong passwords.

const MAX_TRIES = 3;
const LOCK_MS = 10 * 60_000;

/** The result of a wrong password: tries that are left, or a wait in minutes. */
export type Refusal = { readonly triesLeft: number } | { readonly lockedMinutes: number };

/** Counts wrong passwords by user name. After three tries the name is locked for ten minutes. */
export class LoginLockout {
  readonly #failures = new Map<string, { count: number; lockedUntilMs: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  clear(): void {
    this.#failures.clear();
  }

  fail(username: string): Refusal {
    const known = this.#failures.get(username);
    const isOver = known && known.lockedUntilMs > 0 && known.lockedUntilMs <= this.#now();
    const entry = !known || isOver ? { count: 0, lockedUntilMs: 0 } : known;
    entry.count += 1;
    if (entry.count >= MAX_TRIES && entry.lockedUntilMs === 0) entry.lockedUntilMs = this.#now() + LOCK_MS;
    this.#failures.set(username, entry);
    if (entry.lockedUntilMs === 0) return { triesLeft: MAX_TRIES - entry.count };
    return { lockedMinutes: Math.ceil((entry.lockedUntilMs - this.#now()) / 60_000) };
  }

  succeed(username: string): void {
    this.#failures.delete(username);
  }
}
