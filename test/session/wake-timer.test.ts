import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, spy, useFakeTimers } from 'sinon';
import { WakeTimer, RECHECK_MS } from '../../src/session/wake-timer.js';
import { browserPlatform } from '../../src/session/platform.js';

const DAY_MS = 24 * 60 * 60_000;
/** Longer than a browser timer can wait. */
const YEAR_MS = 365 * DAY_MS;

describe('WakeTimer', () => {
  let clock: SinonFakeTimers;
  const ring = spy();
  let timer: WakeTimer;

  beforeEach(() => {
    clock = useFakeTimers({ now: 1_800_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    ring.resetHistory();
    timer = new WakeTimer(browserPlatform, ring);
  });

  afterEach(() => {
    timer.cancel();
    clock.restore();
  });

  it('rings at its time, once', () => {
    timer.set(60_000);
    clock.tick(59_999);
    expect(ring.callCount).to.equal(0);
    clock.tick(1);
    expect(ring.callCount).to.equal(1);
    clock.tick(YEAR_MS);
    expect(ring.callCount).to.equal(1);
  });

  it('rings in time to look at the clock again, not at once, when set to a time no timer can wait for', () => {
    timer.set(YEAR_MS);
    clock.tick(RECHECK_MS - 1);
    expect(ring.callCount).to.equal(0);
    clock.tick(1);
    expect(ring.callCount).to.equal(1);
  });

  it('keeps the last time it was set to, and none at all for Infinity', () => {
    timer.set(1000);
    timer.set(5000);
    clock.tick(4999);
    expect(ring.callCount).to.equal(0);
    timer.set(Infinity);
    expect(clock.countTimers()).to.equal(0);
  });

  it('rings on a later task for a time that has passed', () => {
    timer.set(-1);
    expect(ring.callCount).to.equal(0);
    clock.tick(0);
    expect(ring.callCount).to.equal(1);
  });

  for (const type of ['pageshow', 'pagehide', 'focus', 'online', 'storage']) {
    it(`rings on ${type} and hands the event on`, () => {
      const event = new Event(type);
      window.dispatchEvent(event);
      expect(ring.args).to.deep.equal([[event]]);
    });
  }

  it('rings on visibilitychange, which the page may have stopped on its way', () => {
    document.addEventListener('visibilitychange', (event) => event.stopImmediatePropagation(), {
      once: true,
    });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    expect(ring.callCount).to.equal(1);
  });

  it('leaves no timer and no listener when it is cancelled, also twice', () => {
    timer.set(1000);
    timer.cancel();
    timer.cancel();
    expect(clock.countTimers()).to.equal(0);
    window.dispatchEvent(new Event('focus'));
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    expect(ring.callCount).to.equal(0);
  });
});
