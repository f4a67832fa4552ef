import { BytedeskError } from '../errors.js';
import { parseServer } from '../url/origin.js';
import { DeskEvents, type DeskSession, type RefusalReason, UnauthorizedEvent } from './client-events.js';
import type { CallKind } from './desk-answer.js';
import { DEFAULT_TIMEOUT_MS } from './desk-call.js';
import { type DeskQuery, endpointUrl, needsToken } from './desk-path.js';
import { type DeskMethod, request } from './desk-request.js';
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
import { MOST_RETRIES, withRetries } from './retry.js';
import { DeskTickets } from './tickets.js';
import { type HeldToken, type TokenProvider, TokenSource } from './token-source.js';

/** Settings of a {@link DeskClient}. */
export interface DeskClientOptions {
  /** Base URL of the API, for example `https://desk.example.com`, with a base path if need be. */
  readonly api: string | URL;
  /** AccessToken. Not needed for a client that logs in. */
  readonly token?: string | null;
  /** Asked for a token when there is none, when it is near its end, and when the desk refused it; wins over `token`. */
  readonly tokenProvider?: TokenProvider | null;
  /** Milliseconds until one attempt is given up, default 10 000. */
  readonly timeout?: number;
  /** Further attempts of a GET after `network`, `timeout` or HTTP 5xx; default 0, at most 5. */
  readonly retries?: number;
  /** Instead of the platform's own `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** A `<bytedesk-workspace>` whose session ends when the desk refuses the token that both use. */
  readonly session?: DeskSession | null;
}

/** What every call takes. */
export interface DeskCallOptions {
  /** Gives the call up: it rejects with `aborted`. */
  readonly signal?: AbortSignal;
  readonly query?: DeskQuery;
}

interface Call extends DeskCallOptions {
  readonly body?: unknown;
  readonly kind?: CallKind;
  readonly keepalive?: boolean;
}

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * The desk's API, for browsers and Node.
 *
 * A call succeeds only with HTTP 2xx **and** `code` 200 in the answer, and gives that answer's `data`. Everything else
 * rejects with a {@link BytedeskError}: switch on its `code`. No text of it holds a token or a password.
 * One client is one user: it goes on with the token of its last login.
 */
export class DeskClient extends DeskEvents {
  /** The desk's tickets, on the paths that exist. */
  readonly tickets: DeskTickets;
  readonly #api: URL;
  readonly #timeoutMs: number;
  readonly #retries: number;
  readonly #fetch: typeof globalThis.fetch | undefined;
  readonly #session: DeskSession | null;
  readonly #tokens: TokenSource;

  /** @throws BytedeskError `invalid-server` or `token-malformed` */
  constructor({ api, token, tokenProvider, timeout = 0, retries = 0, fetch, session }: DeskClientOptions) {
    super();
    this.#api = parseServer(String(api));
    this.#timeoutMs = timeout > 0 ? Math.min(timeout, LONGEST_TIMEOUT_MS) : DEFAULT_TIMEOUT_MS;
    this.#retries = retries > 0 ? Math.min(retries, MOST_RETRIES) : 0;
    this.#fetch = fetch;
    this.#session = session ?? null;
    this.#tokens = new TokenSource({ token, tokenProvider, timeoutMs: this.#timeoutMs });
    this.tickets = new DeskTickets(this);
  }

  /**
   * Logs in with a password. The client goes on with the new token, unless it has a provider.
   *
   * @throws BytedeskError `login-failed`, `second-factor-required`, `seat-limit`, `account-disabled` and the like
   */
  async login(params: LoginParams, options: Pick<DeskCallOptions, 'signal'> = {}): Promise<LoginResult> {
    const body = withFixed(params);
    return this.#signedIn(await this.#call('POST', '/auth/v1/login', { ...options, body, kind: 'login' }));
  }

  /**
   * Logs in with a token, which the desk answers with a new one; the old one stays alive.
   *
   * @throws BytedeskError `login-failed` for a token that is over, else as {@link login}
   */
  async loginWithToken(
    token: string,
    { signal, ...params }: TokenLoginParams & Pick<DeskCallOptions, 'signal'> = {},
  ): Promise<LoginResult> {
    const body = withFixed({ ...params, accessToken: token });
    const path = '/auth/v1/login/accessToken';
    return this.#signedIn(await this.#call('POST', path, { signal, body, kind: 'token-login' }));
  }

