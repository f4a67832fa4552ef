import { BytedeskError } from '../errors.js';

export interface DeskCall {
  /** Base URL of the API. */
  readonly api: URL;
  /** Path below it, with the leading slash. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly token: string;
  /** Milliseconds until the call is given up, default 10 seconds. */
  readonly timeoutMs?: number;
  /** The caller's own end of it. */
  readonly signal?: AbortSignal;
}

/** What the desk makes of a call. */
export interface DeskVerdict {
  /** 200 is success and nothing else is; 0 stands for an answer that is not the desk's JSON. */
  readonly verdict: number;
  /** What came with a success, not checked. */
  readonly data?: unknown;
}

export const DEFAULT_TIMEOUT_MS = 10_000;

/** How every request to the desk is made. */
export const DESK_REQUEST = {
  credentials: 'omit', // the desk's CORS rules refuse cookies
  cache: 'no-store',
  redirect: 'error', // a redirect would carry the token to wherever it points
  referrerPolicy: 'origin',
} as const;

/**
 * One call to the desk's API of which only the verdict counts.
 *
 * The desk tells many failures with HTTP 200 and a `code` of its own in the body (ByteDesk server, 2026), so the verdict
 * is that `code` where the HTTP status is a success, else the status: 200 is success and nothing else is.
 * An answer that is not the desk's JSON has the verdict 0.
 * @throws BytedeskError `network` or `timeout`; what `fetch` threw is not handed on, since it may quote the request
 */
export async function callDesk({
  api,
  path,
  method,
  token,
  timeoutMs = DEFAULT_TIMEOUT_MS,
  signal,
}: DeskCall): Promise<DeskVerdict> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  signal?.addEventListener('abort', () => timeout.abort());
  try {
    const response = await fetch(api.href.replace(/\/$/, '') + path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...DESK_REQUEST,
      keepalive: method === 'POST', // a logout is often followed by leaving the page
      signal: timeout.signal,
    });
    if (!response.ok) return { verdict: response.status };
    return verdictOf(await response.text());
  } catch {
    if (timeout.signal.aborted) throw new BytedeskError('timeout', 'The desk did not answer in time.');
    throw new BytedeskError('network', 'The desk could not be reached.');
  } finally {
    clearTimeout(timer);
  }
}

function verdictOf(answer: string): DeskVerdict {
  try {
    const { code, data } = JSON.parse(answer) as { code?: unknown; data?: unknown };
    return { verdict: Number(code) || 0, data };
  } catch {
    return { verdict: 0 };
  }
}

/**
 * Revokes a token at the desk. Done, too, if the desk says that it is no longer valid (401).
 * Ends this one token only: the session that a console made of it goes on.
 *
 * @throws BytedeskError `network`, `timeout`, or `server-error` with the verdict as `deskCode`
 */
export async function revokeToken(api: URL, token: string, timeoutMs?: number): Promise<void> {
  const { verdict } = await callDesk({ api, path: '/api/v1/user/logout', method: 'POST', token, timeoutMs });
  if (verdict === 200 || verdict === 401) return;
  throw new BytedeskError('server-error', `The desk did not revoke the token (${verdict}).`, {
    deskCode: verdict,
  });
}
