// The events that the `log` option of the token endpoint gets.

import type { EndpointCode } from './answers.js';

/**
 * An event for the `log` option. It names users by the host's `id`, and holds no password, token, address or foreign
 * text.
 */
export type LogEvent =
  /** A token was handed out. */
  | { readonly type: 'token'; readonly user: string; readonly source: 'cache' | 'login' }
  /** The desk refused a login, or did not answer. */
  | { readonly type: 'login-failed'; readonly user: string; readonly code: EndpointCode }
  /** A login had no answer for minutes. The desk may have made a token that nobody here knows. */
  | { readonly type: 'login-lost'; readonly user: string }
  /** A login was not tried, because earlier ones had failed or were too many. */
  | { readonly type: 'login-held-back'; readonly user: string; readonly code: EndpointCode }
  /** A token was revoked at the desk, or could not be and is still valid there. */
  | { readonly type: 'revoked'; readonly user: string }
  | { readonly type: 'revoke-failed'; readonly user: string; readonly code: EndpointCode }
  /** The user's tokens were forgotten at their logout. */
  | { readonly type: 'logout'; readonly user: string }
  /** The logout handler was made with another options object than the token handler, so it knows of no token. */
  | { readonly type: 'not-shared' }
  /** A request got an answer other than success. */
  | { readonly type: 'refused'; readonly status: number; readonly code: EndpointCode }
  /** A function of the host threw; `error` is the class of what it threw. */
  | { readonly type: 'host-failed'; readonly option: 'authorize' | 'credentials'; readonly error: string }
  /** The storage does not answer, answers again, or holds something that the key does not open. */
  | { readonly type: 'storage-down' | 'storage-up' | 'storage-unreadable' };

export type Log = (event: LogEvent) => void;

/** Calls the host's `log`. A failure of the host's function must not become one of the endpoint. */
export function safeLog(log: ((event: LogEvent) => unknown) | undefined): Log {
  if (!log) return () => undefined;
  return (event) => {
    try {
      // If the function is async, its rejection must not end the process.
      Promise.resolve(log(event)).catch(() => {});
    } catch {
      // The host's logging itself has failed, so there is nowhere to report it.
    }
  };
}
