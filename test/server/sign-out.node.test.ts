import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Farm, eventually, type Answer, type FarmKind } from './farm.js';
import { withoutRedis } from './redis.js';

const codeOf = ({ status, body }: Answer): string => `${status} ${body.code ?? ''}`.trim();

/** Whoever signs out wins, over whatever was asked before. */
function signOutSuite(kind: FarmKind, skip: string | false): void {
  describe(`a sign-out with ${kind}`, { skip }, () => {
    let farm: Farm;
    // Where the sign-out is made; the request is at host 0.
    const other = kind === 'redis' ? 1 : 0;

    before(async () => {
      farm = await Farm.start(kind, { grace: 0.3, timeout: 5 });
    });

    after(() => farm.close());

    beforeEach(async () => {
      await farm.pass(3600);
      farm.desk.reset();
      farm.desk.clearRequests();
    });

    /** No token of a user is alive at the desk, and none comes later. */
    const livingTokens = (): number =>
      farm.desk
        .snapshot()
        .tokens.filter(({ revoked, expiresAt }) => !revoked && Date.parse(expiresAt) > farm.nowMs).length;

    for (const known of [true, false]) {
      const what = known ? 'whose token is kept' : 'without a token';

      it(`wins over the slow body of a user ${what}`, async () => {
        const user = farm.user('second');
        const before = livingTokens();
        if (known) await farm.token(user);
        const rest = await farm.halfToken(user);
        await farm.pass(3);
        assert.equal((await farm.logout(user, other)).status, 204);
        await farm.pass(3);
        assert.equal(codeOf(await rest()), '401 unauthorized');
        assert.equal(livingTokens(), before);
      });

      it(`wins over a slow authorize() for a user ${what}`, async () => {
        const user = farm.user('second');
        const before = livingTokens();
        if (known) await farm.token(user);
        await farm.hold(true);
        const coming = farm.token(user, undefined, 0);
        await eventually(async () => (await farm.held()) === 1, 'the request in authorize()');
        await farm.pass(3);
        if (other === 0) {
          // Here the sign-out comes by the same authorize(); it must not wait for the request.
          const leaving = farm.logout(user, 0);
          await eventually(async () => (await farm.held()) === 2, 'the sign-out in authorize()');
          await farm.hold(false);
          assert.equal((await leaving).status, 204);
        } else {
          assert.equal((await farm.logout(user, other)).status, 204);
          await farm.hold(false);
          assert.equal(codeOf(await coming), '401 unauthorized');
        }
        const { body } = await coming;
        if (body.accessToken) assert.equal(await farm.statusAtDesk(body.accessToken), 401);
        assert.equal(livingTokens(), before);
      });
    }

    it('wins over a login that is on its way, whoever waits for it', async () => {
      const user = farm.user('second');
      const before = livingTokens();
      farm.desk.set({ slow: 300 });
      const coming = Array.from({ length: 5 }, () => farm.token(user, undefined, 0));
      await eventually(() => farm.count('login') === 1, 'the login');
      assert.equal((await farm.logout(user, other)).status, 204);
      for (const answer of await Promise.all(coming)) {
        const { accessToken } = answer.body;
        if (accessToken) assert.equal(await farm.statusAtDesk(accessToken), 401);
        else assert.match(codeOf(answer), /^401 unauthorized$|^503 sign-out-in-doubt$/);
      }
      assert.equal(livingTokens(), before);
    });

    it('does not harm those who sign in again', async () => {
      const user = farm.user();
      await farm.token(user);
      for (let round = 0; round < 3; round += 1) {
        assert.equal((await farm.logout(user, other)).status, 204);
        await farm.pass(2);
        const answers = await Promise.all([farm.token(user, undefined, 0), farm.token(user, undefined, 0)]);
        assert.deepEqual(answers.map(codeOf), ['200', '200']);
      }
    });

    it('is told from a request by its place in line, on one machine, however fast they come', async () => {
      const user = farm.user();
      await farm.token(user, undefined, 0);
      await farm.logout(user, 0);
      assert.equal(codeOf(await farm.token(user, undefined, 0)), '200');
    });

    it('is made good later if the desk could not be told', async () => {
      const user = farm.user('second');
      const { accessToken } = (await farm.token(user)).body;
      farm.desk.set({ fail: { as: 500, path: '/api/v1/user/logout' } });
      assert.equal((await farm.logout(user, other)).status, 204);
      assert.equal(await farm.statusAtDesk(accessToken), 200);
      farm.desk.set({ fail: null });
      await farm.pass(60);
      // The next request of that user finds what is left to do.
      await farm.token(user);
      await eventually(async () => (await farm.statusAtDesk(accessToken)) === 401, 'the revocation');
    });
  });
}

