import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { after } from '../../src/frame/timers.js';

/** A window whose timers the test runs, each as late as it wants to. */
class FakeView extends EventTarget {
  now = 0;
  readonly document = { prerendering: false };
  #next: { readonly at: number; readonly callback: () => void } | undefined;

  setTimeout = (callback: () => void, ms: number): number => {
    this.#next = { at: this.now + ms, callback };
    return 1;
  };

  clearTimeout = (): void => {
    this.#next = undefined;
  };

  get isIdle(): boolean {
    return this.#next === undefined;
  }

  /** The page stands still: time goes on, and no timer runs. */
  freeze(ms: number): void {
    this.now += ms;
  }

  /** The page runs, and its timers with it, those that are overdue at once. */
  run(ms: number): void {
    const end = this.now + ms;
    while (this.#next !== undefined && this.#next.at <= end) {
      const { at, callback } = this.#next;
      this.#next = undefined;
      this.now = Math.max(this.now, at);
      callback();
    }
    this.now = end;
  }
}

describe('a timer of the elements', () => {
  const start = (
    ms: number,
    view = new FakeView(),
  ): { view: FakeView; calls: () => number; cancel: () => void } => {
    let calls = 0;
    const cancel = after(ms, () => (calls += 1), view as unknown as Window);
    return { view, calls: () => calls, cancel };
  };

  it('fires once, in time, whatever its length', () => {
    for (const ms of [0, 1, 200, 999, 1_000, 1_001, 2_500, 30_000]) {
      const { view, calls } = start(ms);
      view.run(ms - 1);
      assert.equal(calls(), 0, `${ms}`);
      view.run(1);
      assert.equal(calls(), 1, `${ms}`);
      view.run(60_000);
      assert.equal(calls(), 1, `${ms}`);
    }
  });

  it('counts no time in which the page was frozen or asleep, but for the rest of a second', () => {
    for (const before of [0, 500, 10_000, 28_000]) {
      const { view, calls } = start(30_000);
      view.run(before);
      view.freeze(8 * 3_600_000);
      view.run(0);
      assert.equal(calls(), 0, `${before}`);
      view.run(30_000 - before - 1_001);
      assert.equal(calls(), 0, `${before}`);
      view.run(1_001);
      assert.equal(calls(), 1, `${before}`);
    }
  });

  it('does not run in a page that is prerendered, where it can be cancelled', () => {
    for (const isCancelled of [false, true]) {
      const fake = new FakeView();
      fake.document.prerendering = true;
      const { view, calls, cancel } = start(3_000, fake);
      assert.equal(view.isIdle, true);
      view.run(60_000);
      if (isCancelled) cancel();
      view.document.prerendering = false;
      view.dispatchEvent(new Event('prerenderingchange'));
      assert.equal(view.isIdle, isCancelled);
      view.run(2_999);
      assert.equal(calls(), 0);
      view.run(1);
      assert.equal(calls(), isCancelled ? 0 : 1);
    }
  });

  it('can be cancelled at any time', () => {
    for (const before of [0, 500, 2_000]) {
      const { view, calls, cancel } = start(3_000);
      view.run(before);
      cancel();
      view.run(60_000);
      assert.equal(calls(), 0);
    }
  });
});
