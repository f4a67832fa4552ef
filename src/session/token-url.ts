// Asks a token URL for a token, and decides whether its answer is acceptable: the status, the redirect, the type and the
// form, and the many ways of saying that nobody is signed in. `token-sources.ts` calls it.

import { isSignedOutStatus, notSignedIn, sourceFailed, type TokenReason } from '../api/token-provider.js';
import { isoDate } from '../iso-date.js';

/** The request for a token, as the sources learn of it. */
export interface TokenNeed {
  readonly reason: TokenReason;
  readonly expiresAt: Date | null;
  /** The present token, of which only the hash is sent. */
  readonly held: string | null;
}

export interface TokenAnswer {
  readonly token: string;
  /** The time by the endpoint's clock, milliseconds since 1970; NaN where the page cannot read it. */
  readonly serverNow: number;
}

export interface TokenUrlRequest extends TokenNeed {
  readonly url: string;
  readonly credentials: RequestCredentials;
  readonly signal: AbortSignal;
}

/**
 * Asks the host's endpoint for a token. The request follows no redirect, which would repeat it at a sign-in page or at
 * another server, whose answer is not the endpoint's.
 *
 * @throws BytedeskError `token-source-failed`; final where the endpoint says that nobody is signed in
 */
export async function fetchToken(request: TokenUrlRequest): Promise<TokenAnswer> {
  const { url, credentials, signal } = request;
  const response = await fetch(url, {
    method: 'POST',
    // The second header distinguishes a token request from one that a page makes a browser send to another handler.
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
  // A header of another origin, if it can be read at all, is no better than the page's own clock.
  return { token, serverNow: type === 'basic' ? Date.parse(headers.get('date') ?? '') : NaN };
}

/**
 * Writes the body by hand, since `JSON.stringify` calls `toJSON`, which old scripts put on the prototypes of texts and
 * dates.
 */
async function bodyOf({ reason, expiresAt, held }: TokenNeed): Promise<string> {
  const hash = await hashOf(held);
  // A date before 1970 is a mistake in the token, and some endpoints cannot read its form.
  const end = expiresAt !== null && expiresAt.getTime() >= 0 ? `"${isoDate(expiresAt)}"` : 'null';
  return `{"reason":"${reason}","expiresAt":${end}${hash === '' ? '' : `,"tokenHash":"${hash}"`}}`;
}

/** Words in a success that mean that nobody is signed in. */
const SIGNED_OUT_WORDS =
  /unauth|not.?(?:logged|signed)|(?:log|sign).?in.(?:req|first|again)|please.(?:log|sign)|session.+(?:expired|timed? ?out)|[未请請新].{0,2}登/i;

/** Gives the token in a success. @throws BytedeskError where it holds none */
function tokenIn(text: string, status: number, headers: Headers): string {
  const isPage = /html/i.test(headers.get('content-type') ?? '') || /^\s*</.test(text);
  if (isPage) throw notSignedIn('answered with a page', status);
  // ASP.NET answers requests of scripts with a success whose header says 401.
  if (/"status":\s*40[13]/.test(headers.get('x-responded-json') ?? '')) throw notSignedIn('refused', status);
  // Some hosts answer a user who is not signed in with an empty success.
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
 * True for an answer that means nothing (`null`, `false`, WordPress's 0 and -1), that gives the token as `null`, or
 * that names the reason in one of the usual members for errors.
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

/** An endpoint's answer: a token, the desk's own envelope around one, or an error that came as a success. */
interface Answer {
  readonly code?: unknown;
  readonly accessToken?: unknown;
  readonly data?: { readonly accessToken?: unknown } | null;
  readonly status?: unknown;
  readonly error?: unknown;
  readonly message?: unknown;
  readonly msg?: unknown;
}

/**
 * Gives the SHA-256 in lower-case hex, by which the endpoint knows which token is meant; empty where the page cannot
 * compute it.
 */
async function hashOf(token: string | null): Promise<string> {
  if (token === null) return '';
  try {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
    let hex = '';
    // A loop is used, since old scripts replace `Array.from` by one that accepts no typed array.
    for (let i = 0; i < digest.length; i += 1) hex += (0x100 + (digest[i] ?? 0)).toString(16).slice(1);
    return hex;
  } catch {
    // `crypto.subtle` is missing outside secure contexts.
    return '';
  }
}
