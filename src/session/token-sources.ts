import { askForToken, sourceFailed, type TokenProvider, type TokenReason } from '../api/token-provider.js';
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

/** Why a token is needed. */
export interface TokenNeed {
  readonly reason: TokenReason;
  readonly expiresAt: Date | null;
  /** The token that is held; only its hash is sent. */
  readonly held: string | null;
}

export interface TokenAnswer {
  readonly token: string;
  /** The endpoint's clock, milliseconds since 1970; NaN where the page cannot read it. */
  readonly serverNow: number;
}

/** Silence of a source that counts as a failure. */
const TIMEOUT_MS = 15_000;

/**
 * Asks for a token: the host's answer to `bytedesk-token-expiring` if there is one, else its provider, else its URL.
 *
 * @throws BytedeskError `token-source-failed`, or the one that the source itself threw
 */
export async function requestToken(
  { provider, tokenUrl, credentials }: SessionSettings,
  need: TokenNeed,
  hostAnswer: Promise<unknown> | undefined,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  let serverNow = NaN;
  const ask = async (run: (signal: AbortSignal) => unknown): Promise<TokenAnswer> => {
    try {
      const token = await askForToken(run, { signal, timeoutMs: TIMEOUT_MS });
      return { token, serverNow };
    } catch (error) {
      throw error instanceof BytedeskError && error.code === 'timeout'
        ? sourceFailed('did not answer in time')
        : error;
    }
  };
  if (hostAnswer !== undefined) {
    try {
      return await ask(() => hostAnswer);
    } catch (error) {
      if (provider === null && tokenUrl === null) throw error;
    }
  }
  const { reason, expiresAt } = need;
  if (provider !== null) return ask((asking) => provider({ reason, expiresAt, signal: asking }));
  if (tokenUrl === null) throw sourceFailed('is missing');
  return ask(async (asking) => {
    const answer = await fetchToken({ url: tokenUrl, credentials, ...need, signal: asking });
    ({ serverNow } = answer);
    return answer.token;
  });
}

export interface TokenUrlRequest extends TokenNeed {
  readonly url: string;
  readonly credentials: RequestCredentials;
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

/** What an endpoint may answer with: a token, or the desk's own envelope around one. */
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
