// A token endpoint whose desk is a function, so that only the endpoint counts.
import { createTokenHandler, type RequestHandler } from '../../src/server.js';

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

let made = 0;

/** As long as the desk's own. */
function makeToken(): string {
  const sub = JSON.stringify({ platform: 'bytedesk', username: `user-${(made += 1)}@example.com` });
  const iat = Math.floor(Date.now() / 1000);
  const claims = base64({ sub, iat, exp: iat + 365 * 86_400 });
  return `${base64({ alg: 'HS384' })}.${claims}.${'x'.repeat(64)}`;
}

export function tokenHandler(): RequestHandler {
  return createTokenHandler({
    api: 'https://desk.example.com',
    authorize: (request) => ({ id: request.headers.get('x-user') ?? '' }),
    credentials: ({ id }) => ({ username: id, password: 'not-a-secret' }),
    fetch: async () => Response.json({ code: 200, data: { accessToken: makeToken() } }),
  });
}
