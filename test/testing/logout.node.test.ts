import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import { AGENT, call, codes, withDesk, type DeskAnswer } from './desk-client.js';

const logout = (desk: StandInDesk, token?: string): Promise<DeskAnswer> =>
  call(desk.api, '/api/v1/user/logout', { method: 'POST', token });

const statusOf = async (desk: StandInDesk, token: string): Promise<number> =>
  (await call(desk.api, '/api/v1/user/profile', { token })).status;

describe('POST /api/v1/user/logout', () => {
  it('needs no body and answers HTTP 200 with data true', async () => {
    await withDesk({}, async (desk) => {
      assert.deepEqual(codes(await logout(desk, await desk.issueToken())), {
        status: 200,
        code: 200,
        data: true,
      });
    });
  });

  it('revokes the row of this token and no other of the user', async () => {
    await withDesk({}, async (desk) => {
      const [first, second] = [
        await desk.issueToken(),
        await desk.issueToken(AGENT.username, { channel: 'WEB' }),
      ];
      await logout(desk, first);
      assert.deepEqual([await statusOf(desk, first), await statusOf(desk, second)], [401, 200]);
    });
  });

  it('answers 401 without a token, and to one that is over or out already', async () => {
    await withDesk({}, async (desk) => {
      const out = await desk.issueToken();
      await logout(desk, out);
      const expired = await desk.issueToken(AGENT.username, { seconds: -1 });
      for (const token of [undefined, out, expired]) assert.equal((await logout(desk, token)).status, 401);
    });
  });

  it('revokes nothing on servers of the middle of 2025', async () => {
    await withDesk({ server: 'mid-2025' }, async (desk) => {
      const token = await desk.issueToken();
      assert.equal((await logout(desk, token)).code, 200);
      assert.equal(await statusOf(desk, token), 200);
    });
  });
});
