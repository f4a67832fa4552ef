// One load of a console, from the empty frame to its proofs. `console-frame.ts`, `window-messages.ts` and
// `bridge-client.ts` are its parts.

import { read } from '../dom.js';
import { BytedeskError } from '../errors.js';
import type { BridgeMessage } from '../protocol/bridge-messages.js';
import type { ConsoleCommand, ConsoleEvent } from '../protocol/console-messages.js';
import type { HostCall } from '../protocol/host-messages.js';
import { after, nextTask } from './timers.js';
import { BridgeClient, type BridgeStatus } from './bridge-client.js';
import { LOCAL_NETWORK } from './permissions.js';
import { ConsoleFrame, type ConsoleFrameOptions, type FrameLook } from './console-frame.js';
import { FrameMessages } from './window-messages.js';

/** The strongest proof so far that a console is there. `load` proves only that something has loaded. */
export type Evidence = 'none' | 'load' | 'console' | 'bridge';

const STRENGTH: readonly Evidence[] = ['none', 'load', 'console', 'bridge'];

/** A bridge is the page's first script, so one that has not answered so long after the `load` is not there. */
const BRIDGE_MS = 5_000;

export interface ConsoleLoadOptions extends Omit<ConsoleFrameOptions, 'onLoad' | 'onSend'> {
  /** The desk's origin. */
  readonly origin: string;
  /** True if only the bridge proves a console, by `proveByBridge`. */
  readonly needsBridge?: boolean;
  /** Is called with every message of the bridge, except answers to calls, which go to the caller. */
  readonly onBridge?: (message: BridgeMessage) => void;
  /** Is called with `bridge-missing`, if a bridge is needed, or with `bridge-incompatible`. */
  readonly onBridgeProblem?: (error: BytedeskError) => void;
  /** Is called once, at the first proof. */
  readonly onReady: (evidence: Evidence) => void;
  /** Is called at each stronger proof after the first. */
  readonly onEvidence: (evidence: Evidence) => void;
  readonly onMessage: (message: ConsoleEvent) => void;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: BytedeskError) => void;
}

/** One load of one console: its frame, the messages to and from it, and the promises of those who wait for it. */
export class ConsoleLoad {
  readonly #options: ConsoleLoadOptions;
  readonly #frame: ConsoleFrame;
  #messages: FrameMessages | undefined;
  #link: BridgeClient | undefined;
  #stopWaiting: (() => void) | undefined;
  /** Whether this page may reach the local network; undefined where the browser does not say. */
  #localNetwork: PermissionStatus | undefined;
  #evidence: Evidence = 'none';
  #isReady = false;
  #isShared = false;
  #ended = false;
  #waiters: Waiter[] = [];

