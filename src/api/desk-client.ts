// `DeskClient`, the public client of the desk's REST API. It stands on `desk-connection.ts`, which makes the calls, and
// on `client-token.ts`, which has the token; the elements do not use it.

import { type TokenEndReason, trimToken } from '../access-token.js';
import type { BytedeskError } from '../errors.js';
import { parseServer } from '../url/origin.js';
import { DeskEvents, type DeskSession, UnauthorizedEvent } from './client-events.js';
import { DeskConnection } from './desk-connection.js';
import type { DeskQuery } from './desk-path.js';
import { DEFAULT_TIMEOUT_MS } from './desk-request.js';
import {
  type Captcha,
  captchaOf,
  type DeskUser,
  type LoginParams,
  type LoginResult,
  loginResult,
  type TokenLoginParams,
  userOf,
  withFixed,
} from './login.js';
import { MOST_RETRIES } from './retry.js';
import { DeskTickets } from './tickets.js';
import type { TokenProvider } from './token-provider.js';
import { type HeldToken, ClientToken } from './client-token.js';

/** Settings of a {@link DeskClient}. */
export interface DeskClientOptions {
  /** Base URL of the API, for example `https://desk.example.com`, with a base path if need be. */
  readonly api: string | URL;
  /** AccessToken. Not needed for a client that logs in. */
  readonly token?: string | null;
  /**
   * Is asked for a token when there is none, when the last one is near its end, and when the desk refused it. It wins
   * over `token`.
   */
  readonly tokenProvider?: TokenProvider | null;
  /** Milliseconds after which one attempt ends with `timeout`, default 10 000. */
  readonly timeout?: number;
  /** Further attempts of a GET after `network`, `timeout` or HTTP 5xx; default 0, at most 5. */
  readonly retries?: number;
  /** A `fetch` to use instead of the platform's own. */
  readonly fetch?: typeof globalThis.fetch;
  /** A `<bytedesk-workspace>` whose session ends when the desk refuses the token that both use. */
  readonly session?: DeskSession | null;
}

/** Options that every call takes. */
export interface DeskCallOptions {
  /** Ends the call, which then rejects with `aborted`. */
  readonly signal?: AbortSignal;
  readonly query?: DeskQuery;
}

type OnlySignal = Pick<DeskCallOptions, 'signal'>;

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * A client of the desk's API, for browsers and Node.
 *
 * A call succeeds only with HTTP 2xx **and** `code` 200 in the answer, and gives that answer's `data`. Every other
 * outcome rejects with a {@link BytedeskError}: switch on its `code`. No text of an error holds a token or a password.
 * One client stands for one user: it continues with the token of its last login.
 */
export class DeskClient extends DeskEvents {
  /** The desk's tickets, by the paths that the desk really has. */
  readonly tickets: DeskTickets;
  readonly #desk: DeskConnection;
  readonly #tokens: ClientToken;

