import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { DeskSource } from '../desk-source.js';
import { freePort } from '../free-port.js';
import { createHostApp } from './app.js';
import { loadAssets } from './assets.js';
import { Sessions } from './sessions.js';

/** A working day. */
const SESSION_SECONDS = 8 * 3600;

export interface RunningHostApp {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the host app on loopback, on `firstPort` or the next free one. */
export async function startHostApp(desk: DeskSource, firstPort: number): Promise<RunningHostApp> {
  const [port, assets] = [await freePort(firstPort), await loadAssets()];
  const origin = `http://localhost:${port}`;
  const app = createHostApp({
    desk,
    origin,
    assets,
    sessions: new Sessions({ lifeSeconds: SESSION_SECONDS }),
    // To stderr, since programs read the addresses from stdout.
    log: (event) => console.error(`Host app: ${JSON.stringify(event)}`),
  });
  const answer = getRequestListener(app, { overrideGlobalObjects: false });
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `${origin}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
