// Counts requests and bytes, for tests of caching and speed.

/** How often one path was requested, and the bytes that were sent for it. */
export interface FetchCount {
  requests: number;
  /** Answers without a body, because the browser's copy was still valid. */
  notModified: number;
  /** Bytes of bodies that were sent, after compression. */
  bytes: number;
}

const MOST_PATHS = 1000;

/** Counts all requests by path. The hash in the name of a script or style is left out. */
export class FetchCounts {
  readonly #counts = new Map<string, FetchCount>();

  add(path: string, change: Partial<FetchCount>): void {
    const name = path.replace(/-[\da-f]{16}(?=\.(?:js|css)$)/, '');
    const count = this.#counts.get(name) ?? { requests: 0, notModified: 0, bytes: 0 };
    if (!this.#counts.has(name) && this.#counts.size >= MOST_PATHS) return;
    this.#counts.set(name, count);
    for (const key of Object.keys(count) as (keyof FetchCount)[]) count[key] += change[key] ?? 0;
  }

  all(): Record<string, FetchCount> {
    return Object.fromEntries([...this.#counts].map(([path, count]) => [path, { ...count }]));
  }

  clear(): void {
    this.#counts.clear();
  }
}
