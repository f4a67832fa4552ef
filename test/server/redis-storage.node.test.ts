import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { Farm } from './farm.js';
import { HOST_SECRETS } from './host-app.js';
import { withoutRedis } from './redis.js';

describe('what stands in Redis', { skip: withoutRedis }, () => {
  let farm: Farm;
  let redis: Redis;

  before(async () => {
    farm = await Farm.start('redis', { timeout: 2 });
    redis = new Redis({ host: '127.0.0.1', port: farm.redis?.port });
  });

  after(async () => {
    await redis.quit();
    await farm.close();
  });

  /** Runs something, and gives the keys that it added. */
  async function added(act: () => Promise<unknown>): Promise<string[]> {
    const before = new Set(await redis.keys('*'));
    await act();
    return (await redis.keys('*')).filter((key) => !before.has(key) && key.startsWith('bytedesk:token:'));
  }

  it('is encrypted, ends by itself, and names nobody', async () => {
    const user = farm.user('second');
    const [key = ''] = await added(() => farm.token(user));
    await farm.token(farm.user('wrong'));
    const keys = await redis.keys('*');
    assert.ok(keys.length >= 2);
    for (const one of keys) {
      const value = (await redis.get(one)) ?? '';
      for (const secret of [user, 'example.com', ...HOST_SECRETS]) {
        assert.ok(!one.includes(secret) && !value.includes(secret) && !atobAll(value).includes(secret), one);
      }
      assert.ok((await redis.ttl(one)) > 0 || one.includes(':lock:'), one);
    }
    assert.match(key, /^bytedesk:token:[0-9a-f]{64}$/);
    const header = JSON.parse(atob(((await redis.get(key)) ?? '').split('.')[0] ?? ''));
    assert.deepEqual(header, { alg: 'dir', enc: 'A256GCM' });
  });

  it("does not open at another user's place", async () => {
    const [one, other] = [farm.user('agent'), farm.user('second')];
    const [from = ''] = await added(() => farm.token(one));
    const [to = ''] = await added(() => farm.token(other));
    const first = await farm.token(one);
    await redis.set(to, (await redis.get(from)) ?? '', 'EX', 60);
    await farm.pass(2);
    const { body } = await farm.token(other);
    assert.notEqual(body.accessToken, first.body.accessToken);
    assert.ok(atob(String(body.accessToken).split('.')[1] ?? '').includes('second@'));
    assert.ok((await farm.events()).some(({ type }) => type === 'storage-unreadable'));
  });

  for (const value of ['', 'rubbish', 'eyJhbGciOiJub25lIn0.e30.', '{"name":"x","value":{}}', '[]']) {
    it(`is not believed if it is ${JSON.stringify(value)}`, async () => {
      const user = farm.user();
      const [key = ''] = await added(() => farm.token(user));
      await redis.set(key, value);
      await farm.pass(2);
      assert.equal((await farm.token(user)).status, 200);
    });
  }

  it('may be lost without a further try of a wrong password', async () => {
    const user = farm.user('wrong');
    farm.desk.clearRequests();
    for (let tries = 0; tries < 4; tries += 1) await farm.token(user);
    await redis.flushall();
    for (let tries = 0; tries < 4; tries += 1) assert.equal((await farm.token(user)).status, 403);
    assert.equal(farm.count('login'), 2);
  });

  it('is no lock for ever: one whose owner has died ends by itself', { timeout: 15_000 }, async () => {
    const user = farm.user();
    const [key = ''] = await added(() => farm.token(user));
    await farm.logout(user);
    const name = `bytedesk:lock:${key.slice(key.lastIndexOf(':') + 1)}`;
    await redis.set(name, 'a machine that is gone', 'PX', 700);
    const startMs = Date.now();
    await farm.pass(2);
    assert.equal((await farm.token(user)).status, 200);
    assert.ok(Date.now() - startMs >= 600);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(await redis.exists(name), 0);
  });
});

function atobAll(text: string): string {
  return text
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    .join(' ');
}
