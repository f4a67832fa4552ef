import { withDeadline } from '../deadline.js';
import type { TokenProvider } from '../api/token-source.js';
import { BytedeskError } from '../errors.js';

/** Where tokens come from, and where they go. The same for all elements that share a session. */
export interface SessionSettings {
  /** The consoles' origin. */
  readonly desk: string;
  readonly api: URL;
  readonly provider: TokenProvider | null;
  /** Absolute; a provider wins over it. */
  readonly tokenUrl: string | null;
  readonly credentials: RequestCredentials;
}

export const hasSource = (settings: SessionSettings | undefined): boolean =>
  settings !== undefined && (settings.provider !== null || settings.tokenUrl !== null);

export interface TokenNeed {
  /** `initial`: there is none yet. `renew`: the last one is near its end. `rejected`: the desk refused it. */
  readonly reason: 'initial' | 'renew' | 'rejected';
  readonly expiresAt: Date | null;
  readonly held: string | null;
}

const TIMEOUT_MS = 15_000;

/**
 * Asks for a token: the host's answer to `bytedesk-token-expiring` if there is one, else its provider, else its URL.
 *
 * @throws BytedeskError `token-source-failed`, or one that the source itself threw
 */
export async function requestToken(
  { provider, tokenUrl, credentials }: SessionSettings,
  demand: TokenNeed,
  hostAnswer: Promise<unknown> | undefined,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  const { reason, expiresAt, held } = demand;
  const ask = async (run: (signal: AbortSignal) => unknown): Promise<TokenAnswer> => {
    try {
      const read = async (signal: AbortSignal): Promise<unknown> => run(signal);
      const token = await withDeadline(read, { signal, timeoutMs: TIMEOUT_MS });
      if (typeof token === 'string' && token !== '') return { token, serverNow: NaN };
    } catch (error) {
      // What a source throws is not handed on, unless it is our own: it may quote its request.
      if (error instanceof BytedeskError && error.code !== 'timeout') throw error;
      throw sourceFailed('failed or did not answer in time');
    }
    throw sourceFailed('gave no token but something else');
  };
  if (hostAnswer !== undefined) {
    try {
      return await ask(() => hostAnswer);
    } catch (error) {
      if (provider === null && tokenUrl === null) throw error;
    }
  }
  if (provider !== null) return ask((signal) => provider({ reason, expiresAt, signal }));
  if (tokenUrl === null) throw sourceFailed('is missing');
  let serverNow = NaN;
  const { token } = await ask(async (signal) => {
    const answer = await fetchToken({ url: tokenUrl, credentials, reason, expiresAt, held, signal });
    ({ serverNow } = answer);
    return answer.token;
  });
  return { token, serverNow };
}

export interface TokenAnswer {
  readonly token: string;
  /** The endpoint's clock, milliseconds since 1970; NaN where the page cannot read it. */
  readonly serverNow: number;
}

export interface TokenUrlRequest {
  readonly url: string;
  readonly credentials: RequestCredentials;
  readonly reason: 'initial' | 'renew' | 'rejected';
  readonly expiresAt: Date | null;
  /** The token that is held; only its hash is sent. */
  readonly held: string | null;
  readonly signal: AbortSignal;
}

/**
 * Asks the host's endpoint for a token.
 *
 * @throws BytedeskError `token-source-failed`, with the endpoint's HTTP status where it answered: 401 and 403 are final
 */
export async function fetchToken(request: TokenUrlRequest): Promise<TokenAnswer> {
  const { url, credentials, reason, expiresAt, held, signal } = request;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reason, expiresAt, tokenHash: await hashOf(held) }),
    credentials,
    cache: 'no-store',
    signal,
  });
  const { ok, status, type, headers } = response;
  const answer = (ok ? await response.json() : null) as Answer | null;
  const token = answer?.accessToken ?? (answer?.code === 200 ? answer.data?.accessToken : undefined);
  if (typeof token !== 'string') throw sourceFailed('answered with no token', status);
  // A header of another origin, if readable at all, is no better than the page's own clock.
  return { token, serverNow: type === 'basic' ? Date.parse(headers.get('date') ?? '') : NaN };
}

/** Never with a cause: what a source throws may quote its request or its answer. */
export const sourceFailed = (what: string, status?: number): BytedeskError =>
  new BytedeskError('token-source-failed', `The token source ${what}.`, { status });

interface Answer {
  readonly code?: unknown;
  readonly accessToken?: unknown;
  readonly data?: { readonly accessToken?: unknown } | null;
}

/** SHA-256 in lower-case hex, by which the endpoint knows which token is meant; only in secure contexts. */
async function hashOf(token: string | null): Promise<string | undefined> {
  if (token === null || !globalThis.crypto?.subtle) return undefined;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
