import type { Bench, Row } from './bench.js';
import { approaches } from './browser/approaches.js';
import { startChromium } from './browser/chromium.js';
import { startServers } from './browser/servers.js';
import { median, ratioOf, ratioText } from './browser/statistics.js';
import { type Times, visitAll } from './browser/visits.js';

const OURS = 'bytedesk-embed';
const BARE = 'bare iframe';

/** When the frame's request and the console's first message come, on a slow network and a slow processor. */
export const bench: Bench = {
  name: 'frame-request',
  async run({ isQuick }) {
    const [servers, browser] = await Promise.all([startServers(), startChromium()]);
    try {
      const all = approaches(servers.console);
      const rows: Row[] = [];
      for (const [visit, what] of [
        [1, 'cold'],
        [2, 'script in the cache'],
      ] as const) {
        const rounds = isQuick ? 2 : 24;
        const times = await visitAll({ browser, servers, all, rounds, visit, isSlow: true });
        rows.push(...all.flatMap(({ name }) => rowsOf(times, name, what)), ...pairs(times, what));
      }
      return rows;
    } finally {
      servers.stop();
      await browser.close();
    }
  },
};

const column = (times: Map<string, Times[]>, name: string, key: keyof Times): number[] =>
  (times.get(name) ?? []).map((one) => one[key]);

function rowsOf(times: Map<string, Times[]>, name: string, what: string): Row[] {
  return (['request', 'message'] as const).map((key) => {
    const own = column(times, name, key);
    const toBare = ratioText(ratioOf(own, column(times, BARE, key)));
    return {
      what: `${what}, ${name}: ${key === 'request' ? 'frame’s request' : 'first message'}`,
      value: `${median(own).toFixed(0)} ms, ${toBare} of bare`,
    };
  });
}

function pairs(times: Map<string, Times[]>, what: string): Row[] {
  const own = column(times, OURS, 'request');
  const isCold = what === 'cold';
  const [peer, limit] = isCold ? ['Superset', 1.35] : [BARE, 1.15];
  const base = column(times, peer, 'request');
  if (base.length === 0) return [];
  const ratio = ratioOf(own, base);
  return [
    {
      what: `${what}: frame’s request, to ${peer}`,
      value: ratioText(ratio),
      goal: `≤ ${limit}`,
      isMet: ratio.ratio <= limit,
    },
  ];
}
