import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, spy, useFakeTimers } from 'sinon';
import { Deadline, RECHECK_MS } from '../../src/session/deadline.js';

const DAY_MS = 24 * 60 * 60_000;

describe('Deadline', () => {
  let clock: SinonFakeTimers;

  beforeEach(() => {
    clock = useFakeTimers({ now: 1_800_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });

  afterEach(() => clock.restore());

  for (const days of [1 / 1440, 30, 365]) {
    it(`is reached after ${days} days, not a moment earlier, once`, () => {
      const reach = spy();
      const deadline = new Deadline(Date.now() + days * DAY_MS, reach);
      clock.tick(days * DAY_MS - 1);
      expect(reach.callCount).to.equal(0);
      clock.tick(1);
      expect(reach.callCount).to.equal(1);
      clock.tick(RECHECK_MS * 2);
      expect(reach.callCount).to.equal(1);
      expect(clock.countTimers()).to.equal(0);
      deadline.cancel();
    });
  }

  it('is reached on a later task when it has passed', () => {
    const reach = spy();
    new Deadline(Date.now() - 1, reach);
    expect(reach.callCount).to.equal(0);
    clock.tick(0);
    expect(reach.callCount).to.equal(1);
  });

  for (const type of ['pageshow', 'focus', 'online']) {
    it(`notices on ${type} that the machine slept`, () => {
      const reach = spy();
      new Deadline(Date.now() + DAY_MS, reach);
      clock.setSystemTime(Date.now() + 2 * DAY_MS);
      window.dispatchEvent(new Event(type));
      expect(reach.callCount).to.equal(1);
    });
  }

  it('notices on visibilitychange that the machine slept', () => {
    const reach = spy();
    new Deadline(Date.now() + DAY_MS, reach);
    clock.setSystemTime(Date.now() + 2 * DAY_MS);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(reach.callCount).to.equal(1);
  });

  it('notices a clock that was put forward, and one put back', () => {
    const reach = spy();
    new Deadline(Date.now() + DAY_MS, reach);
    clock.setSystemTime(Date.now() - DAY_MS);
    clock.tick(DAY_MS);
    expect(reach.callCount).to.equal(0);
    clock.setSystemTime(Date.now() + 3 * DAY_MS);
    clock.tick(RECHECK_MS);
    expect(reach.callCount).to.equal(1);
  });

  it('is not reached after it was cancelled, and leaves no timer and no listener', () => {
    const reach = spy();
    const remove = spy(window, 'removeEventListener');
    const deadline = new Deadline(Date.now() + 1000, reach);
    deadline.cancel();
    deadline.cancel();
    expect(remove.callCount).to.equal(3);
    remove.restore();
    clock.tick(2000);
    window.dispatchEvent(new Event('focus'));
    expect(reach.callCount).to.equal(0);
    expect(clock.countTimers()).to.equal(0);
  });
});
