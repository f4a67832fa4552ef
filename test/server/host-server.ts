import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createStorage } from 'unstorage';
import redisDriver from 'unstorage/drivers/redis';
import { createLogoutHandler, createTokenHandler, type TokenEndpointOptions } from '../../src/server.js';

/** What a host is started with; plain data, so that it can go to another process. */
export interface HostConfig {
  readonly api: string;
  /** Port of a Redis on this machine; memory without one. */
  readonly redisPort?: number;
  readonly startMs: number;
  readonly options?: Pick<TokenEndpointOptions, 'maxAge' | 'grace' | 'timeout' | 'allowedOrigins'>;
}

export const ENCRYPTION_KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY';
/** What no answer and no log line may hold. */
export const HOST_SECRETS = ['not-a-secret', 'database-password', ENCRYPTION_KEY];

export interface RunningHost {
  readonly url: string;
  close(): Promise<void>;
}

/** `agent.7` is somebody with the login of agent@example.com, `wrong.7` has one that the desk does not know. */
function loginOf({ id }: { id: string }): { username: string; password: string } | null {
  const [kind = ''] = id.split('.');
  if (kind === 'stranger') return null;
  if (kind === 'broken') throw new RangeError('database-password: hunter2');
  if (kind === 'wrong') return { username: `${id}@example.com`, password: 'not-a-secret-wrong' };
  return { username: `${kind}@example.com`, password: `not-a-secret-${kind}` };
}

/** A host application: two endpoints, and a control for tests. The user stands in a header, where a real one has a session. */
export async function startHost({ api, redisPort, startMs, options }: HostConfig): Promise<RunningHost> {
  const clock = { nowMs: startMs };
  const lines: string[] = [];
  const storage =
    redisPort === undefined
      ? undefined
      : createStorage({
          driver: redisDriver({ host: '127.0.0.1', port: redisPort, retryStrategy: () => 200 }),
        });
  const endpoint: TokenEndpointOptions = {
    api,
    storage,
    encryptionKey: storage && ENCRYPTION_KEY,
    now: () => clock.nowMs,
    authorize: (request) => {
      const id = request.headers.get('x-user');
      if (id === 'unreadable') throw new RangeError('database-password: hunter2');
      return id ? { id } : null;
    },
    credentials: loginOf,
    log: (event) => void lines.push(JSON.stringify(event)),
    ...options,
  };
  const handlers: Record<string, (request: Request) => Promise<Response>> = {
    '/desk/token': createTokenHandler(endpoint),
    '/desk/logout': createLogoutHandler(endpoint),
    '/control/log': async () => Response.json(lines),
    '/control/clock': async (request) => {
      clock.nowMs = Number(await request.text());
      return new Response(null, { status: 204 });
    },
  };
  const answer = (request: Request): Promise<Response> | Response =>
    handlers[new URL(request.url).pathname]?.(request) ?? new Response(null, { status: 404 });
  const listener = getRequestListener(answer, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await endServer(server);
      await storage?.dispose();
    },
  };
}

function endServer(server: Server<typeof IncomingMessage>): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
