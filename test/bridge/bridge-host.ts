import { BridgeClient } from '../../src/frame/bridge-client.js';
import type { BridgeMessage } from '../../src/protocol/bridge-messages.js';
import type { HostCall } from '../../src/protocol/host-messages.js';
import { receiveFrom } from '../../src/frame/window-messages.js';
import { frameName } from '../../src/protocol/frame-name.js';
import { startDesk, type TestDesk } from '../support/desk.js';
import { issueToken, until } from '../support/workspace.js';

export interface HostOptions {
  readonly path?: string;
  /** Whether the console's page stays hidden until a sign-in. */
  readonly waitMs?: number;
  /** User whose console it will be; `undefined`: the frame gets no name. */
  readonly tag?: string;
  readonly query?: string;
}

/** A host page's side of one frame, as plain as can be: the link of the library and a log. */
export class BridgeHost {
  readonly frame = document.createElement('iframe');
  readonly messages: BridgeMessage[] = [];
  readonly link: BridgeClient;
  incompatible = 0;
  readonly url: string;
  signsIn: boolean;
  readonly #stop: () => void;

  constructor(url: string, { waitMs = 0, tag }: HostOptions = {}) {
    this.url = url;
    this.signsIn = waitMs > 0;
    if (tag !== undefined) this.frame.name = frameName({ waitMs, tag });
    document.body.append(this.frame);
    const window = this.frame.contentWindow as Window;
    const { origin } = new URL(url);
    this.link = new BridgeClient({
      window,
      origin,
      signsIn: () => this.signsIn,
      onMessage: (message) => this.messages.push(message),
      onIncompatible: () => (this.incompatible += 1),
    });
    this.#stop = receiveFrom(window, (event) => {
      if (event.origin === origin) this.link.receive(event.data);
    });
    window.location.replace(url);
  }

  /** Messages in short, in order: type, and what tells it apart; answers to calls are left out. */
  get log(): string[] {
    return this.messages
      .filter(({ type }) => type !== 'call:done')
      .map((message) => {
        switch (message.type) {
          case 'bridge:ready':
            return `ready ${message.signedIn ? message.username : 'out'} ${message.path}`;
          case 'session:signed-in':
            return `in ${message.username}`;
          case 'session:signed-out':
            return `out ${message.reason}`;
          case 'session:expired':
            return `expired ${message.reason}`;
          case 'route:changed':
            return `route ${message.path}`;
          default:
            return message.type;
        }
      });
  }

  /** What of the log is about the session. */
  get session(): string[] {
    return this.log.filter((line) => /^(?:in|out|expired) /.test(line));
  }

  async sees(line: string | RegExp, times = 1): Promise<void> {
    const matches = (text: string): boolean => (typeof line === 'string' ? text === line : line.test(text));
    await until(
      () => this.log.filter(matches).length >= times,
      `${times} of ${line}, but [${this.log.join(', ')}]`,
    ).catch(() => {
      throw new Error(`no ${line}, but [${this.log.join(', ')}]`);
    });
  }

  async signIn(token: string, tag: string, path = '/agent/chat'): Promise<void> {
    await this.link.call({ type: 'session:sign-in', token, tag, path });
    this.signsIn = false;
  }

  call(call: HostCall): Promise<boolean> {
    return this.link.call(call);
  }

  /** A round trip: whatever the console has told before is here when it resolves. */
  settled(): Promise<boolean> {
    return this.link.call({ type: 'session:probe' });
  }

  close(): void {
    this.#stop();
    this.link.close();
    this.frame.remove();
  }
}

let source: Promise<string> | undefined;
export const bridgeSource = (): Promise<string> =>
  (source ??= fetch('/__test__/bridge.js').then((response) => response.text()));

/** Settings of a desk whose consoles have a bridge that allows this page. */
export const bridged = async (settings: object = {}): Promise<object> => ({
  ...settings,
  bridge: { source: await bridgeSource(), allow: [location.origin] },
});

/** Desks of a test file with a bridge in their consoles that allows this page. */
export class BridgeDesk {
  readonly hosts: BridgeHost[] = [];
  #desk: TestDesk | undefined;

  /** A fresh desk: a console's storage ends with its port. */
  async start(
    settings: object = {},
    data: Record<string, string> = {},
    allow = [location.origin],
  ): Promise<TestDesk> {
    await this.stop();
    this.#desk = await startDesk({ bridge: { source: await bridgeSource(), allow, data }, ...settings });
    return this.#desk;
  }

  get desk(): TestDesk {
    return this.#desk as TestDesk;
  }

  /** A frame on this desk. */
  open({ path = '/agent/chat', query = '', ...options }: HostOptions = {}): BridgeHost {
    const host = new BridgeHost(`${this.desk.url}${path}${query}`, options);
    this.hosts.push(host);
    return host;
  }

  /** A frame whose console is signed in by the bridge; its log begins afterwards. */
  async signedIn(username = 'agent@example.com', path = '/agent/chat'): Promise<BridgeHost> {
    const host = this.open({ path, waitMs: 8000, tag: username });
    await host.signIn(await issueToken(this.desk, { username }), username, path);
    await host.sees(new RegExp(`^(?:ready|in) ${username}`));
    await this.hasConsole(username, this.hosts.length);
    await host.settled();
    host.messages.length = 0;
    return host;
  }

  /** Waits until a console of this user listens to the desk. */
  async hasConsole(username: string | null, count = 1): Promise<void> {
    await until(async () => {
      const { consoles } = await this.desk.control<{ consoles: { username: string | null }[] }>('state');
      return consoles.filter((one) => one.username === username).length >= count;
    }, `${count} console of ${username}`);
  }

  /** Makes the desk tell its open consoles something; waits until there is one that listens. */
  async tell(command: string, body: object): Promise<void> {
    await until(
      async () => (await this.desk.control<{ told: number }>(command, body)).told > 0,
      `a console hears ${command}`,
    );
  }

  async stop(): Promise<void> {
    for (const host of this.hosts.splice(0)) host.close();
    await this.#desk?.close();
    this.#desk = undefined;
  }
}
