import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer, type ViteDevServer } from 'vite';
import { openDesk, type DeskSource } from './desk-source.js';
import { freePort } from './free-port.js';
import { startHostApp } from './host-app/start-host-app.js';
import { hostBackEnd } from './host-back-end.js';

const HELP = `npm start -- [options]
  --port N        port of the host pages (5173, or the next free one); the host app has one after it
  --desk-port N   port of the stand-in desk (9003, or the next free one)
  --token-ttl N   life in seconds of the tokens that the stand-in desk gives the host app (90)
  --json          print the addresses as one line of JSON
A real desk instead of the stand-in: BYTEDESK_SERVER, BYTEDESK_API if it differs, and BYTEDESK_TOKEN or
BYTEDESK_USERNAME and BYTEDESK_PASSWORD in the environment.`;

const ROOT = fileURLToPath(new URL('..', import.meta.url));

function portOption(name: string, value: string | undefined, fallback: number): number {
  const port = Number(value ?? fallback);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`--${name} needs a number from 1 to 65535`);
}

async function servePages(desk: DeskSource, first: number): Promise<{ pages: ViteDevServer; page: string }> {
  const port = await freePort(first);
  const pages = await createServer({
    root: ROOT,
    configFile: `${ROOT}vite.config.ts`,
    logLevel: 'warn',
    clearScreen: false,
    plugins: [hostBackEnd(desk)],
    // Loopback only: whoever reaches the pages gets a token.
    server: { host: '127.0.0.1', port, strictPort: true },
  });
  await pages.listen();
  return { pages, page: `http://localhost:${port}/` };
}

function secondsOption(name: string, value: string | undefined, fallback: number): number {
  const seconds = Number(value ?? fallback);
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new Error(`--${name} needs a number of seconds`);
}

const inWords = (page: string, hostApp: string, { server, standIn }: DeskSource): string =>
  [
    `Host pages:    ${page}`,
    `Host app:      ${hostApp} (with sign-in; its first page names two accounts)`,
    standIn ? `Stand-in desk: ${server} (a fake for trying things out)` : `Desk:          ${server}`,
    'Stop with Ctrl-C.',
  ].join('\n');

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'desk-port': { type: 'string' },
      'token-ttl': { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(HELP);

  const port = portOption('port', values.port, 5173);
  const desk = await openDesk(process.env, {
    port: portOption('desk-port', values['desk-port'], 9003),
    tokenSeconds: secondsOption('token-ttl', values['token-ttl'], 90),
  });
  const { pages, page } = await servePages(desk, port);
  const app = await startHostApp(desk, Number(new URL(page).port) + 1);
  const stop = (): void =>
    void Promise.allSettled([app.close(), pages.close(), desk.close()]).then(() => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);

  const [hostApp, { server, api, standIn }] = [app.url, desk];
  console.log(
    values.json ? JSON.stringify({ page, hostApp, server, api, standIn }) : inWords(page, hostApp, desk),
  );
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
