import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import { AGENT, call, codes, withDesk, type DeskAnswer } from './desk-client.js';

const swap = (desk: StandInDesk, accessToken: string, channel = 'WEB'): Promise<DeskAnswer> =>
  call(desk.api, '/auth/v1/login/accessToken', { body: { accessToken, channel, platform: 'BYTEDESK' } });

const isLive = async (desk: StandInDesk, token: string): Promise<boolean> =>
  (await call(desk.api, '/api/v1/user/profile', { token })).status === 200;

describe('POST /auth/v1/login/accessToken', () => {
  it('answers a live token with a new one and the user, and leaves the old one alive', async () => {
    await withDesk({}, async (desk) => {
      const old = await desk.issueToken();
      const { status, code, data } = await swap(desk, old);
      assert.deepEqual([status, code, data.user.username], [200, 200, AGENT.username]);
      assert.notEqual(data.accessToken, old);
      assert.ok(await isLive(desk, old));
      assert.ok(await isLive(desk, data.accessToken));
    });
  });

  it('leaves the new token alive when the old one is revoked', async () => {
    await withDesk({}, async (desk) => {
      const old = await desk.issueToken();
      const { data } = await swap(desk, old);
      desk.revoke(old);
      assert.equal(await isLive(desk, old), false);
      assert.ok(await isLive(desk, data.accessToken));
    });
  });

  it('adds one row per swap, and no seat', async () => {
    await withDesk({ maxMembers: 1 }, async (desk) => {
      const old = await desk.issueToken();
      assert.equal((await swap(desk, old)).code, 200);
      assert.equal(desk.snapshot().tokens.length, 2);
    });
  });

  const dead: [string, (desk: StandInDesk) => Promise<string>][] = [
    ['no token at all', () => Promise.resolve('')],
    ['a made-up token', () => Promise.resolve('not-a-token')],
    ['a token past its end', (desk) => desk.issueToken(AGENT.username, { seconds: -1 })],
    [
      'a token whose row was expired',
      async (desk) => {
        const token = await desk.issueToken();
        desk.expire(token);
        return token;
      },
    ],
    [
      'a revoked token',
      async (desk) => {
        const token = await desk.issueToken();
        desk.revoke(token);
        return token;
      },
    ],
    ['a token of another desk', () => withDesk({}, (other) => other.issueToken())],
  ];
  for (const [name, make] of dead) {
    it(`says HTTP 200 and code -1 to ${name}`, async () => {
      await withDesk({}, async (desk) => {
        assert.deepEqual(codes(await swap(desk, await make(desk))), { status: 200, code: -1, data: false });
      });
    });
  }

  const gone: [string, Parameters<StandInDesk['setUser']>[1], { status: number; code: number }][] = [
    ['deleted', { deleted: true }, { status: 401, code: 401 }],
    ['disabled', { enabled: false }, { status: 403, code: 403 }],
    ['forced out as a member', { memberDisabled: true }, { status: 200, code: 403 }],
  ];
  for (const [name, change, expected] of gone) {
    it(`answers HTTP ${expected.status} and code ${expected.code} when its user is ${name}`, async () => {
      await withDesk({}, async (desk) => {
        const token = await desk.issueToken();
        desk.setUser(AGENT.username, change);
        assert.deepEqual(codes(await swap(desk, token)), { ...expected, data: false });
      });
    });
  }

  it('answers HTTP 403 when more users hold a seat than there are', async () => {
    await withDesk({}, async (desk) => {
      const token = await desk.issueToken();
      await desk.issueToken('second@example.com');
      desk.set({ maxMembers: 1 });
      assert.deepEqual(codes(await swap(desk, token)), { status: 403, code: 403, data: false });
    });
  });
});
