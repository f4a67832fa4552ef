import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Farm, type Answer } from './farm.js';
import { withoutRedis } from './redis.js';

/** Longer than the endpoint leaves a storage in peace that has failed. */
const REST_SECONDS = 6;

const ways = {
  gone: { stop: (farm: Farm) => farm.redis?.stop(), start: (farm: Farm) => farm.redis?.start() },
  frozen: {
    stop: (farm: Farm) => farm.redis?.freeze(true),
    start: (farm: Farm) => farm.redis?.freeze(false),
  },
};

for (const [way, { stop, start }] of Object.entries(ways)) {
  describe(`two machines whose Redis is ${way}`, { skip: withoutRedis }, () => {
    let farm: Farm;
    let [known, knownToken] = ['', ''];

    const both = (user: string | null, body?: object): Promise<Answer[]> =>
      Promise.all([0, 1].map((host) => farm.token(user, body, host)));
    const tokensOf = async (user: string): Promise<string[]> =>
      (await both(user)).map(({ body }) => body.accessToken);

    before(async () => {
      farm = await Farm.start('redis', { timeout: 3 });
      known = farm.user();
      [knownToken = ''] = await tokensOf(known);
      await stop(farm);
    });

    after(async () => {
      farm.redis?.freeze(false);
      await farm.close();
    });

    beforeEach(() => farm.desk.clearRequests());

    it('are slower, not broken: each has its own login', { timeout: 20_000 }, async () => {
      const user = farm.user();
      const startMs = Date.now();
      for (const { status } of await both(user)) assert.equal(status, 200);
      assert.ok(Date.now() - startMs < 5000);
      assert.equal(farm.count('login'), 2);
      for (const { status } of await both(user)) assert.equal(status, 200);
      assert.equal(farm.count('login'), 2);
    });

    it('still take one login each for many requests at once', async () => {
      const user = farm.user('second');
      const answers = await Promise.all(Array.from({ length: 100 }, () => farm.token(user)));
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
      assert.equal(farm.count('login'), 2);
    });

    it('are not open: nobody signed in is nobody', async () => {
      for (const { status } of await both(null)) assert.equal(status, 401);
    });

    it('together try a wrong password no more often than one machine does', async () => {
      const user = farm.user('wrong');
      for (let round = 0; round < 5; round += 1) await both(user);
      assert.equal(farm.count('login'), 2);
    });

    it('log out, and hand out nothing again of what they knew', async () => {
      const user = farm.user();
      const [mine] = await tokensOf(user);
      assert.equal((await farm.logout(user, 0)).status, 204);
      assert.equal(await farm.statusAtDesk(mine ?? ''), 401);
      await farm.pass(2);
      assert.notEqual((await farm.token(user, undefined, 0)).body.accessToken, mine);
    });

    it('are one again once it is back, and a logout made meanwhile counts', { timeout: 20_000 }, async () => {
      await farm.logout(known, 0);
      const apart = farm.user('limited');
      await tokensOf(apart);
      await start(farm);
      // A frozen Redis and a lost connection take a moment of their own.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await farm.pass(REST_SECONDS);
      const next = (await farm.token(known, undefined, 0)).body.accessToken;
      assert.notEqual(next, knownToken);
      assert.equal((await farm.token(known, undefined, 1)).body.accessToken, next);
      const [first] = await tokensOf(apart);
      assert.deepEqual(await tokensOf(apart), [first, first]);
    });

    it('told their log of it, once each way', async () => {
      const types = (await farm.events())
        .map(({ type }) => type)
        .filter((type) => type.startsWith('storage'));
      assert.ok(types.includes('storage-down') && types.includes('storage-up'));
      assert.ok(types.length <= 12, types.join());
    });
  });
}