  /** A captcha, for logins on channels that ask for one. @throws BytedeskError */
  async captcha(options: Pick<DeskCallOptions, 'signal'> = {}): Promise<Captcha> {
    return captchaOf(await this.#call('GET', '/kaptcha/api/v1/get', options));
  }

  /**
   * Revokes the token at the desk and forgets it. Done, too, if there is none, or the desk says that it is over.
   * If the desk cannot be reached the client forgets the token all the same.
   *
   * @throws BytedeskError `network`, `timeout`, `server-error`: the token may still be alive
   */
  async logout({ signal }: Pick<DeskCallOptions, 'signal'> = {}): Promise<void> {
    if (this.#tokens.isEmpty) return;
    const held = await this.#tokens.get(signal);
    this.#tokens.forget();
    try {
      // A logout is often followed by leaving the page.
      await this.#attempt('POST', '/api/v1/user/logout', { signal, keepalive: true }, held);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
    }
  }

  /** The signed-in user. `forbidden` where they may not even read that, though signed in. @throws BytedeskError */
  async profile(options: Pick<DeskCallOptions, 'signal'> = {}): Promise<DeskUser> {
    return userOf(await this.#call('GET', '/api/v1/user/profile', options));
  }

  /**
   * Asks any endpoint. The path is relative to `api`; a token goes along below `/api/` only.
   *
   * @returns `data` of the answer, which nobody has checked
   * @throws BytedeskError
   */
  async get<T = unknown>(path: string, options: DeskCallOptions = {}): Promise<T> {
    return (await this.#call('GET', path, options)) as T;
  }

  /** As {@link get}, with a body sent as JSON. */
  async post<T = unknown>(path: string, body?: unknown, options: DeskCallOptions = {}): Promise<T> {
    return (await this.#call('POST', path, { ...options, body })) as T;
  }

  /** As {@link post}. ByteDesk's own endpoints know GET and POST alone. */
  async put<T = unknown>(path: string, body?: unknown, options: DeskCallOptions = {}): Promise<T> {
    return (await this.#call('PUT', path, { ...options, body })) as T;
  }

  /** As {@link get}. ByteDesk's own endpoints know GET and POST alone. */
  async delete<T = unknown>(path: string, options: DeskCallOptions = {}): Promise<T> {
    return (await this.#call('DELETE', path, options)) as T;
  }

  async #call(method: DeskMethod, path: string, call: Call): Promise<unknown> {
    const url = endpointUrl(this.#api, path, call.query);
    const isOpen = !needsToken(this.#api, url);
    const once = async (): Promise<unknown> =>
      isOpen ? this.#attempt(method, url, call) : this.#authorized(method, url, call);
    return withRetries(once, { retries: method === 'GET' ? this.#retries : 0, signal: call.signal });
  }

  async #authorized(method: DeskMethod, url: URL, call: Call): Promise<unknown> {
    const held = await this.#tokens.get(call.signal);
    try {
      return await this.#attempt(method, url, call, held);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      const next = method === 'GET' ? await this.#tokens.instead(held, call.signal) : null;
      if (next === null) throw this.#told(held, error);
      return this.#attempt(method, url, call, next).catch((second: unknown) => {
        throw isUnauthorized(second) ? this.#told(next, second) : second;
      });
    }
  }

  async #attempt(method: DeskMethod, target: URL | string, call: Call, held?: HeldToken): Promise<unknown> {
    const url = typeof target === 'string' ? endpointUrl(this.#api, target) : target;
    const { body, kind = 'call', keepalive, signal } = call;
    const fetch = this.#fetch ?? globalThis.fetch.bind(globalThis);
    const options = { url, method, kind, body, keepalive, signal, fetch, timeoutMs: this.#timeoutMs };
    try {
      const data = await request({ ...options, token: held?.value });
      if (held !== undefined) held.worked = true;
      return data;
    } catch (error) {
      if (held !== undefined) this.#learn(held, error);
      throw error;
    }
  }

  /** What a failure says of the token: 401 that it is over, most others that it is not. */
  #learn(held: HeldToken, error: unknown): void {
    if (!(error instanceof BytedeskError)) return;
    // 403 in the desk's own words: it knows who is asking.
    if (/^(?:forbidden|not-found)$/.test(error.code) && error.deskCode !== undefined) held.worked = true;
    if (error.code !== 'unauthorized' || held.refused) return;
    held.refused = true;
    this.#session?.tokenRefused?.(held.value, reasonOf(held));
  }

  #told(held: HeldToken, error: BytedeskError): BytedeskError {
    if (!held.told) {
      held.told = true;
      const expiresAt = held.endsAt === null ? null : new Date(held.endsAt);
      this.dispatchEvent(new UnauthorizedEvent({ reason: reasonOf(held), expiresAt, error }));
    }
    return error;
  }

  #signedIn(data: unknown): LoginResult {
    const result = loginResult(data);
    this.#tokens.use(result.accessToken);
    return result;
  }
}

function isUnauthorized(error: unknown): error is BytedeskError {
  return error instanceof BytedeskError && error.code === 'unauthorized';
}

function reasonOf({ worked, endsAt }: HeldToken): RefusalReason {
  if (endsAt !== null && endsAt <= Date.now()) return 'expired';
  return worked ? 'revoked' : 'rejected';
}
