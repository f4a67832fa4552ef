import {
  askForToken,
  isSignedOutStatus,
  notSignedIn,
  sourceFailed,
  type TokenProvider,
  type TokenReason,
} from '../api/token-provider.js';
import { BytedeskError } from '../errors.js';
import { isoDate } from '../iso-date.js';

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
 * Asks the host's endpoint for a token. The request follows no redirect: it would be repeated at a sign-in page, or at
 * another server, whose answer is not the endpoint's.
 *
 * @throws BytedeskError `token-source-failed`; final where the endpoint says that nobody is signed in
 */
export async function fetchToken(request: TokenUrlRequest): Promise<TokenAnswer> {
  const { url, credentials, signal } = request;
  const response = await fetch(url, {
    method: 'POST',
    // The second header tells a token request from a forged one that a page makes a browser send to another handler.
    headers: { 'content-type': 'application/json', 'x-bytedesk-embed': 'token' },
    body: await bodyOf(request),
    credentials,
    cache: 'no-store',
    redirect: 'manual',
    signal,
  });
  const { ok, status, type, headers } = response;
  if (type === 'opaqueredirect' || response.redirected || (status >= 300 && status < 400))
    throw notSignedIn('redirects', status || undefined);
  if (isSignedOutStatus(status)) throw notSignedIn('refused', status);
  if (!ok) throw sourceFailed('failed', status);
  const token = tokenIn(await response.text(), status, headers);
  // A header of another origin, if readable at all, is no better than the page's own clock.
  return { token, serverNow: type === 'basic' ? Date.parse(headers.get('date') ?? '') : NaN };
}

/** Written by hand: `JSON.stringify` calls `toJSON`, which old scripts put on the prototypes of texts and dates. */
async function bodyOf({ reason, expiresAt, held }: TokenNeed): Promise<string> {
  const hash = await hashOf(held);
  // A date before 1970 is a token's mistake, and has no form that every endpoint reads.
  const end = expiresAt !== null && expiresAt.getTime() >= 0 ? `"${isoDate(expiresAt)}"` : 'null';
  return `{"reason":"${reason}","expiresAt":${end}${hash === '' ? '' : `,"tokenHash":"${hash}"`}}`;
}

/** Words by which a success says that nobody is signed in. */
const SIGNED_OUT_WORDS =
  /unauth|not.?(?:logged|signed)|(?:log|sign).?in.(?:req|first|again)|please.(?:log|sign)|session.+(?:expired|timed? ?out)|[未请請新].{0,2}登/i;

/** The token in a success. @throws BytedeskError where it holds none */
function tokenIn(text: string, status: number, headers: Headers): string {
  const isPage = /html/i.test(headers.get('content-type') ?? '') || /^\s*</.test(text);
  if (isPage) throw notSignedIn('answered with a page', status);
  // ASP.NET answers requests of scripts with a success whose header says 401.
  if (/"status":\s*40[13]/.test(headers.get('x-responded-json') ?? '')) throw notSignedIn('refused', status);
  // An empty success is how some hosts answer those who are not signed in.
  if (status === 204 || status === 205) throw notSignedIn('answered with nothing', status);
  let answer: Answer | string | number | null;
  try {
    answer = JSON.parse(text) as typeof answer;
  } catch {
    if (SIGNED_OUT_WORDS.test(text.slice(0, 200))) throw notSignedIn('refused', status);
    throw sourceFailed('answered with something other than JSON', status);
  }
  const { accessToken, code, data } = Object(answer) as Answer;
  const token = accessToken ?? (code === 200 ? data?.accessToken : undefined);
  if (typeof token === 'string') return token;
  if (saysSignedOut(answer)) throw notSignedIn('answered with no token', status);
  throw sourceFailed('answered with no token', status);
}

/**
 * True for an answer that is nothing (`null`, `false`, WordPress's 0 and -1), gives the token as `null`, or says why there is
 * none in one of the members by which errors are told.
 */
function saysSignedOut(answer: Answer | string | number | null): boolean {
  if (typeof answer !== 'object' || answer === null) return !answer || answer === -1 || saysSo(answer);
  const { accessToken, code, status, error, message, msg } = answer;
  return (
    accessToken === null || saysSo(code) || saysSo(status) || saysSo(error) || saysSo(message) || saysSo(msg)
  );
}

const saysSo = (value: unknown): boolean =>
  isSignedOutStatus(Number(value)) || (typeof value === 'string' && SIGNED_OUT_WORDS.test(value));

/** What an endpoint may answer with: a token, the desk's own envelope around one, or an error told with a success. */
interface Answer {
  readonly code?: unknown;
  readonly accessToken?: unknown;
  readonly data?: { readonly accessToken?: unknown } | null;
  readonly status?: unknown;
  readonly error?: unknown;
  readonly message?: unknown;
  readonly msg?: unknown;
}

/** SHA-256 in lower-case hex, by which the endpoint knows which token is meant; empty where the page cannot compute it. */
async function hashOf(token: string | null): Promise<string> {
  if (token === null) return '';
  try {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
    let hex = '';
    // Not `Array.from`, which old scripts replace by one that takes no typed array.
    for (let i = 0; i < digest.length; i += 1) hex += (0x100 + (digest[i] ?? 0)).toString(16).slice(1);
    return hex;
  } catch {
    // `crypto.subtle` is missing outside secure contexts.
    return '';
  }
}
