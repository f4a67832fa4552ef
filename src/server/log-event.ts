import type { EndpointCode } from './answers.js';

/** What the `log` option hears. Names users by the host's `id`; holds no password, token, address or foreign text. */
export type LogEvent =
  /** A token was handed out. */
  | { readonly type: 'token'; readonly user: string; readonly source: 'cache' | 'login' }
  /** The desk refused a login, or could not be asked. */
  | { readonly type: 'login-failed'; readonly user: string; readonly code: EndpointCode }
  /** A login was not tried, since earlier ones had failed. */
  | { readonly type: 'login-held-back'; readonly user: string; readonly code: EndpointCode }
  /** A token was revoked at the desk, or could not be: then it lives on there. */
  | { readonly type: 'revoked'; readonly user: string }
  | { readonly type: 'revoke-failed'; readonly user: string; readonly code: EndpointCode }
  /** The user's tokens were forgotten on their logout. */
  | { readonly type: 'logout'; readonly user: string }
  /** The logout handler has another options object than the token handler, so it knows of no token. */
  | { readonly type: 'not-shared' }
  /** A request got an answer other than success. */
  | { readonly type: 'refused'; readonly status: number; readonly code: EndpointCode }
  /** A function of the host threw; `error` is the name of what it threw. */
  | { readonly type: 'host-failed'; readonly option: 'authorize' | 'credentials'; readonly error: string }
  /** The storage does not answer, answers again, or holds something that the key does not open. */
  | { readonly type: 'storage-down' | 'storage-up' | 'storage-unreadable' };

export type Log = (event: LogEvent) => void;

/** Calls the host's `log`, whose own failures must not become those of the endpoint. */
export function safeLog(log: ((event: LogEvent) => unknown) | undefined): Log {
  return (event) => {
    try {
      // A function that turns out to be async must not end the process by a rejection.
      Promise.resolve(log?.(event)).catch(() => {});
    } catch {
      // What failed is the host's logging; there is nowhere to tell it.
    }
  };
}
