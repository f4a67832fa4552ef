// Makes one request to the desk: every request of this library, of the client, the session's probe, sign-outs and the
// token endpoint, has the options that are set here.

import { type Deadline, withDeadline } from '../deadline.js';
import { BytedeskError } from '../errors.js';
import { type DeskAnswer, readAnswer } from './desk-answer.js';

export type DeskMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface DeskRequest extends Deadline {
  readonly url: string;
  readonly method: DeskMethod;
  /** A token to send as Bearer. */
  readonly token?: string;
  /** The body as JSON text. */
  readonly body?: string;
  /** Whether the request is to outlive the page. */
  readonly keepalive?: boolean;
  readonly fetch?: typeof globalThis.fetch;
}

/** Milliseconds after which a request ends with `timeout`, unless its caller says otherwise. */
export const DEFAULT_TIMEOUT_MS = 10_000;

/** The options of every request to the desk. */
const fixed = (): RequestInit => ({
  credentials: 'omit', // The desk's CORS rules refuse cookies.
  // A redirect is not followed, and is refused below: it would carry the token to wherever it points. The value `error`
  // means the same, but Cloudflare's workers refuse it.
  redirect: 'manual',
  referrerPolicy: 'origin',
  // Cloudflare's workers with an older compatibility date refuse this option, and their requests lack the property as
  // well.
  ...('cache' in Request.prototype && { cache: 'no-store' }),
});

const isRedirect = ({ type, status }: Response): boolean =>
  type === 'opaqueredirect' || (status >= 300 && status < 400);

/** The address of an endpoint below the API's base. @param path with the leading slash */
export const deskUrl = (api: URL, path: string): string => api.href.replace(/\/$/, '') + path;

/**
 * Makes one request to the desk and reads its answer, whatever it says.
 *
 * @throws BytedeskError `network`, `timeout` or `aborted`; none holds what `fetch` threw, since that may quote the
 * request
 */
export async function requestDesk(request: DeskRequest): Promise<DeskAnswer> {
  const { url, method, token, body, keepalive = false, timeoutMs = DEFAULT_TIMEOUT_MS, signal } = request;
  const { fetch = (...call: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...call) } = request;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  return withDeadline(
    async (ended) => {
      try {
        const response = await fetch(url, { ...fixed(), method, headers, body, keepalive, signal: ended });
        if (isRedirect(response)) throw new TypeError('Redirects are not followed.');
        return readAnswer(response.status, await response.text());
      } catch {
        throw new BytedeskError(
          'network',
          'The desk could not be reached. Check its address and the connection.',
        );
      }
    },
    { timeoutMs, signal },
  );
}
