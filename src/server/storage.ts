/** The part of an unstorage `Storage` that is used here. */
export interface TokenStorage {
  getItem(key: string): Promise<unknown>;
  setItem(key: string, value: string, options?: { readonly ttl?: number }): Promise<void>;
  removeItem(key: string): Promise<void>;
  /** Leads to the driver, whose Redis client, if it has one, serves as a lock between machines. */
  getMount?(key?: string): { readonly driver: unknown };
}

const SWEEP_EVERY = 1000;

/** A storage in the memory of this process. It forgets what has passed its `ttl` (in seconds). */
export class MemoryStorage implements TokenStorage {
  readonly #items = new Map<string, { readonly value: string; readonly endsAtMs: number }>();
  readonly #now: () => number;
  #writes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  async getItem(key: string): Promise<string | null> {
    const item = this.#items.get(key);
    return item && item.endsAtMs > this.#now() ? item.value : null;
  }

  async setItem(key: string, value: string, options: { readonly ttl?: number } = {}): Promise<void> {
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
