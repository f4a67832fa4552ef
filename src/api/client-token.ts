// The token of a `DeskClient`. The elements do not use it: theirs is renewed by `session/`.

import { readToken, trimToken } from '../access-token.js';
import { withDeadline } from '../deadline.js';
import { BytedeskError } from '../errors.js';
import { askForToken, type TokenProvider } from './token-provider.js';

/** A token in use, and what has become of it. */
export interface HeldToken {
  readonly value: string;
  /** The end that the token itself names, milliseconds since 1970. */
  readonly endsAt: number | null;
  /** Whether the desk has accepted it at least once. */
  worked: boolean;
  refused: boolean;
  /** Whether the client has told its listeners of the token's end. */
  isReported: boolean;
}

export interface ClientTokenOptions {
  readonly token?: string | null;
  readonly tokenProvider?: TokenProvider | null;
  /** Milliseconds after which an answer of the provider comes too late. */
  readonly timeoutMs: number;
}

const NEAR_END_MS = 30_000;

/**
 * The token of a client: either a given one, or the provider's answer, for which all waiting callers share one
 * question.
 */
export class ClientToken {
  readonly #provider: TokenProvider | null;
  readonly #timeoutMs: number;
  #held: HeldToken | null;
  #pending: Promise<HeldToken> | undefined;

  /** @throws BytedeskError `token-malformed` */
  constructor({ token, tokenProvider, timeoutMs }: ClientTokenOptions) {
    this.#provider = tokenProvider ?? null;
    this.#timeoutMs = timeoutMs;
    this.#held = this.#provider !== null || token === undefined || token === null ? null : hold(token);
  }

  get isEmpty(): boolean {
    return this.#held === null && this.#provider === null;
  }

  /** Gives the token for the next call. @throws BytedeskError `token-missing`, `token-source-failed` and the like */
  async get(signal?: AbortSignal): Promise<HeldToken> {
    const held = this.#held;
    const provider = this.#provider;
    if (provider === null) {
      if (held === null) throw new BytedeskError('token-missing', 'There is no token; log in first.');
      return held;
    }
    if (held !== null && !held.refused && !isNearEnd(held)) return held;
    return withDeadline(() => (this.#pending ??= this.#ask(provider, held)), { signal });
  }

  /** Gives another token than a refused one, or `null` if there is none. */
  async instead(refused: HeldToken, signal?: AbortSignal): Promise<HeldToken | null> {
    if (this.#provider === null) return null;
    const next = await this.get(signal);
    return next.refused || next.value === refused.value ? null : next;
  }

  /** Continues with this token, unless there is a provider: then the provider stays the only source. */
  use(token: string): void {
    if (this.#provider === null) this.#held = hold(token);
  }

  /** Forgets the token. */
  forget(): void {
    this.#held = null;
  }

  async #ask(provider: TokenProvider, last: HeldToken | null): Promise<HeldToken> {
    const reason = last === null ? 'initial' : last.refused ? 'rejected' : 'renew';
    const expiresAt = last === null || last.endsAt === null ? null : new Date(last.endsAt);
    try {
      const ask = (signal: AbortSignal): unknown => provider({ reason, expiresAt, signal });
      const value = await askForToken(ask, { timeoutMs: this.#timeoutMs });
      this.#held = last !== null && value === last.value ? last : hold(value);
      return this.#held;
    } catch (error) {
      // A token that is valid for a little longer is better than none.
      if (last !== null && reason === 'renew' && (last.endsAt ?? 0) > Date.now()) return last;
      throw error;
    } finally {
      this.#pending = undefined;
    }
  }
}

/** @throws BytedeskError `token-malformed` */
function hold(token: unknown): HeldToken {
  const value = trimToken(String(token));
  const endsAt = readToken(value).expiresAt?.getTime() ?? null;
  return { value, endsAt, worked: false, refused: false, isReported: false };
}

function isNearEnd({ endsAt }: HeldToken): boolean {
  return endsAt !== null && endsAt - Date.now() < NEAR_END_MS;
}
