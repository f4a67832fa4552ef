import { BytedeskError } from '../errors.js';
import { type BridgeMessage, readBridgeMessage } from '../protocol/bridge-messages.js';
import { readHello, seal } from '../protocol/envelope.js';
import type { HostCall, HostGreeting } from '../protocol/host-messages.js';

/** How long the bridge may take for a call, milliseconds. */
const CALL_MS = 10_000;

export interface BridgeClientOptions {
  /** The console's window: a frame's or one that was opened. */
  readonly window: Window;
  /** The desk's origin, the only one spoken to. */
  readonly origin: string;
  /** True while a sign-in is to follow, for which the console's page stays hidden. */
  readonly signsIn: () => boolean;
  /** Each message of a bridge that allows this host; `bridge:ready` again after each new load of its page. */
  readonly onMessage: (message: BridgeMessage) => void;
  /** A bridge of another version; told once, and not of a console whose bridge has answered. */
  readonly onIncompatible: () => void;
}

interface Call {
  readonly sealed: unknown;
  readonly end: (error: BytedeskError | undefined, isShared?: boolean) => void;
}

/** Host side of the bridge: handshake, then calls and events over a port. Works before, during and after reloads. */
export class BridgeClient {
  readonly #options: BridgeClientOptions;
  readonly #calls = new Map<string, Call>();
  #port: MessagePort | undefined;
  /** A port that was sent and not answered yet. */
  #offered: MessagePort | undefined;
  #isIncompatible = false;
  /** True from the first `bridge:ready` on. */
  isReady = false;

  constructor(options: BridgeClientOptions) {
    this.#options = options;
  }

  /** Asks for a hello: for bridges that have said theirs before this page could hear it. */
  ask(): void {
    this.#post({ type: 'host:ask' });
  }

  /** Takes a message of the window, from the right source and origin. @returns true if it was a bridge's */
  receive(data: unknown): boolean {
    const hello = readHello(data);
    if (hello === 'other' && !this.isReady && !this.#isIncompatible) {
      this.#isIncompatible = true;
      this.#options.onIncompatible();
    }
    if (hello === 'ours') {
      const { port1, port2 } = new MessageChannel();
      if (this.#offered !== this.#port) this.#offered?.close();
      this.#offered = port1;
      port1.onmessage = (event) => this.#receive(event.data, port1);
      this.#post({ type: 'host:welcome', wait: this.#options.signsIn() }, port2);
    }
    return hello !== undefined;
  }

  /**
   * Calls the bridge, as soon as there is one. Whenever a bridge becomes ready it gets every call that was not answered
   * yet, since one that was on its way to the page or port before may be lost; the bridge knows a call by its id.
   *
   * @returns resolves when it is done, also across a reload of the console's page; true if the console runs, or ran, on
   *   the token that this host gave
   * @throws BytedeskError `timeout`, `bridge-missing` if none has answered by then, `aborted`, or the one for a refusal
   */
  call(call: HostCall, signal?: AbortSignal, timeoutMs = CALL_MS): Promise<boolean> {
    const id = Math.random().toString(36);
    return new Promise<boolean>((resolve, reject) => {
      const end = (error: BytedeskError | undefined, isShared = false): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#calls.delete(id);
        if (error === undefined) resolve(isShared);
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
    this.#offered?.close();
    this.#port = undefined;
    for (const { end } of [...this.#calls.values()]) end(aborted());
  }

  #post(greeting: HostGreeting, ...ports: MessagePort[]): void {
    this.#options.window.postMessage(seal(greeting), this.#options.origin, ports);
  }

  #receive(data: unknown, port: MessagePort): void {
    const message = readBridgeMessage(data);
    if (message === undefined) return;
    if (message.type === 'call:done') {
      const refused = message.ok ? undefined : new BytedeskError('login-failed', 'Refused.');
      return this.#calls.get(message.id)?.end(refused, message.shared);
    }
    if (message.type === 'bridge:ready') {
      // The port before stays open until now, because an answer may still be on its way over it.
      if (this.#port !== port) this.#port?.close();
      this.#port = port;
      this.isReady = true;
      // First: who hears of it makes calls that go at once.
      for (const { sealed } of this.#calls.values()) this.#port?.postMessage(sealed);
    }
    this.#options.onMessage(message);
  }
}

const aborted = (): BytedeskError => new BytedeskError('aborted', 'Left.');
