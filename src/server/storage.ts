// The interface of the storage that the host gives, and the one in memory that stands in for it.

/** The part of an unstorage `Storage` that the endpoint uses. */
export interface TokenStorage {
  getItem(key: string): Promise<unknown>;
  setItem(key: string, value: string, options?: { readonly ttl?: number }): Promise<void>;
  removeItem(key: string): Promise<void>;
  /** Gives the driver, whose Redis client, if it has one, serves as a lock between machines. */
  getMount?(key?: string): { readonly driver: unknown };
}

/** What a storage holds: texts if it is the host's, anything if it is the memory of this process. */
export interface Items extends Pick<TokenStorage, 'getItem' | 'removeItem'> {
  setItem(key: string, value: unknown, options?: { readonly ttl?: number }): Promise<void>;
}

const SWEEP_EVERY = 1000;

/** A storage in the memory of this process. It forgets entries after their `ttl` (in seconds). */
export class MemoryStorage implements Items {
  readonly #items = new Map<string, { readonly value: unknown; readonly endsAtMs: number }>();
  readonly #now: () => number;
  #writes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  async getItem(key: string): Promise<unknown> {
    const item = this.#items.get(key);
    return item && item.endsAtMs > this.#now() ? item.value : null;
  }

  async setItem(key: string, value: unknown, options: { readonly ttl?: number } = {}): Promise<void> {
    this.#items.set(key, { value, endsAtMs: this.#now() + (options.ttl ?? Infinity) * 1000 });
    this.#writes += 1;
    if (this.#writes % SWEEP_EVERY === 0) this.#sweep();
  }

  async removeItem(key: string): Promise<void> {
    this.#items.delete(key);
  }

  #sweep(): void {
    for (const [key, { endsAtMs }] of this.#items) if (endsAtMs <= this.#now()) this.#items.delete(key);
  }
}