  constructor(options: ConsoleLoadOptions) {
    this.#options = options;
    this.#frame = new ConsoleFrame({
      ...options,
      onSend: (window) => this.#talk(window),
      onLoad: () => void this.#onLoad(),
    });
  }

  /** False if the browser itself has emptied the frame. */
  get isAlive(): boolean {
    return this.#frame.isAlive;
  }

  get element(): HTMLIFrameElement {
    return this.#frame.element;
  }

  /** Changes how the frame stands on the page. */
  show(look: FrameLook): void {
    this.#frame.show(look);
  }

  /** True once the address, and with it the token, has left our hands. */
  get isSent(): boolean {
    return this.#frame.isSent;
  }

  get evidence(): Evidence {
    return this.#evidence;
  }

  /** True once a bridge that allows this host has answered. */
  get hasBridge(): boolean {
    return this.#link?.isReady === true;
  }

  /** The state of the bridge; `undefined` before the frame was sent. */
  get bridge(): BridgeStatus | undefined {
    return this.#link?.status;
  }

  /** Starts the frame's navigation. The address may hold the token; `name` tells the bridge what to wait for. */
  start(url: URL, name?: string): void {
    this.#frame.start(url, name);
  }

  /** Calls the bridge, now or when it is there. @throws BytedeskError as `BridgeClient.call` */
  async call(call: HostCall, timeoutMs?: number): Promise<void> {
    this.#isShared = (await this.#link?.call(call, undefined, timeoutMs)) === true;
  }

  /** True if the bridge has said that the console runs, or ran, on the host's own token. */
  get isShared(): boolean {
    return this.#isShared;
  }

  /** Notes that the bridge has shown that the console is as it should be. */
  proveByBridge(): void {
    this.#prove('bridge');
  }

  send(command: ConsoleCommand): void {
    this.#messages?.send(command);
  }

  /** Resolves at the first proof, and rejects when the load fails or ends before one. */
  whenReady(): Promise<void> {
    if (this.#isReady) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  /** Rejects the promises of those who wait. The frame stays. */
  rejectWaiters(error: BytedeskError): void {
    for (const { reject } of this.#waiters.splice(0)) reject(error);
  }

  /** Removes the frame and ends all messages. No callback is called afterwards. */
  dispose(): void {
    this.#ended = true;
    this.#stopWaiting?.();
    this.#frame.dispose();
    this.#messages?.close();
    this.#link?.close();
    this.rejectWaiters(new BytedeskError('aborted', 'Another load, or the end of this one, came first.'));
  }

  /** Connects to the window, which is the console's from now on. */
  #talk(window: Window): void {
    const options = this.#options;
    const { origin, needsBridge = false } = options;
    const view = read('defaultView', options.root.ownerDocument);
    if (view === null) return;
    const link = new BridgeClient({
      window,
      origin,
      signsIn: () => needsBridge,
      onMessage: (message) => {
        if (!this.#ended) options.onBridge?.(message);
      },
      onIncompatible: () =>
        options.onBridgeProblem?.(
          new BytedeskError(
            'bridge-incompatible',
            'The bridge has another version. Update bytedesk-bridge.js.',
          ),
        ),
    });
    nextTask(() => void this.#askPermission());
    this.#link = link;
    this.#messages = new FrameMessages({
      window,
      view,
      origin,
      onData: (data) => link.receive(data),
      onMessage: (message) => {
        this.#prove('console');
        // The receiver of the proof may have ended the load.
        if (!this.#ended) options.onMessage(message);
      },
    });
  }

  /**
   * Asks whether this page may reach the local network, as soon as the frame is on its way. The state follows the user's
   * decision, so that the load need not wait for it.
   */
  async #askPermission(): Promise<void> {
    try {
      this.#localNetwork = await navigator.permissions?.query({ name: LOCAL_NETWORK as PermissionName });
    } catch {
      // This browser does not know the permission, or an extension refuses the question.
    }
  }

  async #onLoad(): Promise<void> {
    const { needsBridge, onBlocked, onBridgeProblem, origin } = this.#options;
    if (!this.hasBridge) this.#link?.ask();
    if (this.#localNetwork?.state === 'denied') {
      try {
        // The browser shows a page of its own instead of a desk that the page may not reach, and refuses requests, too.
        await fetch(origin, { mode: 'no-cors', credentials: 'omit' });
      } catch {
        return void (this.#ended || this.#isReady || onBlocked());
      }
    }
    this.#prove('load');
    if (!needsBridge || this.#ended) return;
    const missing = new BytedeskError(
      'bridge-missing',
      'No bridge allows this page. Name its origin in data-allow of bytedesk-bridge.js.',
    );
    this.#stopWaiting = after(BRIDGE_MS, () => {
      if (!this.hasBridge) onBridgeProblem?.(missing);
    });
  }

  #prove(evidence: Evidence): void {
    const { needsBridge = false, onEvidence, onReady } = this.#options;
    if (this.#ended || (needsBridge && evidence !== 'bridge')) return;
    const isStronger = STRENGTH.indexOf(evidence) > STRENGTH.indexOf(this.#evidence);
    if (isStronger) this.#evidence = evidence;
    if (this.#isReady) return void (isStronger && onEvidence(evidence));
    // The bridge answers before there is anything to see. Where the bridge alone counts, it waits for that itself.
    if (evidence === 'bridge' && !needsBridge) return;
    this.#isReady = true;
    onReady(this.#evidence);
    for (const { resolve } of this.#waiters.splice(0)) resolve();
  }
}
