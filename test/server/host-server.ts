import type { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { getRequestListener } from '@hono/node-server';
import { createStorage, type Storage } from 'unstorage';
import redisDriver from 'unstorage/drivers/redis';
import * as server from '../../src/server.js';
import { createHostApp, type HostConfig } from './host-app.js';

export interface RunningHost {
  readonly url: string;
  close(): Promise<void>;
}

/** A host in this process, on memory or on Redis. */
export async function startHost(config: HostConfig, listenOn = 0): Promise<RunningHost> {
  const storage = storageOf(config);
  const host = createHostApp(config, server, storage);
  const app = async (request: Request): Promise<Response> =>
    new URL(request.url).pathname === '/control/memory' ? Response.json(usedHeap()) : host(request);
  const listener = getRequestListener((request) => app(request), { overrideGlobalObjects: false });
  const http = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve) => http.listen(listenOn, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: async () => {
      await endServer(http);
      await storage?.dispose();
    },
  };
}

/** Bytes in use once what nobody holds is gone. */
function usedHeap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

function storageOf({ redisPort, clusterPort }: HostConfig): Storage | undefined {
  if (redisPort === undefined && clusterPort === undefined) return undefined;
  const driver = redisDriver(
    redisPort === undefined
      ? {
          cluster: [{ host: '127.0.0.1', port: Number(clusterPort) }],
          clusterOptions: { clusterRetryStrategy: () => 200 },
        }
      : { host: '127.0.0.1', port: redisPort, retryStrategy: () => 200 },
  );
  // Redis ends in some tests; its client would print each failure that nobody listens to.
  const client = driver.getInstance?.() as EventEmitter | undefined;
  client?.on('error', () => {});
  return createStorage({ driver });
}

function endServer(http: Server<typeof IncomingMessage>): Promise<void> {
  http.closeAllConnections();
  return new Promise((resolve) => http.close(() => resolve()));
}
