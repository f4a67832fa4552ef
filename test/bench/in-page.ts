// What is measured inside one page: the relay of messages, many workspaces, many cycles, a page that nobody uses.
import { setTimeout as pause } from 'node:timers/promises';
import { figure, type Bench, type Row } from './bench.js';
import { distFile, ours } from './browser/approaches.js';
import { type Chromium, openTab, startChromium, type Tab } from './browser/chromium.js';
import { type Answers, type Servers, startServers } from './browser/servers.js';
import { median, ratioOf, ratioText } from './browser/statistics.js';

const html = (body: string): { type: string; body: string } => ({ type: 'text/html', body });

/** A console that answers each message, and says at its start that it is there. */
const ANSWERING = html(`<!doctype html><title>console</title><script>
  const say = (type, data) => parent.postMessage({ source: 'bytedesk-desktop', type, data }, '*');
  addEventListener('message', ({ data }) => say('pong', { type: data.type }));
  say('unread_message_count', { totalUnreadCount: 0 });
</script>`);

/** Functions of the host page that the benches call. */
const TOOLS = (consoles: string): string => `<script>
  const once = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
  async function bare() {
    const frame = document.createElement('iframe');
    frame.src = '${consoles}/agent/chat';
    document.body.append(frame);
    await once(window, 'message');
    return frame;
  }
  async function workspace() {
    const element = document.createElement('bytedesk-workspace');
    element.server = '${consoles}';
    element.path = '/agent/chat';
    element.checkInterval = 0;
    element.token = 'opaque-token';
    document.body.append(element);
    await once(element, 'bytedesk-unread-change');
    return element;
  }
  async function roundTrips(send, answer, count) {
    const times = [];
    for (let at = 0; at < count; at += 1) {
      const start = performance.now();
      const answered = answer();
      send();
      await answered;
      times.push(performance.now() - start);
    }
    return times.sort((one, other) => one - other)[Math.floor(count / 2)];
  }
  async function bareTrips(count) {
    const frame = await bare();
    const time = await roundTrips(() => frame.contentWindow.postMessage({ type: 'refresh_threads' }, '${consoles}'), () => once(window, 'message'), count);
    frame.remove();
    return time;
  }
  async function ourTrips(count) {
    const element = await workspace();
    const time = await roundTrips(() => element.refreshThreads(), () => once(element, 'bytedesk-console-message'), count);
    element.remove();
    return time;
  }
  async function cycles(count) {
    for (let at = 0; at < count; at += 1) {
      (await workspace()).remove();
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  async function many(count) {
    const elements = [];
    for (let at = 0; at < count; at += 1) elements.push(await workspace());
    return elements;
  }
  /** Microseconds that one message of one of the frames costs. */
  function cost(source, count) {
    const event = { data: { source: 'bytedesk-desktop', type: 'pong', data: {} }, origin: '${consoles}', source };
    const start = performance.now();
    for (let at = 0; at < count; at += 1) dispatchEvent(new MessageEvent('message', event));
    return ((performance.now() - start) * 1000) / count;
  }
</script>`;

async function withPage(
  use: (tab: Tab, browser: Chromium, servers: Servers) => Promise<Row[]>,
): Promise<Row[]> {
  const [servers, browser] = await Promise.all([startServers(), startChromium()]);
  try {
    const { head = '', script = '' } = ours(servers.console);
    const answers: Answers = {
      host: {
        '/': html(`<!doctype html><html lang="en"><meta charset="utf-8"><title>host</title>${head}${TOOLS(servers.console)}
          <script>addEventListener('load', () => fetch('/report', { method: 'POST', body: '{}' }))</script><body>`),
        '/script.js': { type: 'text/javascript', body: script },
      },
      console: { '/agent/': ANSWERING },
    };
    await servers.set(answers);
    const tab = await openTab(browser);
    await tab.go(`${servers.host}/`);
    await servers.take();
    return await use(tab, browser, servers);
  } finally {
    servers.stop();
    await browser.close();
  }
}

/** Round trips of messages to a console of another site and back. */
export const relay: Bench = {
  name: 'relay',
  run: ({ isQuick }) =>
    withPage(async (tab) => {
      const [raw, own]: [number[], number[]] = [[], []];
      const count = isQuick ? 100 : 1000;
      for (let round = 0; round < (isQuick ? 2 : 11); round += 1) {
        raw.push(await tab.ask<number>(`bareTrips(${count})`));
        own.push(await tab.ask<number>(`ourTrips(${count})`));
      }
      const ratio = ratioOf(own, raw);
      const us = (times: readonly number[]): string => `${(median(times) * 1000).toFixed(0)} µs`;
      return [
        { what: 'round trip, raw postMessage', value: us(raw) },
        {
          what: 'round trip, workspace',
          value: `${us(own)}, ${ratioText(ratio)} of raw`,
          goal: '≤ 1.10',
          isMet: ratio.ratio <= 1.1,
        },
      ];
    }),
};

/** What a message costs on a page with many workspaces. */
export const manyWorkspaces: Bench = {
  name: 'many-workspaces',
  run: ({ isQuick }) =>
    withPage(async (tab) => {
      const rows: Row[] = [];
      const sizes = isQuick ? [1, 5] : [1, 10, 50, 200];
      let before = 0;
      let [first, last] = [NaN, NaN];
      await tab.ask('window.all = [], true');
      for (const size of sizes) {
        await tab.ask(`many(${size - before}).then((more) => void all.push(...more))`);
        before = size;
        const measured: number[] = [];
        for (let round = 0; round < 5; round += 1)
          measured.push(
            await tab.ask<number>(
              `cost(all.at(-1).shadowRoot.querySelector('iframe').contentWindow, ${isQuick ? 200 : 4000})`,
            ),
          );
        last = median(measured);
        if (size === 1) first = last;
        const foreign = await tab.ask<number>(`cost(window, ${isQuick ? 200 : 4000})`);
        rows.push({
          what: `${size} workspaces: one message of a console, one of anybody else`,
          value: `${figure(last)} µs, ${figure(foreign)} µs`,
        });
      }
      const ratio = last / first;
      const what = `${sizes.at(-1)} workspaces to 1`;
      return [...rows, { what, value: figure(ratio), goal: '≤ 1.5', isMet: ratio <= 1.5 }];
    }),
};

