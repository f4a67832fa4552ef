import { BytedeskError } from '../errors.js';

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
