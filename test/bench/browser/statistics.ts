/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? NaN;
  return low + (high - low) * (at % 1);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Random numbers that are the same in each run, so that an interval can be computed once more. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Ratio {
  readonly ratio: number;
  /** Bounds of the interval that holds 95 of 100 ratios of rounds drawn anew (bootstrap). */
  readonly low: number;
  readonly high: number;
}

/** The ratio of two medians over the same rounds. */
export function ratioOf(values: readonly number[], base: readonly number[]): Ratio {
  const random = seeded(7);
  const rounds = values.map((_, at) => at);
  const ratioIn = (chosen: readonly number[]): number =>
    median(chosen.map((at) => values[at] ?? NaN)) / median(chosen.map((at) => base[at] ?? NaN));
  const drawn = Array.from({ length: 2000 }, () =>
    ratioIn(rounds.map(() => Math.floor(random() * rounds.length))),
  );
  return { ratio: ratioIn(rounds), low: quantile(drawn, 0.025), high: quantile(drawn, 0.975) };
}

/** Another order in each round, so that no approach always comes first. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

export const ratioText = ({ ratio, low, high }: Ratio): string =>
  `${ratio.toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}]`;
