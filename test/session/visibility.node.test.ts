import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeDesk } from './fake-desk.js';
import { settle } from './fake-platform.js';
import { DAY, HOUR, MINUTE, Scene } from './session-scene.js';

const PROBING = { checkIntervalMs: 5 * MINUTE };

/** A session that has not begun, with a source that can be reached or not, whatever the browser believes. */
function scene(isReachable: () => boolean = () => true): Scene {
  const made: Scene = new Scene({
    provider: () => {
      if (!isReachable()) throw new TypeError('Failed to fetch');
      return made.token(HOUR);
    },
    needs: PROBING,
    joins: false,
  });
  return made;
}

describe('a browser that calls itself offline', () => {
  const desk = new FakeDesk();

  it('delays the first try by seconds, and does not forbid it', async () => {
    const it = scene();
    it.platform.online = false;
    it.session.add(it.witness);
    await settle();
    assert.deepEqual(it.asked, []);
    await it.pass(5_000);
    assert.deepEqual(it.asked, ['initial']);
    assert.equal(it.session.state, 'live');
  });

  it('and is wrong for good gets its renewals and checks as any other', async () => {
    const it = scene();
    it.platform.online = false;
    it.session.add(it.witness);
    await it.pass(DAY);
    assert.ok(it.asked.length >= 23 && it.asked.length <= 26, `${it.asked.length} requests`);
    assert.ok(desk.calls.length > 200, `${desk.calls.length} checks`);
    assert.ok(!it.log.includes('expired'));
  });

  it('and turns so later does not let a token end that can be renewed', async () => {
    const it = scene();
    it.session.add(it.witness);
    await settle();
    it.platform.online = false;
    await it.pass(3 * HOUR);
    assert.equal(it.session.state, 'live');
    assert.ok(!it.log.includes('expired'));
  });

  it('and is right ends in an error, and goes on when it is online', async () => {
    let isThere = false;
    const it = scene(() => isThere);
    it.platform.online = false;
    it.session.add(it.witness);
    await it.pass(MINUTE);
    assert.equal(it.session.problem?.code, 'token-source-failed');
    assert.equal(it.asked.length, 4);
    isThere = true;
    it.platform.online = true;
    it.platform.wake('online');
    await it.pass(2_000);
    assert.equal(it.session.state, 'live');
  });

  it('does not wait once it is online', async () => {
    const it = scene();
    it.platform.online = false;
    it.session.add(it.witness);
    await settle();
    it.platform.online = true;
    it.platform.wake('online');
    await settle();
    assert.deepEqual(it.asked, ['initial']);
  });

  it('answers a request by hand at once', async () => {
    const it = scene();
    it.platform.online = false;
    it.session.add(it.witness);
    await it.session.renew();
    assert.equal(it.session.state, 'live');
  });

  it('that wrongly calls itself online gets the usual tries', async () => {
    const it = scene(() => false);
    it.session.add(it.witness);
    await it.pass(MINUTE);
    assert.equal(it.asked.length, 4);
    assert.equal(it.session.state, 'failed');
  });
});

describe('a page that nobody sees', () => {
  const desk = new FakeDesk();

  it('asks for nothing and runs no timer while it is prerendered, and begins when it is shown', async () => {
    const it = scene();
    it.platform.prerendering = true;
    it.session.add(it.witness);
    await it.pass(DAY);
    assert.deepEqual([it.asked, it.platform.timers, it.log], [[], 0, []]);
    it.platform.prerendering = false;
    it.platform.wake('prerenderingchange');
    await settle();
    assert.deepEqual(it.asked, ['initial']);
  });

  it('says nothing of a token that ends while it is prerendered, before it is shown', async () => {
    const it = new Scene({ joins: false });
    it.platform.prerendering = true;
    it.session.use(it.token(HOUR));
    it.session.add(it.witness);
    await it.pass(2 * HOUR);
    assert.deepEqual(it.log, []);
    it.platform.prerendering = false;
    it.platform.wake('prerenderingchange');
    assert.deepEqual(it.log, ['expired']);
  });

  it('runs no timer while it is hidden and has a source, tells nothing, and asks before it tells when it is seen', async () => {
    const it = scene();
    it.session.add(it.witness);
    await settle();
    desk.calls.length = 0;
    it.platform.show(false);
    assert.equal(it.platform.timers, 0);
    await it.pass(3 * HOUR);
    assert.deepEqual([it.platform.timers, it.asked, desk.calls.length], [0, ['initial'], 0]);
    it.platform.show(true);
    await it.pass(2_000);
    assert.deepEqual(it.asked, ['initial', 'renew']);
    assert.ok(!it.log.includes('expired'), it.log.join());
  });

  for (const [name, away, back] of [
    ['frozen', ['freeze', {}], ['resume', {}]],
    ['kept for the Back button', ['pagehide', { persisted: true }], ['pageshow', { persisted: true }]],
    ['frozen without a word of its end', ['freeze', {}], ['visibilitychange', {}]],
  ] as const) {
    it(`runs no timer and makes no request while it is ${name}, and asks before it tells when it is back`, async () => {
      const it = scene();
      it.session.add(it.witness);
      await settle();
      desk.calls.length = 0;
      it.platform.wake(away[0], away[1]);
      assert.equal(it.platform.timers, 0);
      await it.pass(3 * HOUR);
      it.platform.wake('storage');
      await settle();
      assert.equal(it.platform.timers, 0);
      assert.deepEqual([it.asked, desk.calls.length], [['initial'], 0]);
      it.platform.wake(back[0], back[1]);
      await it.pass(2_000);
      assert.deepEqual(it.asked, ['initial', 'renew']);
      assert.ok(!it.log.includes('expired'), it.log.join());
      assert.equal(it.session.state, 'live');
    });
  }

  it('that is left for good does nothing more', async () => {
    const it = scene();
    it.session.add(it.witness);
    await settle();
    it.platform.wake('pagehide', { persisted: false });
    await settle();
    assert.deepEqual(it.asked, ['initial']);
  });

  it('is known to go on by an element that is added to it', async () => {
    const it = scene();
    it.session.add(it.witness);
    await settle();
    it.platform.wake('freeze');
    it.session.remove(it.witness);
    it.session.add(it.witness);
    await it.pass(HOUR);
    assert.ok(it.asked.length > 1);
  });
});
