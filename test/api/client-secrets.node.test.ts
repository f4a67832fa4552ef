import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { DeskClient, type DeskClientOptions } from '../../src/index.js';
import { SAMPLE_TOKEN } from '../support/tokens.js';
import { fakeFetch } from './fake-fetch.js';
import { AGENT, allTextOf, failureOf } from './failures.js';

describe('secrets', () => {
  const make = (options: Partial<DeskClientOptions>): DeskClient =>
    new DeskClient({ api: 'https://desk.example.com', ...options });

  const secret = 'the-very-secret-password';
  const echo = fakeFetch(({ headers, body }) => {
    const message = `you said ${body} with ${headers.get('authorization')}`;
    return Response.json({ code: 500, message }, { status: 500 });
  });
  const throwing = fakeFetch(({ url, headers, body }) => {
    throw new TypeError(`${url.href} ${body} ${headers.get('authorization')}`);
  });
  const calls: [string, (agent: DeskClient) => Promise<unknown>][] = [
    ['login', (agent) => agent.login({ ...AGENT, password: secret })],
    ['login with a token', (agent) => agent.loginWithToken(secret)],
    ['call', (agent) => agent.profile()],
    ['change of password', (agent) => agent.post('/api/v1/user/change/password', { newPassword: secret })],
    ['logout', (agent) => agent.logout()],
  ];
  for (const [kind, fetch] of [
    ['repeats the request', echo],
    ['fails with the request in the error', throwing],
  ] as const) {
    for (const [name, act] of calls) {
      it(`stay out of the error when what it talks to ${kind}: ${name}`, async () => {
        const error = await failureOf(act(make({ fetch, token: secret })));
        assert.ok(!`${allTextOf(error)}${inspect(error, { showHidden: true })}`.includes(secret));
      });
    }
  }

  it('stay out where the message holds something that looks like a token', async () => {
    const fetch = fakeFetch(() => Response.json({ code: 500, message: `bad ${SAMPLE_TOKEN}` }));
    assert.equal((await failureOf(make({ fetch, token: 'any' }).profile())).deskMessage, undefined);
  });

  it('do not travel on a redirect', async () => {
    const asked: string[] = [];
    const elsewhere = await listen((request, response) => {
      asked.push(request.url ?? '');
      response.end('{"code":200}');
    });
    const redirecting = await listen((_, response) => {
      response.writeHead(307, { location: elsewhere.url }).end();
    });
    const error = await failureOf(new DeskClient({ api: redirecting.url, token: secret }).profile());
    assert.deepEqual([error.code, asked], ['network', []]);
    for (const { server } of [elsewhere, redirecting]) server.close();
  });
});

async function listen(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