/** What is left of workspaces that were shown and removed. */
export const cycles: Bench = {
  name: 'cycles',
  run: ({ isQuick }) =>
    withPage(async ({ ask, cdp }) => {
      const count = isQuick ? 20 : 1000;
      const look = async (): Promise<Record<string, number>> => {
        await cdp.send('HeapProfiler.enable');
        await cdp.send('HeapProfiler.collectGarbage');
        await cdp.send('HeapProfiler.collectGarbage');
        const { metrics } = await cdp.send('Performance.getMetrics');
        return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
      };
      await cdp.send('Performance.enable');
      // In parts, since one call must not last too long.
      const run = async (times: number): Promise<void> => {
        for (let done = 0; done < times; done += 20) await ask('cycles(20)');
      };
      // The browser compiles what runs often, and what it has compiled stands in the heap.
      await run(isQuick ? 20 : 500);
      const before = await look();
      await run(count);
      const after = await look();
      const growth = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0);
      const bytes = growth('JSHeapUsedSize') / count;
      const things = ['Nodes', 'Documents', 'Frames', 'JSEventListeners'].map(
        (name) => `${growth(name)} ${name}`,
      );
      const isClean = ['Documents', 'Frames'].every((name) => growth(name) <= 1);
      return [
        {
          what: `heap left by each of ${count} workspaces`,
          value: `${figure(bytes)} bytes`,
          ...(!isQuick && { goal: '≤ 100 bytes', isMet: bytes <= 100 }),
        },
        { what: `left of ${count} workspaces`, value: things.join(', '), goal: 'nothing', isMet: isClean },
      ];
    }),
};

/** What a page with a console does while nobody uses it. */
export const idle: Bench = {
  name: 'idle',
  run: ({ isQuick }) =>
    withPage(async ({ ask, cdp }, browser) => {
      await ask('workspace().then(() => true)');
      await pause(2000);
      const requests: string[] = [];
      await cdp.send('Network.enable');
      cdp.on('Network.requestWillBeSent', ({ request }) => void requests.push(request.url));
      const trace = await browser.trace(['devtools.timeline']);
      const seconds = isQuick ? 3 : 60;
      await pause(seconds * 1000);
      const events = (await trace.end()) as readonly { readonly name: string }[];
      const count = (name: string): number => events.filter((event) => event.name === name).length;
      const found = { requests: requests.length, timers: count('TimerFire'), calls: count('FunctionCall') };
      return [
        {
          what: `${seconds} s of nothing: requests, timers, calls of scripts`,
          value: `${found.requests}, ${found.timers}, ${found.calls}`,
          goal: '0, 0, 0',
          isMet: found.requests + found.timers + found.calls === 0,
        },
      ];
    }),
};

/** What the bridge adds to the calls of the console's own page that it watches. */
export const bridgeCost: Bench = {
  name: 'bridge-cost',
  async run({ isQuick }) {
    const [servers, browser] = await Promise.all([startServers(), startChromium()]);
    try {
      const page = (bridge: string): Answers['host'] => ({
        '/': html(`<!doctype html><title>console</title>${bridge}<script>
          const per = async (count, act) => {
            const start = performance.now();
            for (let at = 0; at < count; at += 1) await act(at);
            return ((performance.now() - start) * 1000) / count;
          };
          const xhr = () => new Promise((resolve) => {
            const request = new XMLHttpRequest();
            request.open('GET', '/api/v1/x');
            request.onloadend = resolve;
            request.send();
          });
          const measure = async (count) => ({
            fetch: await per(count, () => fetch('/api/v1/x').then((answer) => answer.text())),
            XMLHttpRequest: await per(count, xhr),
            localStorage: await per(count * 20, (at) => localStorage.setItem('x', String(at))),
          });
          fetch('/report', { method: 'POST', body: '{}' });
        </script>`),
        '/api/': { type: 'application/json', body: '{"code":200,"data":{}}' },
        '/bridge.js': { type: 'text/javascript', body: distFile('bytedesk-bridge.js') },
      });
      const kinds = {
        without: '',
        with: '<script src="/bridge.js" data-allow="https://host.example"></script>',
      };
      const names = ['fetch', 'XMLHttpRequest', 'localStorage'] as const;
      type Costs = Record<(typeof names)[number], number>;
      const found: Record<keyof typeof kinds, Costs[]> = { without: [], with: [] };
      for (let round = 0; round < (isQuick ? 2 : 9); round += 1)
        for (const kind of ['without', 'with'] as const) {
          await servers.set({ host: page(kinds[kind]), console: {} });
          const tab = await openTab(browser);
          await tab.go(`${servers.host}/`);
          await servers.take();
          found[kind].push(await tab.ask<Costs>(`measure(${isQuick ? 20 : 200})`));
          await tab.close();
        }
      return names.map((name) => {
        const [base, own] = [found.without, found.with].map((all) => all.map((costs) => costs[name])) as [
          number[],
          number[],
        ];
        return {
          what: `one call of ${name} in a console, without and with the bridge`,
          value: `${figure(median(base))} and ${figure(median(own))} µs, ${ratioText(ratioOf(own, base))}`,
        };
      });
    } finally {
      servers.stop();
      await browser.close();
    }
  },
};
