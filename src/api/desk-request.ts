import { BytedeskError, type ErrorCode } from '../errors.js';

/** The desk's answer to every call: success is HTTP 2xx **and** `code` 200. */
export interface DeskEnvelope {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
}

export interface DeskRequest {
  /** Base URL of the API. */
  readonly api: URL;
  /** Path below it, with the leading slash. */
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly token?: string;
  readonly body?: unknown;
  /** Milliseconds until the call is given up, default 10 seconds. */
  readonly timeoutMs?: number;
  /** Lets the request outlive the page, for a logout just before a redirect. */
  readonly keepalive?: boolean;
  readonly fetch?: typeof globalThis.fetch;
}

const DEFAULT_TIMEOUT_MS = 10_000;

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
};

/**
 * One call to the desk's API.
 *
 * The desk answers many failures with HTTP 200 and tells them in `code` only (ByteDesk server, 2026), so both count.
 * Cookies are never sent: the desk's CORS rules refuse them.
 * @throws BytedeskError `network`, `timeout`, `unauthorized`, `forbidden`, `not-found` or `server-error`
 */
export async function deskRequest(request: DeskRequest): Promise<unknown> {
  const {
    api,
    path,
    method = 'GET',
    token,
    body,
    timeoutMs = DEFAULT_TIMEOUT_MS,
    keepalive = false,
  } = request;
  const send = request.fetch ?? globalThis.fetch;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';

  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  let status: number;
  let answer: string;
  try {
    const response = await send(`${api.origin}${api.pathname.replace(/\/$/, '')}${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error', // a redirect would carry the token to wherever it points
      referrerPolicy: 'origin',
      keepalive,
      signal: timeout.signal,
    });
    status = response.status;
    answer = await response.text();
  } catch {
    // What fetch throws is not handed on: some engines put the whole request into its text.
    if (timeout.signal.aborted) throw new BytedeskError('timeout', 'The desk did not answer in time.');
    throw new BytedeskError('network', 'The desk could not be reached.');
  } finally {
    clearTimeout(timer);
  }

  const envelope = readEnvelope(answer);
  if (status >= 200 && status < 300 && envelope?.code === 200) return envelope.data;
  const verdict = status === 200 && envelope !== undefined ? envelope.code : status;
  throw new BytedeskError(CODES[verdict] ?? 'server-error', `The desk refused the call (${verdict}).`, {
    status,
    deskCode: envelope?.code,
    deskMessage: envelope?.message.startsWith('i18n.') ? undefined : envelope?.message,
  });
}

function readEnvelope(text: string): DeskEnvelope | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { code, message, data } = value as Partial<DeskEnvelope>;
    return typeof code === 'number'
      ? { code, message: typeof message === 'string' ? message : '', data }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Revokes a token at the desk. Done, too, if the desk says that it is no longer valid (401).
 * Ends this one token only: the session that a console made of it goes on.
 */
export async function revokeToken(api: URL, token: string, fetch?: typeof globalThis.fetch): Promise<void> {
  try {
    await deskRequest({
      api,
      path: '/api/v1/user/logout',
      method: 'POST',
      token,
      body: {},
      keepalive: true,
      fetch,
    });
  } catch (error) {
    if (!(error instanceof BytedeskError && error.code === 'unauthorized')) throw error;
  }
}
