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
  // Rails refuses the form token of a session that has ended by a page of this status.
  if (isSignedOutStatus(status) || (status === 422 && isPage(headers))) throw notSignedIn('refused', status);
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

/**
 * Words in a success that mean that nobody is signed in. They are no wider than they must be, since a service that is
 * too slow, or a sign-in at the desk that failed, is worth another try.
 */
const SIGNED_OUT_WORDS =
  /unauth|not.?(?:logged|signed|authenticated)|did not login|(?:(?:log|sign).?in|authentication).(?:is.)?(?:required|first|again)|please.(?:log|sign)|invalid.session|(?:session|token|jwt)(?:.(?:has|is|already))*.?(?:expired|timed?.?out|invalid)|[未请請新].{0,2}登|[没沒]有?登|(?:登.|[会會][话話])[\s状狀态態信息已经經]*[超逾][时時]|(?:登.|[会會][话話]|token|令牌)[\s状狀态態信息已经經]*(?:[过過逾]期|失效)/i;

const isPage = (headers: Headers): boolean => /html/i.test(headers.get('content-type') ?? '');

/** Gives the token in a success. @throws BytedeskError where it holds none */
function tokenIn(text: string, status: number, headers: Headers): string {
  if (isPage(headers) || /^\s*</.test(text)) throw notSignedIn('answered with a page', status);
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
const saysSignedOut = (answer: Answer | string | number | null): boolean =>
  !answer || answer === -1 || (answer as Answer).accessToken === null || saysSo(answer);

/** The members in which hosts name a reason. `error` may be an object of such members. */
const REASONS = ['code', 'status', 'error', 'message', 'msg', 'errcode', 'errmsg'];

const saysSo = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? REASONS.some((name) => saysSo((value as Readonly<Record<string, unknown>>)[name]))
    : isSignedOutStatus(Number(value)) || (typeof value === 'string' && SIGNED_OUT_WORDS.test(value));

/** An endpoint's answer: a token, the desk's own envelope around one, or an error that came as a success. */
interface Answer {
  readonly code?: unknown;
  readonly accessToken?: unknown;
  readonly data?: { readonly accessToken?: unknown } | null;
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
