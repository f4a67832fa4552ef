import { readToken, trimToken } from '../access-token.js';
import { withDeadline } from '../deadline.js';
import { BytedeskError } from '../errors.js';
import { askForToken, type TokenProvider } from './token-provider.js';

/** A token in use, and what became of it. */
export interface HeldToken {
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number | null;
  /** The desk took it at least once. */
  worked: boolean;
  refused: boolean;
  /** Its end was told to the client's listeners. */
  told: boolean;
}

export interface TokenSourceOptions {
  readonly token?: string | null;
  readonly tokenProvider?: TokenProvider | null;
  /** Milliseconds until an answer of the provider is given up. */
  readonly timeoutMs: number;
}

const NEAR_END_MS = 30_000;

/** The token of a client: a given one, or what the provider answers, asked once for all callers that wait. */
export class TokenSource {
  readonly #provider: TokenProvider | null;
  readonly #timeoutMs: number;
  #held: HeldToken | null;
  #pending: Promise<HeldToken> | undefined;

  /** @throws BytedeskError `token-malformed` */
  constructor({ token, tokenProvider, timeoutMs }: TokenSourceOptions) {
    this.#provider = tokenProvider ?? null;
    this.#timeoutMs = timeoutMs;
    this.#held = this.#provider !== null || token === undefined || token === null ? null : hold(token);
  }

  get isEmpty(): boolean {
    return this.#held === null && this.#provider === null;
  }

  /** The token for the next call. @throws BytedeskError `token-missing`, `token-source-failed` and the like */
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

  /** Another token than a refused one, or `null` if there is none to be had. */
  async instead(refused: HeldToken, signal?: AbortSignal): Promise<HeldToken | null> {
    if (this.#provider === null) return null;
    const next = await this.get(signal);
    return next.refused || next.value === refused.value ? null : next;
  }

  /** Goes on with this token. A provider stays the one source. */
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
      // A token that is still good for a while is better than none.
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
  return { value, endsAt, worked: false, refused: false, told: false };
}

function isNearEnd({ endsAt }: HeldToken): boolean {
  return endsAt !== null && endsAt - Date.now() < NEAR_END_MS;
}
