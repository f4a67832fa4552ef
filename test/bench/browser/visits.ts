import { answersFor, type Approach } from './approaches.js';
import { type Chromium, openTab } from './chromium.js';
import type { Answers, Servers } from './servers.js';
import { seeded, shuffled } from './statistics.js';

/** Milliseconds from the start of the navigation. */
export interface Times {
  /** The frame's request came to the console's server. */
  readonly request: number;
  /** The host heard the console's first message. */
  readonly message: number;
}

export interface VisitOptions {
  readonly browser: Chromium;
  readonly servers: Servers;
  readonly all: readonly Approach[];
  readonly consoles?: Answers['console'];
  readonly rounds: number;
  /** The visit that counts: the first one finds nothing in the cache. */
  readonly visit: number;
  readonly isSlow: boolean;
}

/** Visits a page with each approach, in another order in each round, each time with a profile of its own. */
export async function visitAll(options: VisitOptions): Promise<Map<string, Times[]>> {
  const { browser, servers, all, consoles, rounds, visit, isSlow } = options;
  const random = seeded(11);
  const times = new Map(all.map(({ name }) => [name, [] as Times[]]));
  // One round that does not count, since the browser itself has to warm up.
  for (let round = -1; round < rounds; round += 1) {
    for (const approach of shuffled(all, random)) {
      await servers.set(answersFor(servers.console, approach, consoles));
      const tab = await openTab(browser);
      try {
        await tab.go(`${servers.host}/blank`);
        await servers.take();
        for (let earlier = 1; earlier < visit; earlier += 1) {
          await tab.go(`${servers.host}/`);
          await servers.take();
          await tab.go(`${servers.host}/blank`);
          await servers.take();
        }
        if (isSlow) await tab.slowDown({ network: true, processor: true });
        await tab.go(`${servers.host}/`);
        const { arrivals, report } = await servers.take();
        const frame = arrivals.find(({ side, for: what }) => side === 'console' && what === 'iframe');
        const { origin = NaN, message = NaN } = report;
        if (round >= 0) times.get(approach.name)?.push({ request: (frame?.at ?? NaN) - origin, message });
      } finally {
        await tab.close();
      }
    }
  }
  return times;
}
