import type { Bench } from './bench.js';
import { answersFor, ours } from './browser/approaches.js';
import { openTab, startChromium } from './browser/chromium.js';
import { startServers } from './browser/servers.js';
import { median, quantile } from './browser/statistics.js';

/** An event of a trace of Chromium, times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}

const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

/** Milliseconds that the page's main thread works between the script's first line and the frame's request. */
export function workToRequest(events: readonly TraceEvent[], console: string): number {
  const urlOf = ({ args }: TraceEvent): string => args?.data?.url ?? '';
  const start = events.find(
    (event) => event.name === 'EvaluateScript' && urlOf(event).endsWith('/script.js'),
  );
  const end = events.find(
    (event) => event.name === 'ResourceSendRequest' && urlOf(event).startsWith(`${console}/agent/`),
  );
  if (start === undefined || end === undefined) return NaN;
  const isTask = ({ name, ph, pid, tid }: TraceEvent): boolean =>
    name === 'ThreadControllerImpl::RunTask' && ph === 'X' && pid === start.pid && tid === start.tid;
  return (
    events.filter(isTask).reduce((sum, { ts, dur = 0 }) => {
      const overlap = Math.min(ts + dur, end.ts) - Math.max(ts, start.ts);
      return sum + Math.max(0, overlap);
    }, 0) / 1000
  );
}

/** How long the page's main thread works for us before the frame is on its way. */
export const bench: Bench = {
  name: 'main-thread',
  async run({ isQuick }) {
    const [servers, browser] = await Promise.all([startServers(), startChromium()]);
    try {
      await servers.set(answersFor(servers.console, ours(servers.console)));
      const works: number[] = [];
      for (let round = 0; round < (isQuick ? 2 : 15); round += 1) {
        const tab = await openTab(browser);
        await tab.go(`${servers.host}/blank`);
        await servers.take();
        await tab.slowDown({ processor: true });
        const trace = await browser.trace(CATEGORIES);
        await tab.go(`${servers.host}/`);
        await servers.take();
        const events = (await trace.end()) as readonly TraceEvent[];
        await tab.close();
        const work = workToRequest(events, servers.console);
        if (Number.isFinite(work)) works.push(work);
      }
      const work = median(works);
      return [
        {
          what: 'work on the main thread from the script’s first line to the frame’s request, a quarter of the speed',
          value: `${work.toFixed(0)} ms (${quantile(works, 0.25).toFixed(0)}–${quantile(works, 0.75).toFixed(0)}, ${works.length} runs)`,
          goal: '≤ 60 ms',
          isMet: work <= 60,
        },
      ];
    } finally {
      servers.stop();
      await browser.close();
    }
  },
};
