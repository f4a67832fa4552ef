import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createStorage } from 'unstorage';
import redisDriver from 'unstorage/drivers/redis';
import * as server from '../../src/server.js';
import { createHostApp, type HostConfig } from './host-app.js';

export interface RunningHost {
  readonly url: string;
  close(): Promise<void>;
}

/** A host in this process, on memory or on Redis. */
export async function startHost(config: HostConfig, listenOn = 0): Promise<RunningHost> {
  const { redisPort: port } = config;
  const driver = { host: '127.0.0.1', port, retryStrategy: () => 200 };
  const storage = port === undefined ? undefined : createStorage({ driver: redisDriver(driver) });
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

function endServer(http: Server<typeof IncomingMessage>): Promise<void> {
  http.closeAllConnections();
  return new Promise((resolve) => http.close(() => resolve()));
}
