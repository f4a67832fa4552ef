import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The line from a recipe to its desk, which can be held: then nothing gets through until it is let go on. */
export class DeskLine {
  readonly api: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #waiting: (() => void)[] = [];
  #isHeld = false;

  private constructor(server: Server) {
    this.#server = server;
    this.api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async open(desk: string): Promise<DeskLine> {
    const { hostname, port } = new URL(desk);
    // Half-open, so that each side ends when the other one has ended.
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const line = new DeskLine(server);
    server.on('connection', (near) =>
      line.#join(near, connect({ port: Number(port), host: hostname, allowHalfOpen: true })),
    );
    return line;
  }

  /** True while something that the recipe has sent is held. */
  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  hold(isOn: boolean): void {
    this.#isHeld = isOn;
    if (!isOn) for (const pass of this.#waiting.splice(0)) pass();
  }

  /** Ends it with all connections; further ones are refused. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const near of this.#sockets) near.destroy();
    await closed;
  }

  #join(near: Socket, far: Socket): void {
    this.#sockets.add(near);
    const pass = (act: () => void): void => {
      if (this.#isHeld) this.#waiting.push(act);
      else act();
    };
    near.on('data', (data) => pass(() => far.write(data))).on('end', () => pass(() => far.end()));
    far.on('data', (data) => near.write(data)).on('end', () => near.end());
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    near.on('close', () => {
      this.#sockets.delete(near);
      far.destroy();
    });
    far.on('close', () => near.destroySoon());
  }
}
