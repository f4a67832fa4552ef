import { BytedeskError } from '../errors.js';
import { type BridgeMessage, readBridgeMessage } from '../protocol/bridge-messages.js';
import { readHello, seal } from '../protocol/envelope.js';
import type { HostCall, HostGreeting } from '../protocol/host-messages.js';

/** How long the bridge may take for a call, milliseconds. */
const CALL_MS = 10_000;

export interface BridgeLinkOptions {
  /** The console's window: a frame's or one that was opened. */
  readonly window: Window;
  /** The desk's origin, the only one spoken to. */
  readonly origin: string;
  /** True while a sign-in is to follow, for which the console's page stays hidden. */
  readonly signsIn: () => boolean;
  /** Each message of a bridge that allows this host; `bridge:ready` again after each new load of its page. */
  readonly onMessage: (message: BridgeMessage) => void;
  /** A bridge of another version. */
  readonly onIncompatible: () => void;
}

interface Call {
  readonly sealed: unknown;
  readonly end: (error?: BytedeskError) => void;
}

/** Host side of the bridge: handshake, then calls and events over a port. Works before, during and after reloads. */
export class BridgeClient {
  readonly #options: BridgeLinkOptions;
  readonly #calls = new Map<string, Call>();
  #port: MessagePort | undefined;
  /** True from the first `bridge:ready` on. */
  isReady = false;

  constructor(options: BridgeLinkOptions) {
    this.#options = options;
  }

  /** Asks for a hello: for bridges that have said theirs before this page could hear it. */
  ask(): void {
    this.#post({ type: 'host:ask' });
  }

  /** Takes a message of the window, from the right source and origin. @returns true if it was a bridge's */
  receive(data: unknown): boolean {
    const hello = readHello(data);
    if (hello === 'other') this.#options.onIncompatible();
    if (hello === 'ours') {
      const { port1, port2 } = new MessageChannel();
      this.#port?.close();
      this.#port = port1;
      port1.onmessage = (event) => this.#receive(event.data);
      this.#post({ type: 'host:welcome', wait: this.#options.signsIn() }, port2);
    }
    return hello !== undefined;
  }

  /**
   * Calls the bridge, as soon as there is one.
   *
   * @returns resolves when it is done, also across a reload of the console's page
   * @throws BytedeskError `timeout`, `bridge-missing` if none has answered by then, `aborted`, or the one for a refusal
   */
  call(call: HostCall, signal?: AbortSignal, timeoutMs = CALL_MS): Promise<void> {
    const id = Math.random().toString(36);
    return new Promise<void>((resolve, reject) => {
      const end = (error?: BytedeskError): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#calls.delete(id);
        if (error === undefined) resolve();
        else reject(error);
      };
      const onAbort = (): void => end(aborted());
      const timer = setTimeout(
        () => end(new BytedeskError(this.isReady ? 'timeout' : 'bridge-missing', 'No answer.')),
        timeoutMs,
      );
      if (signal?.aborted) return onAbort();
      signal?.addEventListener('abort', onAbort);
      const sealed = seal({ ...call, id });
      this.#calls.set(id, { sealed, end });
      if (this.isReady) this.#port?.postMessage(sealed);
    });
  }

  /** Ends it and every call; may be called twice. */
  close(): void {
    this.#port?.close();
    this.#port = undefined;
    for (const { end } of [...this.#calls.values()]) end(aborted());
  }

  #post(greeting: HostGreeting, ...ports: MessagePort[]): void {
    this.#options.window.postMessage(seal(greeting), this.#options.origin, ports);
  }

  #receive(data: unknown): void {
    const message = readBridgeMessage(data);
    if (message === undefined) return;
    if (message.type === 'call:done') {
      const refused = message.ok ? undefined : new BytedeskError('login-failed', 'Refused.');
      return this.#calls.get(message.id)?.end(refused);
    }
    if (message.type === 'bridge:ready' && !this.isReady) {
      this.isReady = true;
      // First: who hears of it makes calls that go at once.
      for (const { sealed } of this.#calls.values()) this.#port?.postMessage(sealed);
    }
    this.#options.onMessage(message);
  }
}

const aborted = (): BytedeskError => new BytedeskError('aborted', 'Left.');