signOutSuite('memory', false);
signOutSuite('redis', withoutRedis);

describe('two machines', { skip: withoutRedis }, () => {
  let farm: Farm;

  before(async () => {
    farm = await Farm.start('redis', { timeout: 5 });
  });

  after(() => farm.close());

  for (const [apartMs, expected] of [
    [-5000, '200'],
    [-2000, '200'],
    [-1999, '503 sign-out-in-doubt'],
    [0, '503 sign-out-in-doubt'],
    [1999, '503 sign-out-in-doubt'],
    [2000, '401 unauthorized'],
    [5000, '401 unauthorized'],
  ] as const) {
    it(`whose sign-out is ${apartMs} ms after the request by their clocks answer ${expected}`, async () => {
      await farm.pass(3600);
      const user = farm.user();
      await farm.setClock(1, farm.nowMs + apartMs);
      await farm.logout(user, 1);
      const answer = await farm.token(user, undefined, 0);
      assert.equal(codeOf(answer), expected);
      const wait = Number(answer.headers.get('retry-after'));
      if (expected.startsWith('503')) assert.ok(wait >= 1 && wait <= 4, String(wait));
    });
  }

  it('answer what was in doubt once it is not', async () => {
    await farm.pass(3600);
    const user = farm.user();
    await farm.logout(user, 1);
    const answer = await farm.token(user, undefined, 0);
    assert.equal(answer.status, 503);
    await farm.pass(Number(answer.headers.get('retry-after')));
    assert.equal((await farm.token(user, undefined, 0)).status, 200);
  });
});

for (const way of ['gone', 'frozen'] as const) {
  describe(`two machines whose Redis is ${way} in the middle`, { skip: withoutRedis }, () => {
    let farm: Farm;

    const stop = (): unknown => (way === 'gone' ? farm.redis?.stop() : farm.redis?.freeze(true));
    const start = (): unknown => (way === 'gone' ? farm.redis?.start() : farm.redis?.freeze(false));

    before(async () => {
      farm = await Farm.start('redis', { timeout: 5 });
    });

    after(async () => {
      farm.redis?.freeze(false);
      await farm.close();
    });

    it('hand out nothing to a request that came before: nobody knows whether its user has signed out', async () => {
      const user = farm.user();
      const { accessToken } = (await farm.token(user)).body;
      const rest = await farm.halfToken(user);
      await farm.pass(5);
      assert.equal((await farm.logout(user, 1)).status, 204);
      await stop();
      const answer = await rest();
      assert.equal(codeOf(answer), '503 sign-out-in-doubt');
      assert.equal(answer.headers.get('retry-after'), '1');
      assert.equal(await farm.statusAtDesk(accessToken), 401);
      // Who asks again is a new request, and each machine goes by what it knows.
      assert.equal((await farm.token(user, undefined, 0)).status, 200);
    });

    it(
      'tell each other of a sign-out of the meantime as soon as it is back',
      { timeout: 20_000 },
      async () => {
        const user = farm.user();
        const rest = await farm.halfToken(user);
        await farm.pass(3);
        assert.equal((await farm.logout(user, 1)).status, 204);
        await start();
        await farm.pass(6);
        // Either machine has to see that it is back: it looks when somebody asks.
        await eventually(async () => {
          await Promise.all([0, 1].map((host) => farm.token(farm.user('limited'), undefined, host)));
          await farm.pass(6);
          const types = (await farm.events()).map(({ type }) => type);
          return types.filter((type) => type === 'storage-up').length >= 2;
        }, 'the end of the outage on both machines');
        await eventually(async () => {
          const { status } = await farm.token(user, undefined, 1);
          return status === 200;
        }, 'a machine that has told');
        assert.equal(codeOf(await rest()), '401 unauthorized');
      },
    );
  });
}
