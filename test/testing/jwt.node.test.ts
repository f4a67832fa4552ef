import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AGENT, call, claimsOf, login, stoppedClock, withDesk } from './desk-client.js';

const DAY = 86_400;

describe('a token of the desk', () => {
  it('has the header, claims and nested subject of the documented sample', async () => {
    await withDesk({}, async (desk) => {
      const token = await desk.issueToken('Agent@Example.com');
      const [header, payload, signature] = token.split('.');
      assert.equal(Buffer.from(header ?? '', 'base64url').toString(), '{"alg":"HS384"}');
      assert.equal(Buffer.from(signature ?? '', 'base64url').length, 48);
      const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
      assert.deepEqual(Object.keys(claims), ['sub', 'iat', 'exp']);
      assert.equal(claims.sub, '{"platform":"bytedesk","username":"agent@example.com"}');
    });
  });

  const lives: [channel: string, days: number][] = [
    ['WEB', 30],
    ['web_agent', 30],
    ['FLUTTER', 365],
    ['ELECTRON', 365],
  ];
  for (const [channel, days] of lives) {
    it(`lives ${days} days on channel ${channel}`, async () => {
      await withDesk({ captcha: false }, async (desk) => {
        const { data } = await login(desk, { ...AGENT, channel });
        const { iat, exp } = claimsOf(data.accessToken);
        assert.equal(exp - iat, days * DAY);
      });
    });
  }

  it('lives as long as tokenTtl says, in seconds', async () => {
    await withDesk({ tokenTtl: 90 }, async (desk) => {
      const { iat, exp } = claimsOf((await login(desk, AGENT)).data.accessToken);
      assert.equal(exp - iat, 90);
    });
    await withDesk({ tokenTtl: { web: 60, other: 120 } }, async (desk) => {
      const { iat, exp } = claimsOf(await desk.issueToken(AGENT.username, { channel: 'WEB' }));
      assert.equal(exp - iat, 60);
    });
  });

  it('is the same string for two logins in one second, and another one a second later', async () => {
    const clock = stoppedClock();
    await withDesk({ now: clock.now }, async (desk) => {
      const [first, second] = [await login(desk, AGENT), await login(desk, AGENT)];
      assert.equal(first.data.accessToken, second.data.accessToken);
      clock.pass(1);
      assert.notEqual((await login(desk, AGENT)).data.accessToken, first.data.accessToken);
    });
  });

  it('ends at its exp to the second, without tolerance', async () => {
    const clock = stoppedClock();
    await withDesk({ now: clock.now }, async (desk) => {
      const token = await desk.issueToken(AGENT.username, { seconds: 10 });
      clock.pass(9);
      assert.equal((await call(desk.api, '/api/v1/user/profile', { token })).status, 200);
      clock.pass(1);
      assert.equal((await call(desk.api, '/api/v1/user/profile', { token })).status, 401);
    });
  });
});
