import type { Log } from './log-event.js';
import { MemoryStorage, type TokenStorage } from './storage.js';
import { Flights } from './turns.js';
import { within } from './within.js';

const OPERATION_TIMEOUT_MS = 1000;
/** How long a storage that failed is not asked again, so that not every request waits for it. */
const REST_MS = 5000;
/** A name that nothing is stored under. */
const PROBE = 'bytedesk:probe';

interface SharedStoreOptions {
  readonly storage: TokenStorage | undefined;
  readonly log: Log;
  readonly now: () => number;
  /** Called when a storage that was down answers again. */
  readonly onUp?: () => void;
}

/** The host's storage, which may be down: then nothing throws, and the callers make do with what they hold themselves. */
export class SharedStore {
  /** False for the memory of this process, which is never down and forgets nothing. */
  readonly isShared: boolean;
  readonly #storage: TokenStorage;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #onUp: () => void;
  readonly #probes = new Flights<boolean>();
  #downUntilMs = 0;
  #isDown = false;

  constructor({ storage, log, now, onUp = () => {} }: SharedStoreOptions) {
    this.isShared = storage !== undefined;
    this.#storage = storage ?? new MemoryStorage(now);
    this.#log = log;
    this.#now = now;
    this.#onUp = onUp;
  }

  /** True after the last operation failed. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /** Whether the storage answers now. All who ask at the same time share one answer. Never rejects. */
  async answers(): Promise<boolean> {
    if (!this.isShared) return true;
    return this.#probes.join(PROBE, async () => (await this.get(PROBE)) !== undefined);
  }

  /** The value, null where there is none, undefined while the storage is down. */
  async get(key: string): Promise<unknown> {
    const answer = await this.#try(() => this.#storage.getItem(key));
    return answer && (answer.value ?? null);
  }

  /** False if it could not be stored. `ttlMs` is how long it need be kept. */
  async set(key: string, value: string, ttlMs: number): Promise<boolean> {
    const ttl = Math.max(1, Math.ceil(ttlMs / 1000));
    return Boolean(await this.#try(() => this.#storage.setItem(key, value, { ttl })));
  }

  /** False if it could not be removed. */
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
      // The error is not looked at: a driver's may quote the address with its password.
      if (!this.#isDown) this.#log({ type: 'storage-down' });
      this.#isDown = true;
      this.#downUntilMs = this.#now() + REST_MS;
      return undefined;
    }
  }
}
