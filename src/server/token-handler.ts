// The two request handlers of the token endpoint, for tokens and for sign-outs. They check the request and the user;
// `token-keeper.ts` does the rest.

import { emptyAnswer, Refusal, refusalAnswer, textAnswer } from './answers.js';
import {
  checkBodyHeaders,
  checkIsNoTokenRequest,
  checkOrigin,
  PREFLIGHT_HEADERS,
  readBody,
} from './guard-request.js';
import { callHost } from './host-call.js';
import type { HostUser, TokenEndpointOptions } from './options.js';
import { readTokenRequest } from './read-token-request.js';
import { TokenKeeper, type Call } from './token-keeper.js';
import type { KeptToken } from './user-record.js';

/**
 * Answers one request and never rejects. Of the further arguments that a platform passes, only a `waitUntil` is used,
 * as Cloudflare's workers have it: it keeps the worker awake for the work that is left after the answer.
 */
export type RequestHandler = (request: Request, ...platform: unknown[]) => Promise<Response>;

// The options objects of token handlers. A logout with any other one would forget nothing, so it is logged.
const handingOut = new WeakSet<object>();

// The two handlers share one keeper, which is found by the options object that both were given.
const keepers = new WeakMap<object, unknown>();

// The text of an answer by its token, since most tokens are given again and again.
const texts = new WeakMap<KeptToken, string>();

function textOf(token: KeptToken): string {
  const known = texts.get(token);
  if (known) return known;
  const { accessToken, expiresAtMs } = token;
  const text = JSON.stringify({ accessToken, expiresAt: new Date(expiresAtMs).toISOString() });
  texts.set(token, text);
  return text;
}

function keeperOf<User extends HostUser>(options: TokenEndpointOptions<User>): TokenKeeper<User> {
  const known = keepers.get(options) as TokenKeeper<User> | undefined;
  const keeper = known ?? new TokenKeeper(options);
  keepers.set(options, keeper);
  return keeper;
}

/**
 * Makes the endpoint that a page asks for its user's token: `POST` with JSON, answered with `{ accessToken, expiresAt
 * }`, or with `{ code, message }`. The user's password never leaves the server.
 *
 * @throws TypeError or BytedeskError `invalid-server` for wrong options, at once
 */
export function createTokenHandler<User extends HostUser>(
  options: TokenEndpointOptions<User>,
): RequestHandler {
  const keeper = keeperOf(options);
  handingOut.add(keeper);
  return handler(keeper, {
    answer: async (user, body, headers, call) => {
      const token = await keeper.tokenFor(user, readTokenRequest(body), call);
      return textAnswer(200, textOf(token), headers);
    },
  });
}

/**
 * Makes the endpoint for the host's sign-out, which revokes the user's tokens at the desk and forgets them. It answers
 * 204, also when the desk is down. Call it before the host's own session ends, and give it the same options object as
 * the token handler.
 *
 * @throws TypeError or BytedeskError `invalid-server` for wrong options, at once
 */
export function createLogoutHandler<User extends HostUser>(
  options: TokenEndpointOptions<User>,
): RequestHandler {
  const keeper = keeperOf(options);
  return handler(keeper, {
    check: checkIsNoTokenRequest,
    answer: async (user, _body, headers, { leaving }) => {
      if (!keeper.settings.storage && !handingOut.has(keeper)) {
        keeper.log({ type: 'not-shared' });
        throw new Refusal('token-source-failed');
      }
      await keeper.forget(user, leaving);
      return emptyAnswer(headers);
    },
  });
}

interface Endpoint<User extends HostUser> {
  /** Throws a Refusal for a request that does not belong to this endpoint. */
  readonly check?: (request: Request) => void;
  readonly answer: (
    user: User,
    body: Record<string, unknown>,
    headers: Record<string, string>,
    call: Call,
  ) => Promise<Response>;
}

/** Checks the user's id, since users without an id of their own would all get the same token. */
function checkUser<User extends HostUser>(user: User | null): User | null {
  if (!user) return null;
  if (typeof user.id !== 'string' || user.id === '') throw new TypeError('A user needs an id.');
  return user;
}

function handler<User extends HostUser>(
  keeper: TokenKeeper<User>,
  { check, answer }: Endpoint<User>,
): RequestHandler {
  const { settings, log } = keeper;
  const { timeoutMs } = settings;
  return async (request, ...platform) => {
    let headers: Record<string, string> = {};
    try {
      const { method } = request;
      if (method !== 'POST' && method !== 'OPTIONS') throw new Refusal('method-not-allowed');
      headers = checkOrigin(request, settings.allowedOrigins);
      if (method === 'OPTIONS') return emptyAnswer({ ...headers, ...PREFLIGHT_HEADERS });
      checkBodyHeaders(request);
      check?.(request);
      const arrival = keeper.arrive();
      // The body is read before `authorize`: it may be slow, and the user may sign out meanwhile.
      const body = await readBody(request, timeoutMs);
      const limits = { check: checkUser<User>, timeoutMs, leaving: request, log };
      const user = await callHost('authorize', () => settings.authorize(request), limits);
      if (!user) throw new Refusal('unauthorized');
      return await answer(user, body, headers, {
        arrival,
        leaving: request,
        background: backgroundOf(platform),
      });
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('token-source-failed');
      log({ type: 'refused', status: refusal.status, code: refusal.code });
      return refusalAnswer(refusal, headers);
    }
  };
}

function backgroundOf(platform: readonly unknown[]): Call['background'] {
  type Awake = { waitUntil?: (work: Promise<unknown>) => void } | null | undefined;
  const awake = (platform as Awake[]).find((given) => typeof given?.waitUntil === 'function');
  return (work) => awake?.waitUntil?.(work);
}
