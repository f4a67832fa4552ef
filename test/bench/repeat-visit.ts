import type { Bench, Row } from './bench.js';
import { approaches, largeConsole } from './browser/approaches.js';
import { startChromium } from './browser/chromium.js';
import { startServers } from './browser/servers.js';
import { median, ratioOf, ratioText } from './browser/statistics.js';
import { visitAll } from './browser/visits.js';

/** A second visit to a console of real size: its script is in the cache, if the frame has one. */
export const bench: Bench = {
  name: 'repeat-visit',
  async run({ isQuick }) {
    const [servers, browser] = await Promise.all([startServers(), startChromium()]);
    try {
      // Penpal makes the same frame as Superset.
      const all = approaches(servers.console).filter(({ name }) => name !== 'penpal');
      const rounds = isQuick ? 2 : 12;
      const consoles = largeConsole();
      const times = await visitAll({ browser, servers, all, consoles, rounds, visit: 2, isSlow: false });
      const messages = (name: string): number[] => (times.get(name) ?? []).map(({ message }) => message);
      return all.map(({ name }): Row => {
        const ratio = ratioOf(messages(name), messages('bare iframe'));
        const isOurs = name === 'bytedesk-embed';
        return {
          what: `4 MB of script, ${name}: first message on the second visit`,
          value: `${median(messages(name)).toFixed(0)} ms, ${ratioText(ratio)} of bare`,
          ...(isOurs && { goal: '≤ 1.10', isMet: ratio.ratio <= 1.1 }),
        };
      });
    } finally {
      servers.stop();
      await browser.close();
    }
  },
};
