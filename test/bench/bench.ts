/** How benches are run. */
export interface BenchOptions {
  /** Fewer repetitions: shows that it works, not how fast. */
  readonly isQuick: boolean;
  /** How long loads last; each bench has a default of its own. */
  readonly seconds?: number;
}

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly value: string;
  /** What it should be; empty where nothing is asked. */
  readonly goal?: string;
  /** Whether it is; left out where nothing is asked. */
  readonly isMet?: boolean;
}

/** What a file of this folder exports as `bench`. */
export interface Bench {
  readonly name: string;
  readonly run: (options: BenchOptions) => Promise<readonly Row[]>;
}

/** With a thousands separator, and as many decimals as make sense for its size. */
export function figure(value: number): string {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

/** How often each text occurs, the most frequent first: `200 × 950, 503 × 50`. */
export function tally(texts: readonly (string | number)[]): string {
  const counts = new Map<string | number, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([text, count]) => `${text} × ${figure(count)}`)
    .join(', ');
}
