import { randomBytes } from 'node:crypto';

interface Session {
  readonly userId: string;
  readonly endsAtMs: number;
}

interface SessionsOptions {
  readonly lifeSeconds: number;
  readonly now?: () => number;
}

/** Who is signed in to the host app. The browser holds a random id and nothing else. */
export class Sessions {
  readonly lifeSeconds: number;
  readonly #now: () => number;
  readonly #sessions = new Map<string, Session>();

  constructor({ lifeSeconds, now = Date.now }: SessionsOptions) {
    this.lifeSeconds = lifeSeconds;
    this.#now = now;
  }

  /** Always under a new id: one that somebody planted in a browser must not become a signed-in one. */
  start(userId: string): string {
    this.#sweep();
    const id = randomBytes(32).toString('base64url');
    this.#sessions.set(id, { userId, endsAtMs: this.#now() + this.lifeSeconds * 1000 });
    return id;
  }

  /** The user's id, or undefined for a session that is over or never was. */
  userOf(id: string): string | undefined {
    this.#sweep();
    return this.#sessions.get(id)?.userId;
  }

  end(id: string): void {
    this.#sessions.delete(id);
  }

  #sweep(): void {
    for (const [id, { endsAtMs }] of this.#sessions) if (endsAtMs <= this.#now()) this.#sessions.delete(id);
  }
}
