import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLogoutHandler, createTokenHandler, type TokenEndpointOptions } from '../../src/server.js';
import type { StandInDeskOptions } from '../../src/testing.js';
import { AGENT, stoppedClock, withDesk } from '../testing/desk-client.js';

const HOST = 'https://crm.example.com';

interface Token {
  readonly accessToken: string;
  readonly expiresAt: string;
}

interface Use {
  readonly initial: () => Promise<Token>;
  readonly pass: (seconds: number) => void;
  readonly nowMs: () => number;
  readonly logins: () => number;
  readonly post: (handler: (request: Request) => Promise<Response>, body?: object) => Promise<Response>;
  readonly options: TokenEndpointOptions;
}

/** One host in front of one desk, both with the same stopped clock. */
async function withHost(
  { desk: deskOptions, ...change }: Partial<TokenEndpointOptions> & { desk?: StandInDeskOptions },
  use: (parts: Use) => Promise<void>,
): Promise<void> {
  const { now, pass } = stoppedClock();
  await withDesk({ now, ...deskOptions }, async (desk) => {
    const options = {
      api: desk.api,
      authorize: () => ({ id: 'one' }),
      credentials: () => AGENT,
      now,
      ...change,
    };
    const handler = createTokenHandler(options);
    const post: Use['post'] = (handle, body = { reason: 'initial', expiresAt: null }) => {
      const headers = { origin: HOST, 'content-type': 'application/json' };
      return handle(new Request(`${HOST}/desk`, { method: 'POST', headers, body: JSON.stringify(body) }));
    };
    const initial = async (): Promise<Token> => {
      const answer = await post(handler);
      assert.equal(answer.status, 200);
      return (await answer.json()) as Token;
    };
    const logins = (): number => desk.requests().filter(({ path }) => path === '/auth/v1/login').length;
    await use({ initial, pass, nowMs: now, logins, post, options });
  });
}

describe('the life of a token', () => {
  it('is maxAge, where the desk gives a year', async () => {
    await withHost({ maxAge: 120 }, async ({ initial, nowMs, pass, logins }) => {
      const first = await initial();
      assert.equal(Date.parse(first.expiresAt), nowMs() + 120_000);
      pass(100);
      assert.equal((await initial()).accessToken, first.accessToken);
      pass(20);
      assert.notEqual((await initial()).accessToken, first.accessToken);
      assert.equal(logins(), 2);
    });
  });

  it("is the desk's, where that is shorter", async () => {
    await withHost({ desk: { tokenTtl: 90 } }, async ({ initial, nowMs, pass }) => {
      const first = await initial();
      assert.equal(Date.parse(first.expiresAt), nowMs() + 90_000);
      pass(91);
      assert.notEqual((await initial()).accessToken, first.accessToken);
    });
  });

  it('is not handed out down to its last seconds', async () => {
    await withHost({ desk: { tokenTtl: 90 } }, async ({ initial, pass }) => {
      const first = await initial();
      pass(82);
      assert.notEqual((await initial()).accessToken, first.accessToken);
    });
  });

  it('is a failure where it is over on arrival', async () => {
    await withHost({ desk: { tokenTtl: -10 } }, async ({ post, options }) => {
      const answer = await post(createTokenHandler(options));
      assert.deepEqual(
        [answer.status, ((await answer.json()) as { code: string }).code],
        [502, 'server-error'],
      );
    });
  });

  it('goes on where the desk made the same token again, within one second', async () => {
    await withHost({ grace: 0 }, async ({ initial, post, options, nowMs }) => {
      const first = await initial();
      const answer = await post(createTokenHandler(options), { reason: 'rejected', expiresAt: null });
      const again = (await answer.json()) as Token;
      assert.equal(again.accessToken, first.accessToken, String(nowMs()));
      await new Promise((resolve) => setTimeout(resolve, 50));
      const headers = { authorization: `Bearer ${again.accessToken}` };
      assert.equal((await fetch(`${options.api}/api/v1/user/profile`, { headers })).status, 200);
    });
  });
});

describe('the login', () => {
  it('goes through the fetch it was given, with fixed channel and platform', async () => {
    const bodies: unknown[] = [];
    const spy: typeof fetch = (input, init) => {
      if (typeof init?.body === 'string') bodies.push(JSON.parse(init.body));
      return fetch(input, init);
    };
    const credentials = () => ({ ...AGENT, channel: 'WEB', platform: 'OTHER' });
    await withHost({ fetch: spy, credentials }, async ({ initial }) => {
      await initial();
      assert.deepEqual(bodies, [{ ...AGENT, channel: 'FLUTTER', platform: 'BYTEDESK' }]);
    });
  });

  it('is not needed to log out, and not made by it', async () => {
    await withHost({}, async ({ post, options, logins }) => {
      assert.equal((await post(createLogoutHandler(options), {})).status, 204);
      assert.equal(logins(), 0);
    });
  });
});
