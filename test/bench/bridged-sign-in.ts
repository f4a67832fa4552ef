// A console that the bridge signs in, beside the same console in a bare iframe.
import { createStandInDesk } from '../../src/testing.js';
import type { Bench, Row } from './bench.js';
import { distFile, html, ours, SANDBOX, script } from './browser/approaches.js';
import { openTab, startChromium, type Tab } from './browser/chromium.js';
import { type Answer, type Servers, startServers } from './browser/servers.js';
import { median, ratioOf, ratioText } from './browser/statistics.js';

/** As large as a real console, and kept by the browser as a real one is. */
const CONSOLE = { scriptBytes: 4_000_000, compress: true, caching: 'hashed' } as const;

/**
 * Reports when the console is there and seen: its own first message has come and, with the bridge, the element is ready,
 * since it hides the frame until then.
 */
const PROBE = `<script>
  let message, ready = document.currentScript.dataset.ready === undefined ? 0 : undefined;
  const tell = () => {
    if (message === undefined || ready === undefined) return;
    fetch('/report', { method: 'POST', body: JSON.stringify({ time: Math.max(message, ready) }) });
  };
  addEventListener('message', ({ data }) => {
    if (data?.source !== 'bytedesk-desktop' || message !== undefined) return;
    message = performance.now();
    tell();
  });
  addEventListener('bytedesk-ready', () => {
    ready = performance.now();
    tell();
  });
</script>`;

const page = (head: string, body: string): Answer =>
  html(`<!doctype html><html lang="en"><meta charset="utf-8"><title>host</title>${head}<body>${body}`);

async function timeOf(tab: Tab, servers: Servers, path: string): Promise<number> {
  await tab.go(`${servers.host}/blank`);
  await servers.take();
  await tab.go(`${servers.host}${path}`);
  const { report } = await servers.take();
  return report['time'] ?? NaN;
}

/** How long a sign-in by the bridge takes, with nothing in the browser and with everything there. */
export const bench: Bench = {
  name: 'bridged-sign-in',
  async run({ isQuick }) {
    const [servers, browser] = await Promise.all([startServers(), startChromium()]);
    const bridge = { source: distFile('bytedesk-bridge.js'), allow: [servers.host] };
    const desk = await createStandInDesk({ host: '127.0.0.2', bridge, ...CONSOLE });
    const names = ['first', 'first, bare', 'repeat', 'repeat, bare'] as const;
    const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
      (typeof names)[number],
      number[]
    >;
    try {
      // One round that does not count, since the browser itself has to warm up.
      for (let round = -1; round < (isQuick ? 1 : 15); round += 1) {
        const token = await desk.issueToken('agent@example.com');
        const { head = '', script: code = '' } = ours(desk.url);
        const workspace = `<bytedesk-workspace path="/agent/chat" delivery="bridge" token="${token}"></bytedesk-workspace>`;
        const bare = (query = ''): Answer =>
          page(
            PROBE,
            `<iframe title="console" sandbox="${SANDBOX}" src="${desk.url}/agent/chat${query}"></iframe>`,
          );
        await servers.set({
          host: {
            '/': page(PROBE.replace('<script>', '<script data-ready>') + head, workspace),
            '/bare': bare(`?accessToken=${token}`),
            '/signed-in': bare(),
            '/blank': html(
              '<!doctype html><title>blank</title><script>fetch("/report", { method: "POST", body: "{}" })</script>',
            ),
            '/script.js': script(code),
          },
          console: {},
        });
        const [tab, other] = [await openTab(browser), await openTab(browser)];
        const found = {
          first: await timeOf(tab, servers, '/'),
          'first, bare': await timeOf(other, servers, '/bare'),
          // Another order in every second round.
          ...(round % 2 === 0
            ? {
                'repeat, bare': await timeOf(tab, servers, '/signed-in'),
                repeat: await timeOf(tab, servers, '/'),
              }
            : {
                repeat: await timeOf(tab, servers, '/'),
                'repeat, bare': await timeOf(tab, servers, '/signed-in'),
              }),
        };
        await Promise.all([tab.close(), other.close()]);
        if (round >= 0) for (const name of names) times[name].push(found[name]);
      }
      return (['first', 'repeat'] as const).map((visit): Row => {
        const ratio = ratioOf(times[visit], times[`${visit}, bare`]);
        const isRepeat = visit === 'repeat';
        const beside = isRepeat
          ? 'a bare iframe whose console is signed in already'
          : 'a bare iframe with the token';
        return {
          what: `4 MB of script, ${visit} visit: bridged sign-in, to ${beside}`,
          value: `${median(times[visit]).toFixed(0)} ms and ${median(times[`${visit}, bare`]).toFixed(0)} ms, ${ratioText(ratio)}`,
          ...(isRepeat && { goal: '≤ 1.10', isMet: ratio.ratio <= 1.1 }),
        };
      });
    } finally {
      servers.stop();
      await browser.close();
      await desk.close();
    }
  },
};
