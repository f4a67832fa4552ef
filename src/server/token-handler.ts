import { emptyAnswer, jsonAnswer, Refusal, refusalAnswer } from './answers.js';
import { checkContentType, checkOrigin, PREFLIGHT_HEADERS, readBody } from './guard-request.js';
import { callHost } from './host-call.js';
import type { HostUser, TokenEndpointOptions } from './options.js';
import { readTokenRequest } from './read-token-request.js';
import { TokenKeeper } from './token-keeper.js';

/** Answers one request. Never rejects. */
export type RequestHandler = (request: Request) => Promise<Response>;

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
  return handler(keeper, async (user, request, headers) => {
    const asked = readTokenRequest(await readBody(request, keeper.plan.timeoutMs));
    const { accessToken, expiresAtMs } = await keeper.tokenFor(user, asked, request.signal);
    return jsonAnswer(200, { accessToken, expiresAt: new Date(expiresAtMs).toISOString() }, headers);
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
  return handler(keeper, async (user, request, headers) => {
    if (!keeper.plan.storage && !handingOut.has(keeper)) {
      keeper.log({ type: 'not-shared' });
      throw new Refusal('token-source-failed');
    }
    await readBody(request, keeper.plan.timeoutMs);
    await keeper.forget(user, request.signal);
    return emptyAnswer(headers);
  });
}

/** Users without an id of their own would all be handed the same token. */
function checkUser<User extends HostUser>(user: User | null): User | null {
  if (!user) return null;
  if (typeof user.id !== 'string' || user.id === '') throw new TypeError('A user needs an id.');
  return user;
}

function handler<User extends HostUser>(
  { plan, log }: TokenKeeper<User>,
  answer: (user: User, request: Request, headers: Record<string, string>) => Promise<Response>,
): RequestHandler {
  return async (request) => {
    let headers: Record<string, string> = {};
    try {
      const { method, signal } = request;
      if (method !== 'POST' && method !== 'OPTIONS') throw new Refusal('method-not-allowed');
      headers = checkOrigin(request, plan.allowedOrigins);
      if (method === 'OPTIONS') return emptyAnswer({ ...headers, ...PREFLIGHT_HEADERS });
      checkContentType(request);
      const { timeoutMs } = plan;
      const authorize = async (): Promise<User | null> => checkUser(await plan.authorize(request));
      const user = await callHost('authorize', authorize, { timeoutMs, signal, log });
      if (!user) throw new Refusal('unauthorized');
      return await answer(user, request, headers);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('token-source-failed');
      log({ type: 'refused', status: refusal.status, code: refusal.code });
      return refusalAnswer(refusal, headers);
    }
  };
}
