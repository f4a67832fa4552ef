// Calls the host's storage and survives its failures. `record-store.ts` decides what is kept while the storage is down.

import type { Log } from './log-event.js';
import { MemoryStorage, type Items, type TokenStorage } from './storage.js';
import { SingleFlight } from './turns.js';
import { within } from './within.js';

const OPERATION_TIMEOUT_MS = 1000;
/** How long a storage that failed is left alone, so that not every request waits for it. */
const REST_MS = 5000;
/** A name under which nothing is stored. */
const PROBE = 'bytedesk:probe';

interface SharedStoreOptions {
  readonly storage: TokenStorage | undefined;
  readonly log: Log;
  readonly now: () => number;
  /** Is called when a storage that was down answers again. */
  readonly onUp?: () => void;
}

/** The host's storage. While it is down no method throws, and the callers use what they keep themselves. */
export class SharedStore {
  /** False for the memory of this process, which is never down and loses nothing. */
  readonly isShared: boolean;
  readonly #storage: Items;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #onUp: () => void;
  readonly #probes = new SingleFlight<boolean>();
  #downUntilMs = 0;
  #isDown = false;

  constructor({ storage, log, now, onUp = () => {} }: SharedStoreOptions) {
    this.isShared = storage !== undefined;
    this.#storage = storage ?? new MemoryStorage(now);
    this.#log = log;
    this.#now = now;
    this.#onUp = onUp;
  }

  /** True if the last operation failed. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /** Tells whether the storage answers now. Simultaneous callers share one question. It never rejects. */
  async answers(): Promise<boolean> {
    if (!this.isShared) return true;
    return this.#probes.join(PROBE, async () => (await this.get(PROBE)) !== undefined);
  }

  /** Gives the value, null if there is none, undefined while the storage is down. */
  async get(key: string): Promise<unknown> {
    const answer = await this.#try(() => this.#storage.getItem(key));
    return answer && (answer.value ?? null);
  }

  /** Stores a value for at least `ttlMs`. It returns false if that failed. */
  async set(key: string, value: unknown, ttlMs: number): Promise<boolean> {
    const ttl = Math.max(1, Math.ceil(ttlMs / 1000));
    return Boolean(await this.#try(() => this.#storage.setItem(key, value, { ttl })));
  }

  /** Removes a value. It returns false if that failed. */
  async remove(key: string): Promise<boolean> {
    return Boolean(await this.#try(() => this.#storage.removeItem(key)));
  }

  async #try<T>(operation: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
    if (!this.isShared) return { value: await operation() };
    if (this.#isDown && this.#now() < this.#downUntilMs) return undefined;
    try {
      const value = await within(operation(), { timeoutMs: OPERATION_TIMEOUT_MS });
      if (this.#isDown) {
        this.#isDown = false;
        this.#log({ type: 'storage-up' });
        this.#onUp();
      }
      return { value };
    } catch {
      // The error is ignored, since a driver's text may quote the address with its password.
      if (!this.#isDown) this.#log({ type: 'storage-down' });
      this.#isDown = true;
      this.#downUntilMs = this.#now() + REST_MS;
      return undefined;
    }
  }
}
