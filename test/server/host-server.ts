import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  const app = createHostApp(config, server, storage);
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

function storageOf({ redisPort, clusterPort }: HostConfig): Storage | undefined {
  if (redisPort !== undefined) {
    const options = { host: '127.0.0.1', port: redisPort, retryStrategy: () => 200 };
    return createStorage({ driver: redisDriver(options) });
  }
  if (clusterPort === undefined) return undefined;
  const cluster = [{ host: '127.0.0.1', port: clusterPort }];
  const options = { cluster, clusterOptions: { clusterRetryStrategy: () => 200 } };
  return createStorage({ driver: redisDriver(options) });
}

function endServer(http: Server<typeof IncomingMessage>): Promise<void> {
  http.closeAllConnections();
  return new Promise((resolve) => http.close(() => resolve()));
}