  /** @throws BytedeskError `invalid-server` or `token-malformed` */
  constructor({ api, token, tokenProvider, timeout = 0, retries = 0, fetch, session }: DeskClientOptions) {
    super();
    const timeoutMs = timeout > 0 ? Math.min(timeout, LONGEST_TIMEOUT_MS) : DEFAULT_TIMEOUT_MS;
    this.#tokens = new ClientToken({ token, tokenProvider, timeoutMs });
    this.#desk = new DeskConnection({
      api: parseServer(String(api)),
      tokens: this.#tokens,
      timeoutMs,
      retries: retries > 0 ? Math.min(retries, MOST_RETRIES) : 0,
      fetch,
      onRefused: (held) => session?.tokenRefused?.(held.value, reasonOf(held)),
      onUnauthorized: (held, error) => this.#dispatchUnauthorized(held, error),
    });
    this.tickets = new DeskTickets(this);
  }

  /**
   * Logs in with a password. The client continues with the new token, unless it has a provider.
   *
   * @throws BytedeskError `login-failed`, `second-factor-required`, `seat-limit`, `account-disabled` and the like
   */
  async login(params: LoginParams, options: OnlySignal = {}): Promise<LoginResult> {
    const body = withFixed(params);
    return this.#signedIn(
      await this.#desk.call('POST', '/auth/v1/login', { ...options, body, kind: 'login' }),
    );
  }

  /**
   * Logs in with a token: the desk answers with a new one, and the old one stays valid.
   *
   * @throws BytedeskError `login-failed` for a token that is no longer valid, else as {@link login}
   */
  async loginWithToken(
    token: string,
    { signal, ...params }: TokenLoginParams & OnlySignal = {},
  ): Promise<LoginResult> {
    const body = withFixed({ ...params, accessToken: trimToken(String(token)) });
    const path = '/auth/v1/login/accessToken';
    return this.#signedIn(await this.#desk.call('POST', path, { signal, body, kind: 'token-login' }));
  }

  /** Fetches a captcha, for logins on channels that ask for one. @throws BytedeskError */
  async captcha(options: OnlySignal = {}): Promise<Captcha> {
    return captchaOf(await this.#desk.call('GET', '/kaptcha/api/v1/get', options));
  }

  /**
   * Revokes the token at the desk and forgets it. The call also succeeds if there is no token, or if the desk says that
   * it is no longer valid. If the desk cannot be reached, the client forgets the token all the same.
   *
   * @throws BytedeskError `network`, `timeout`, `server-error`: the token may still be valid
   */
  async logout({ signal }: OnlySignal = {}): Promise<void> {
    await this.#desk.revoke(signal);
  }

  /**
   * Fetches the signed-in user. It rejects with `forbidden` where a signed-in user may not even read that. @throws
   * BytedeskError
   */
  async profile(options: OnlySignal = {}): Promise<DeskUser> {
    return userOf(await this.#desk.call('GET', '/api/v1/user/profile', options));
  }

  /**
   * Calls any endpoint with GET. The path is relative to `api`; the token is sent below `/api/` only.
   *
   * @returns `data` of the answer, whose shape is not checked
   * @throws BytedeskError
   */
  async get<T = unknown>(path: string, options: DeskCallOptions = {}): Promise<T> {
    return (await this.#desk.call('GET', path, options)) as T;
  }

  /** Calls an endpoint as {@link get} does, with a body sent as JSON. */
  async post<T = unknown>(path: string, body?: unknown, options: DeskCallOptions = {}): Promise<T> {
    return (await this.#desk.call('POST', path, { ...options, body })) as T;
  }

  /** Calls an endpoint as {@link post} does. ByteDesk's own endpoints know GET and POST alone. */
  async put<T = unknown>(path: string, body?: unknown, options: DeskCallOptions = {}): Promise<T> {
    return (await this.#desk.call('PUT', path, { ...options, body })) as T;
  }

  /** Calls an endpoint as {@link get} does. ByteDesk's own endpoints know GET and POST alone. */
  async delete<T = unknown>(path: string, options: DeskCallOptions = {}): Promise<T> {
    return (await this.#desk.call('DELETE', path, options)) as T;
  }

  #dispatchUnauthorized(held: HeldToken, error: BytedeskError): void {
    if (held.isReported) return;
    held.isReported = true;
    const expiresAt = held.endsAt === null ? null : new Date(held.endsAt);
    this.dispatchEvent(new UnauthorizedEvent({ reason: reasonOf(held), expiresAt, error }));
  }

  #signedIn(data: unknown): LoginResult {
    const result = loginResult(data);
    this.#tokens.use(result.accessToken);
    return result;
  }
}

function reasonOf({ worked, endsAt }: HeldToken): TokenEndReason {
  if (endsAt !== null && endsAt <= Date.now()) return 'expired';
  return worked ? 'revoked' : 'rejected';
}
