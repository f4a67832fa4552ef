// Opens the ports of a stand-in desk.

import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

const PORTS_TRIED = 20;

/** A listening server, and the way to end it together with every connection. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on a port, or on the next free one. Port 0 stands for any free port. */
export async function listen(
  server: Server,
  options: { host: string; port: number; isWelcome: (remoteAddress: string | undefined) => boolean },
): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    if (!options.isWelcome(socket.remoteAddress)) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await firstFreePort(server, options);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function firstFreePort(
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<number> {
  for (let candidate = port; ; candidate += 1) {
    try {
      return await tryPort(server, host, candidate);
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || port === 0 || candidate >= port + PORTS_TRIED) throw error;
    }
  }
}

function tryPort(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
