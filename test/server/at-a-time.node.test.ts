import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogoutHandler, createTokenHandler } from '../../src/server.js';

const HOST = 'https://crm.example.com';
const USERS = Array.from({ length: 1000 }, (_, at) => `user-${at}`);

test('a thousand users at once: the desk has 64 logins or 32 revocations at a time, and everybody an answer', async () => {
  const kinds = { login: { now: 0, most: 0, all: 0 }, logout: { now: 0, most: 0, all: 0 } };
  const fetch = async (url: string | URL | Request): Promise<Response> => {
    const kind = new Request(url).url.endsWith('/logout') ? kinds.logout : kinds.login;
    kind.all += 1;
    kind.now += 1;
    kind.most = Math.max(kind.most, kind.now);
    // Others come in meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 5));
    kind.now -= 1;
    const data = { accessToken: `token-${kind.all}`, user: { uid: 'u', username: 'agent' } };
    return Response.json({ code: 200, data });
  };
  const options = {
    api: 'https://desk.example.com',
    authorize: (request: Request) => ({ id: request.headers.get('x-user') ?? '' }),
    credentials: ({ id }: { id: string }) => ({ username: id, password: 'not-a-secret' }),
    fetch,
  };
  const all = (handler: (request: Request) => Promise<Response>): Promise<number[]> =>
    Promise.all(
      USERS.map(async (user) => {
        const headers = { origin: HOST, 'content-type': 'application/json', 'x-user': user };
        const body = '{"reason":"initial"}';
        return (await handler(new Request(HOST, { method: 'POST', headers, body }))).status;
      }),
    );
  assert.deepEqual([...new Set(await all(createTokenHandler(options)))], [200]);
  assert.deepEqual([...new Set(await all(createLogoutHandler(options)))], [204]);
  assert.deepEqual(kinds, {
    login: { now: 0, most: 64, all: USERS.length },
    logout: { now: 0, most: 32, all: USERS.length },
  });
});
