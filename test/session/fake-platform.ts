import type { Platform } from '../../src/session/platform.js';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** What the tabs of one browser share. */
export class FakeBrowser {
  readonly items = new Map<string, string>();
  readonly platforms: FakePlatform[] = [];
  readonly #queues = new Map<string, Promise<unknown>>();

  /** Web Locks, in the order they are asked for. */
  readonly locks = {
    request: (name: string, { signal }: LockOptions, run: () => Promise<unknown>): Promise<unknown> => {
      const before = this.#queues.get(name) ?? Promise.resolve();
      const done = before.then(() => {
        if (signal?.aborted) throw new DOMException('given up', 'AbortError');
        return run();
      });
      this.#queues.set(
        name,
        done.catch(() => undefined),
      );
      return done;
    },
  } as unknown as Pick<LockManager, 'request'>;

  set(key: string, value: string, by?: FakePlatform): void {
    this.items.set(key, value);
    for (const platform of this.platforms) if (platform !== by) platform.wake('storage');
  }
}

/** A platform for a session whose clock, sleep, storage and locks a test drives. */
export class FakePlatform implements Platform {
  wall: number;
  steady = 0;
  /** What the browser believes of the network. */
  online = true;
  prerendering = false;
  visible = true;
  /** Blocks the storage, or takes the locks away. */
  isPoor = false;
  readonly #browser: FakeBrowser;
  readonly #timers = new Map<number, Timer>();
  readonly #listeners = new Set<(event: Event) => void>();
  #lastTimer = 0;
  #random = 0.5;

  constructor(browser = new FakeBrowser(), now = Date.UTC(2026, 0, 1)) {
    this.wall = now;
    this.#browser = browser;
    browser.platforms.push(this);
  }

  /** Timers that run. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Timers and listeners that are left. */
  get remains(): number {
    return this.#timers.size + this.#listeners.size;
  }

  now = (): number => this.wall;
  elapsed = (): number => this.steady;

  random = (): number => {
    // A full period generator, so that every run is the same.
    this.#random = (this.#random * 16807.5 + 0.123456789) % 1;
    return this.#random;
  };

  setTimeout = (callback: () => void, delayMs: number): number => {
    this.#lastTimer += 1;
    this.#timers.set(this.#lastTimer, { at: this.steady + Math.max(0, delayMs), callback });
    return this.#lastTimer;
  };

  clearTimeout = (handle: number): void => void this.#timers.delete(handle);
  isVisible = (): boolean => this.visible && !this.prerendering;
  isPrerendering = (): boolean => this.prerendering;
  isOnline = (): boolean => this.online;

  onWake = (callback: (event: Event) => void): (() => void) => {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  };

  get storage(): Platform['storage'] {
    if (this.isPoor) return null;
    return {
      getItem: (key) => this.#browser.items.get(key) ?? null,
      setItem: (key, value) => this.#browser.set(key, value, this),
    };
  }

  get locks(): Platform['locks'] {
    return this.isPoor ? undefined : this.#browser.locks;
  }

  /** Something that wakes the page: an event's type. */
  wake(type: string, more: object = {}): void {
    for (const listener of [...this.#listeners]) listener(Object.assign(new Event(type), more));
  }

  show(isVisible: boolean): void {
    this.visible = isVisible;
    this.wake('visibilitychange');
  }

  /** The next timer's time on the steady clock. */
  get nextTimer(): number {
    return Math.min(...[...this.#timers.values()].map(({ at }) => at));
  }

  /** Lets time pass, with every timer and whatever it sets off. */
  async pass(ms: number): Promise<void> {
    await settle();
    const end = this.steady + ms;
    while (this.nextTimer <= end) {
      this.#move(this.nextTimer - this.steady);
      for (const [handle, { at, callback }] of [...this.#timers]) {
        if (at > this.steady || !this.#timers.delete(handle)) continue;
        callback();
      }
      await settle();
    }
    this.#move(end - this.steady);
    await settle();
  }

  /** The machine sleeps: only the wall clock goes on. */
  sleep(ms: number): void {
    this.wall += ms;
  }

  #move(ms: number): void {
    this.steady += ms;
    this.wall += ms;
  }
}

/** Lets everything happen that waits for no timer. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
