import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer, type ViteDevServer } from 'vite';
import { openDesk, type DeskSource } from './desk-source.js';
import { freePort } from './free-port.js';
import { hostBackEnd } from './host-back-end.js';

const HELP = `npm start -- [options]
  --port N        port of the host pages (5173, or the next free one)
  --desk-port N   port of the stand-in desk (9003, or the next free one)
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

const inWords = (page: string, { server, standIn }: DeskSource): string =>
  [
    `Host pages:    ${page}`,
    standIn ? `Stand-in desk: ${server} (a fake for trying things out)` : `Desk:          ${server}`,
    'Stop with Ctrl-C.',
  ].join('\n');

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'desk-port': { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(HELP);

  const port = portOption('port', values.port, 5173);
  const desk = await openDesk(process.env, portOption('desk-port', values['desk-port'], 9003));
  const { pages, page } = await servePages(desk, port);
  const stop = (): void => void Promise.allSettled([pages.close(), desk.close()]).then(() => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);

  const { server, api, standIn } = desk;
  console.log(values.json ? JSON.stringify({ page, server, api, standIn }) : inWords(page, desk));
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
