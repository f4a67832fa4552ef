import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually, Farm } from './farm.js';
import { withoutRedis } from './redis.js';

const LOGOUT = '/api/v1/user/logout';

describe('a token that a storage has lost', { skip: withoutRedis }, () => {
  let farm: Farm;

  before(async () => {
    farm = await Farm.start('redis', { grace: 1, timeout: 3 });
  });

  after(() => farm.close());

  /** Ends Redis, which comes back with nothing in it, and waits until both hosts have it again. */
  const loseAll = async (): Promise<void> => {
    await farm.redis?.stop();
    await farm.redis?.start();
    for (const host of [0, 1]) {
      for (let isUp = false; !isUp;) {
        await farm.pass(6);
        const before = farm.count('login');
        const user = farm.user('witness');
        await farm.token(user, undefined, host);
        await farm.token(user, undefined, 1 - host);
        // Another machine finds the token only in a Redis that both have.
        isUp = farm.count('login') === before + 1;
      }
    }
  };
  const tokenOf = async (user: string, host: number): Promise<string> =>
    (await farm.token(user, undefined, host)).body.accessToken;
  const signOut = async (user: string): Promise<void> => {
    for (const host of [0, 1]) assert.equal((await farm.logout(user, host)).status, 204);
  };

  it(
    'is revoked when consoles have had their grace, though nobody signs out',
    { timeout: 60_000 },
    async () => {
      const user = farm.user();
      const first = await tokenOf(user, 0);
      await loseAll();
      const second = await tokenOf(user, 0);
      assert.notEqual(second, first);
      assert.equal(await farm.statusAtDesk(first), 200);
      await farm.pass(2);
      await tokenOf(user, 0);
      await eventually(async () => (await farm.statusAtDesk(first)) === 401, 'the revocation');
      assert.equal(await farm.statusAtDesk(second), 200);
      await signOut(user);
    },
  );

  it(
    'is revoked, also where the storage loses it again before the desk could be told',
    { timeout: 60_000 },
    async () => {
      const user = farm.user();
      const first = await tokenOf(user, 0);
      await loseAll();
      farm.desk.set({ fail: { as: 500, path: LOGOUT } });
      assert.notEqual(await tokenOf(user, 0), first);
      await loseAll();
      farm.desk.set({ fail: null });
      assert.equal(await farm.statusAtDesk(first), 200);
      await signOut(user);
      assert.equal(await farm.statusAtDesk(first), 401);
    },
  );
});
