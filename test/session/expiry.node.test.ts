import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY, HOUR, MINUTE, Scene, token } from './session-scene.js';

describe('a token’s end', () => {
  for (const days of [1 / 1440, 1, 30, 365, 36_500]) {
    it(`is told once, at its time, not a moment earlier: ${days} days`, async () => {
      const scene = new Scene();
      await scene.use(scene.token(days * DAY));
      // A browser timer cannot wait for longer than 24.8 days, and fires at once instead.
      const most = Math.min(days * DAY, 40 * DAY);
      scene.platform.sleep(days * DAY - most);
      await scene.pass(most - 1);
      assert.deepEqual(
        scene.log.filter((entry) => entry === 'expired'),
        [],
      );
      await scene.pass(1);
      await scene.pass(DAY);
      assert.deepEqual(
        scene.log.filter((entry) => entry === 'expired'),
        ['expired'],
      );
    });
  }

  it('is noticed after sleep, at the first awakening', async () => {
    const scene = new Scene();
    await scene.use(scene.token(8 * HOUR));
    scene.platform.sleep(9 * HOUR);
    assert.equal(scene.session.state, 'live');
    scene.platform.wake('focus');
    assert.equal(scene.session.state, 'expired');
  });

  it('is noticed with throttled timers, which come late', async () => {
    const scene = new Scene();
    await scene.use(scene.token(HOUR));
    scene.platform.sleep(2 * HOUR);
    await scene.pass(10 * MINUTE);
    assert.equal(scene.session.state, 'expired');
  });

  it('comes no later when the clock is put back', async () => {
    const scene = new Scene();
    await scene.use(scene.token(2 * HOUR));
    await scene.pass(HOUR);
    scene.platform.wall -= 5 * HOUR;
    await scene.pass(HOUR - 1);
    assert.equal(scene.session.state, 'live');
    await scene.pass(1);
    assert.equal(scene.session.state, 'expired');
  });

  it('comes when the clock is put forward', async () => {
    const scene = new Scene();
    await scene.use(scene.token(2 * HOUR));
    scene.platform.wall += 3 * HOUR;
    await scene.pass(10 * MINUTE);
    assert.equal(scene.session.state, 'expired');
  });

  it('is right on a host whose clock is minutes behind, by the token’s own date', async () => {
    const scene = new Scene();
    const issued = scene.now + 5 * MINUTE;
    await scene.use(token({ iat: issued, exp: issued + HOUR }));
    await scene.pass(HOUR - 1);
    assert.equal(scene.session.state, 'live');
    await scene.pass(1);
    assert.equal(scene.session.state, 'expired');
  });

  it('has no clock without an end, or for an opaque token', async () => {
    for (const value of [token({}), 'opaque-token']) {
      const scene = new Scene();
      await scene.use(value);
      await scene.pass(30 * DAY);
      assert.equal(scene.session.state, 'live');
    }
  });

  it('is known at once when it has passed', async () => {
    const scene = new Scene();
    await scene.use(scene.token(-1));
    assert.deepEqual(scene.log, ['live', 'expired']);
  });

  it('given in milliseconds by mistake is read as what it means', async () => {
    const scene = new Scene();
    await scene.use(token({ iat: scene.now * 1000, exp: (scene.now + HOUR) * 1000 }));
    assert.equal(scene.session.info?.expiresAt?.getTime(), scene.now + HOUR);
  });
});
