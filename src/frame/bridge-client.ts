// The host side of the bridge. `bridge/` is the other side, in the console's page.

import { withDeadline } from '../deadline.js';
import { BytedeskError } from '../errors.js';
import { type BridgeMessage, readBridgeMessage } from '../protocol/bridge-messages.js';
import { readHello, seal } from '../protocol/envelope.js';
import type { HostCall, HostGreeting } from '../protocol/host-messages.js';
import { liveTimers } from './timers.js';

/** Milliseconds that the bridge may take for a call. */
const CALL_MS = 10_000;

/** The state of a bridge. `refuses`: it is there, but has not accepted this page. `silent`: none has said hello. */
export type BridgeStatus = 'ready' | 'refuses' | 'incompatible' | 'silent';

export interface BridgeClientOptions {
  /** The console's window: a frame's, or one that was opened. */
  readonly window: Window;
  /** The desk's origin, the only one to which anything is sent. */
  readonly origin: string;
  /** True while a sign-in will follow, until which the console's page stays hidden. */
  readonly signsIn: () => boolean;
  /**
   * Is called with each message of a bridge that allows this host; `bridge:ready` comes again after each new load of
   * its page.
   */
  readonly onMessage: (message: BridgeMessage) => void;
  /** Is called once for a bridge of another version, unless the console's bridge has answered before. */
  readonly onIncompatible: () => void;
}

interface Call {
  readonly sealed: unknown;
  readonly resolve: (isShared: boolean) => void;
  readonly reject: (error: BytedeskError) => void;
}

/**
 * The host side of the bridge: a handshake, then calls and events over a port. It works before, during and after
 * reloads of the console's page.
 */
export class BridgeClient {
  readonly #options: BridgeClientOptions;
  readonly #calls = new Map<string, Call>();
  #port: MessagePort | undefined;
  /** A port that was sent and has not been answered yet. */
  #offered: MessagePort | undefined;
  #isIncompatible = false;
  /** True from the first `bridge:ready` on. */
  isReady = false;

  constructor(options: BridgeClientOptions) {
    this.#options = options;
  }

  get status(): BridgeStatus {
    if (this.isReady) return 'ready';
    return this.#isIncompatible ? 'incompatible' : this.#offered ? 'refuses' : 'silent';
  }

  /** Asks for a hello, for a bridge that said its own before this page could receive it. */
  ask(): void {
    this.#post({ type: 'host:ask' });
  }

  /** Takes a message of the window, whose source and origin have been checked. @returns true if it was a bridge's */
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
   * yet, since a call to an earlier page or port may be lost. The bridge recognises a call by its id.
   *
   * @returns a promise that resolves when the call is done, also across a reload of the console's page; true if the
   * console runs, or ran, on the token that this host gave
   * @throws BytedeskError `timeout`, `bridge-missing` if none has answered by then, `aborted`, or the error of a
   * refusal
   */
  async call(call: HostCall, signal?: AbortSignal, timeoutMs = CALL_MS): Promise<boolean> {
    // Nobody who knows earlier ids can guess this one. `randomUUID` is missing on pages without https.
    const id = crypto.getRandomValues(new BigUint64Array(2)).join('-');
    const sealed = seal({ ...call, id });
    const answer = (): Promise<boolean> =>
      new Promise((resolve, reject) => {
        this.#calls.set(id, { sealed, resolve, reject });
        if (this.isReady) this.#port?.postMessage(sealed);
      });
    try {
      return await withDeadline(answer, { signal, timeoutMs, timers: liveTimers });
    } catch (error) {
      if (this.isReady || (error as BytedeskError).code !== 'timeout') throw error;
      throw new BytedeskError(
        'bridge-missing',
        'No bridge has answered. Put bytedesk-bridge.js into the console’s page.',
      );
    } finally {
      this.#calls.delete(id);
    }
  }

  /** Ends the client and every call. It may be called twice. */
  close(): void {
    this.#port?.close();
    this.#offered?.close();
    this.#port = undefined;
    for (const { reject } of this.#calls.values()) reject(new BytedeskError('aborted', 'Left.'));
  }

  #post(greeting: HostGreeting, ...ports: MessagePort[]): void {
    this.#options.window.postMessage(seal(greeting), this.#options.origin, ports);
  }

  #receive(data: unknown, port: MessagePort): void {
    const message = readBridgeMessage(data);
    if (message === undefined) return;
    if (message.type === 'call:done') {
      const call = this.#calls.get(message.id);
      if (message.ok) call?.resolve(message.shared);
      else call?.reject(new BytedeskError('login-failed', 'Refused.'));
      return;
    }
    if (message.type === 'bridge:ready') {
      // The earlier port stays open until now, because an answer may still be on its way over it.
      if (this.#port !== port) this.#port?.close();
      this.#port = port;
      this.isReady = true;
      // The calls are sent before the message is handed on, since its receiver makes calls that are sent at once.
      for (const { sealed } of this.#calls.values()) this.#port?.postMessage(sealed);
    }
    this.#options.onMessage(message);
  }
}
