import { BytedeskError } from '../errors.js';
import { isoDate } from '../iso-date.js';
import { type CallKind, dataOf } from './desk-answer.js';
import { type DeskQuery, endpointUrl, needsToken } from './desk-path.js';
import { type DeskMethod, requestDesk } from './desk-request.js';
import { withRetries } from './retry.js';
import { LOGOUT_PATH } from './revoke-token.js';
import type { HeldToken, TokenSource } from './token-source.js';

/** A call, before it is known where it goes and with which token. */
export interface DeskCall {
  readonly signal?: AbortSignal;
  readonly query?: DeskQuery;
  readonly body?: unknown;
  readonly kind?: CallKind;
  readonly keepalive?: boolean;
}

export interface ConnectionOptions {
  readonly api: URL;
  readonly tokens: TokenSource;
  /** For one attempt. */
  readonly timeoutMs: number;
  /** Further attempts of a GET. */
  readonly retries: number;
  readonly fetch: typeof globalThis.fetch | undefined;
  /** The desk refused a token for the first time. */
  readonly onRefused: (token: HeldToken) => void;
  /** A call failed because its token was refused and there is no other. */
  readonly onUnauthorized: (token: HeldToken, error: BytedeskError) => void;
}

/** Calls with the right token, made again where that does no harm. */
export class DeskConnection {
  readonly #options: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** @returns `data` of the answer. @throws BytedeskError */
  async call(method: DeskMethod, path: string, call: DeskCall = {}): Promise<unknown> {
    const { api, retries } = this.#options;
    const url = endpointUrl(api, path, call.query);
    const once = needsToken(api, url)
      ? (): Promise<unknown> => this.#authorized(method, url, call)
      : (): Promise<unknown> => this.#attempt(method, url, call);
    return withRetries(once, { retries: method === 'GET' ? retries : 0, signal: call.signal });
  }

  /** Revokes the token in use and forgets it, whatever the desk says. @throws BytedeskError */
  async revoke(signal?: AbortSignal): Promise<void> {
    const { api, tokens } = this.#options;
    if (tokens.isEmpty) return;
    const held = await tokens.get(signal);
    tokens.forget();
    try {
      // A logout is often followed by leaving the page, which the request must outlive.
      await this.#attempt('POST', endpointUrl(api, LOGOUT_PATH), { signal, keepalive: true }, held);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
    }
  }

  async #authorized(method: DeskMethod, url: URL, call: DeskCall): Promise<unknown> {
    const { tokens, onUnauthorized } = this.#options;
    let held = await tokens.get(call.signal);
    try {
      return await this.#attempt(method, url, call, held);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      const next = method === 'GET' ? await tokens.instead(held, call.signal) : null;
      if (next === null) {
        onUnauthorized(held, error);
        throw error;
      }
      held = next;
    }
    try {
      return await this.#attempt(method, url, call, held);
    } catch (error) {
      if (isUnauthorized(error)) onUnauthorized(held, error);
      throw error;
    }
  }

  async #attempt(method: DeskMethod, url: URL, call: DeskCall, held?: HeldToken): Promise<unknown> {
    const { timeoutMs, fetch } = this.#options;
    const { kind = 'call', signal, keepalive } = call;
    const token = held?.value;
    const { text: body, secrets } = asJson(call.body);
    if (token !== undefined) secrets.push(token);
    try {
      const request = { url: url.href, method, token, body, signal, keepalive, timeoutMs, fetch };
      const data = dataOf(await requestDesk(request), kind, secrets);
      if (held !== undefined) held.worked = true;
      return data;
    } catch (error) {
      if (held !== undefined) this.#learn(held, error);
      throw error;
    }
  }

  /** What a failure says of the token: 401 that it is over, some others that it is not. */
  #learn(held: HeldToken, error: unknown): void {
    if (!(error instanceof BytedeskError)) return;
    // Such an answer in the desk's own envelope proves that it knows who is asking.
    if (/^(?:forbidden|not-found)$/.test(error.code) && error.deskCode !== undefined) held.worked = true;
    if (!isUnauthorized(error) || held.refused) return;
    held.refused = true;
    this.#options.onRefused(held);
  }
}

/** Members of a body whose values no error may repeat. */
const SECRET_NAME = /password|token|salt|code|secret/i;

function asJson(body: unknown): { readonly text: string | undefined; readonly secrets: string[] } {
  const secrets: string[] = [];
  const text = JSON.stringify(body, function (this: Record<string, unknown>, name, converted: unknown) {
    const value = this[name];
    if (typeof value === 'string' && SECRET_NAME.test(name)) secrets.push(value);
    // Old scripts put `toJSON` on the prototypes of lists and texts, which makes texts of lists, and quotes texts twice.
    if (Array.isArray(value) || typeof value === 'string' || typeof value === 'number') return value;
    return value instanceof Date && Number.isFinite(value.getTime()) ? isoDate(value) : converted;
  }) as string | undefined;
  return { text, secrets };
}

/** True for the desk's own word that the token is over; a 401 of a gate in front of it has no code of the desk. */
function isUnauthorized(error: unknown): error is BytedeskError {
  return error instanceof BytedeskError && error.code === 'unauthorized' && error.deskCode === 401;
}
