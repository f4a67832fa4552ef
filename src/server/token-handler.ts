import { emptyAnswer, jsonAnswer, Refusal, refusalAnswer } from './answers.js';
import {
  checkContentType,
  checkIsNoTokenRequest,
  checkOrigin,
  PREFLIGHT_HEADERS,
  readBody,
} from './guard-request.js';
import { callHost } from './host-call.js';
import type { HostUser, TokenEndpointOptions } from './options.js';
import { readTokenRequest } from './read-token-request.js';
import { TokenKeeper, type Call } from './token-keeper.js';

/**
 * Answers one request. Never rejects. Of what a platform hands over beside the request only a `waitUntil` is used, if
 * there is one, as Cloudflare's workers have it: it keeps the worker awake for what is left to do after the answer.
 */
export type RequestHandler = (request: Request, ...platform: unknown[]) => Promise<Response>;

// Keepers that hand out tokens: a logout by any other would forget nothing.
const handingOut = new WeakSet<object>();

// What the two handlers hold is found by the options object they were both given.
const keepers = new WeakMap<object, unknown>();

function keeperOf<User extends HostUser>(options: TokenEndpointOptions<User>): TokenKeeper<User> {
  const known = keepers.get(options) as TokenKeeper<User> | undefined;
  const keeper = known ?? new TokenKeeper(options);
  keepers.set(options, keeper);
  return keeper;
}

/**
 * The endpoint that a page asks for its user's token: `POST` with JSON, answered with `{ accessToken, expiresAt }`, or
 * with `{ code, message }`. The user's password stays here.
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
      const { accessToken, expiresAtMs } = await keeper.tokenFor(user, readTokenRequest(body), call);
      return jsonAnswer(200, { accessToken, expiresAt: new Date(expiresAtMs).toISOString() }, headers);
    },
  });
}

/**
 * The endpoint for the host's sign-out: revokes the user's tokens at the desk and forgets them. 204, also when the desk
 * is down. Call it before the host's own session ends, and give it the very options object of the token handler.
 *
 * @throws TypeError or BytedeskError `invalid-server` for wrong options, at once
 */
export function createLogoutHandler<User extends HostUser>(
  options: TokenEndpointOptions<User>,
): RequestHandler {
  const keeper = keeperOf(options);
  return handler(keeper, {
    check: checkIsNoTokenRequest,
    answer: async (user, _body, headers, { signal }) => {
      if (!keeper.plan.storage && !handingOut.has(keeper)) {
        keeper.log({ type: 'not-shared' });
        throw new Refusal('token-source-failed');
      }
      await keeper.forget(user, signal);
      return emptyAnswer(headers);
    },
  });
}

interface Endpoint<User extends HostUser> {
  /** Throws a Refusal for a request that must not come here. */
  readonly check?: (request: Request) => void;
  readonly answer: (
    user: User,
    body: Record<string, unknown>,
    headers: Record<string, string>,
    call: Call,
  ) => Promise<Response>;
}

/** Users without an id of their own would all be handed the same token. */
function checkUser<User extends HostUser>(user: User | null): User | null {
  if (!user) return null;
  if (typeof user.id !== 'string' || user.id === '') throw new TypeError('A user needs an id.');
  return user;
}

function handler<User extends HostUser>(
  keeper: TokenKeeper<User>,
  { check, answer }: Endpoint<User>,
): RequestHandler {
  const { plan, log } = keeper;
  const { timeoutMs } = plan;
  return async (request, ...platform) => {
    let headers: Record<string, string> = {};
    try {
      const { method, signal } = request;
      if (method !== 'POST' && method !== 'OPTIONS') throw new Refusal('method-not-allowed');
      headers = checkOrigin(request, plan.allowedOrigins);
      if (method === 'OPTIONS') return emptyAnswer({ ...headers, ...PREFLIGHT_HEADERS });
      checkContentType(request);
      check?.(request);
      const arrival = keeper.arrive();
      // Before `authorize`: a body may be slow, and whoever has signed out meanwhile is nobody.
      const body = await readBody(request, timeoutMs);
      const authorize = async (): Promise<User | null> => checkUser(await plan.authorize(request));
      const user = await callHost('authorize', authorize, { timeoutMs, signal, log });
      if (!user) throw new Refusal('unauthorized');
      return await answer(user, body, headers, { arrival, signal, background: backgroundOf(platform) });
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
