// Makes a client's calls: with its token where the endpoint takes one, once more where that does no harm, and with
// another token where the desk refused the first.

import { BytedeskError } from '../errors.js';
import { isoDate } from '../iso-date.js';
import { type CallKind, dataOf } from './desk-answer.js';
import { type DeskQuery, endpointUrl, needsToken } from './desk-path.js';
import { type DeskMethod, requestDesk } from './desk-request.js';
import { withRetries } from './retry.js';
import { LOGOUT_PATH } from './revoke-token.js';
import type { HeldToken, ClientToken } from './client-token.js';

/** A call, before its address and its token are known. */
export interface DeskCall {
  readonly signal?: AbortSignal;
  readonly query?: DeskQuery;
  readonly body?: unknown;
  readonly kind?: CallKind;
  readonly keepalive?: boolean;
}

export interface ConnectionOptions {
  readonly api: URL;
  readonly tokens: ClientToken;
  /** The time-out of one attempt. */
  readonly timeoutMs: number;
  /** How many further attempts a failed GET gets. */
  readonly retries: number;
  readonly fetch: typeof globalThis.fetch | undefined;
  /** Is called when the desk refuses a token for the first time. */
  readonly onRefused: (token: HeldToken) => void;
  /** Is called when a call failed because its token was refused and there is no other. */
  readonly onUnauthorized: (token: HeldToken, error: BytedeskError) => void;
}

/** Makes calls with the right token, and repeats those that may be made twice. */
export class DeskConnection {
  readonly #options: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Makes one call. @returns `data` of the answer. @throws BytedeskError */
  async call(method: DeskMethod, path: string, call: DeskCall = {}): Promise<unknown> {
    const { api, retries } = this.#options;
    const url = endpointUrl(api, path, call.query);
    const once = needsToken(api, url)
      ? (): Promise<unknown> => this.#authorized(method, url, call)
      : (): Promise<unknown> => this.#attempt(method, url, call);
    return withRetries(once, { retries: method === 'GET' ? retries : 0, signal: call.signal });
  }

  /** Revokes the token in use and forgets it, whatever the desk answers. @throws BytedeskError */
  async revoke(signal?: AbortSignal): Promise<void> {
    const { api, tokens } = this.#options;
    if (tokens.isEmpty) return;
    const held = await tokens.get(signal);
    tokens.forget();
    try {
      // The page is often left right after a logout, so the request must outlive it.
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

  /** Notes what a failure says of the token: 401 means that it is no longer valid, some others that it is. */
  #learn(held: HeldToken, error: unknown): void {
    if (!(error instanceof BytedeskError)) return;
    // Such an answer in the desk's own envelope proves that the desk knows who is asking.
    if (/^(?:forbidden|not-found)$/.test(error.code) && error.deskCode !== undefined) held.worked = true;
    if (!isUnauthorized(error) || held.refused) return;
    held.refused = true;
    this.#options.onRefused(held);
  }
}

/** The names of members whose values no error may repeat. */
const SECRET_NAME = /password|token|salt|code|secret/i;

function asJson(body: unknown): { readonly text: string | undefined; readonly secrets: string[] } {
  const secrets: string[] = [];
  const text = JSON.stringify(body, function (this: Record<string, unknown>, name, converted: unknown) {
    const value = this[name];
    if (typeof value === 'string' && SECRET_NAME.test(name)) secrets.push(value);
    // Old scripts put `toJSON` on the prototypes of arrays and strings, which turns arrays into strings and quotes
    // strings twice.
    if (Array.isArray(value) || typeof value === 'string' || typeof value === 'number') return value;
    return value instanceof Date && Number.isFinite(value.getTime()) ? isoDate(value) : converted;
  }) as string | undefined;
  return { text, secrets };
}

/** True if the desk itself refused the token; a 401 of a gate in front of the desk carries no code of the desk. */
function isUnauthorized(error: unknown): error is BytedeskError {
  return error instanceof BytedeskError && error.code === 'unauthorized' && error.deskCode === 401;
}
