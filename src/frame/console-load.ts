import { BytedeskError } from '../errors.js';
import type { BridgeMessage } from '../protocol/bridge-messages.js';
import type { ConsoleCommand, ConsoleEvent } from '../protocol/console-messages.js';
import type { HostCall } from '../protocol/host-messages.js';
import { after } from './timers.js';
import { BridgeClient } from './bridge-client.js';
import { ConsoleFrame, type ConsoleFrameOptions } from './console-frame.js';
import { FrameMessages } from './window-messages.js';

/** The strongest proof so far that a console is there; `load` proves only that something loaded. */
export type Evidence = 'none' | 'load' | 'console' | 'bridge';

const STRENGTH: readonly Evidence[] = ['none', 'load', 'console', 'bridge'];

/** A bridge is the page's first script: one that has not answered this long after the `load` is not there. */
const BRIDGE_MS = 5_000;

export interface ConsoleLoadOptions extends Omit<ConsoleFrameOptions, 'onLoad'> {
  /** The desk's origin. */
  readonly origin: string;
  /** True if the bridge alone proves a console, by way of `proveByBridge`. */
  readonly needsBridge?: boolean;
  /** All that the bridge tells; answers to calls are told to who called. */
  readonly onBridge?: (message: BridgeMessage) => void;
  /** `bridge-missing`, if it is needed, or `bridge-incompatible`. */
  readonly onBridgeProblem?: (error: BytedeskError) => void;
  /** Called once, at the first proof. */
  readonly onReady: (evidence: Evidence) => void;
  /** Called at each stronger proof after the first. */
  readonly onEvidence: (evidence: Evidence) => void;
  readonly onMessage: (message: ConsoleEvent) => void;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: BytedeskError) => void;
}

/** One load of one console: its frame, the talk with it, and who waits for it. */
export class ConsoleLoad {
  readonly #options: ConsoleLoadOptions;
  readonly #frame: ConsoleFrame;
  #messages: FrameMessages | undefined;
  #link: BridgeClient | undefined;
  readonly #window: Window | null;
  #stopWaiting: (() => void) | undefined;
  #evidence: Evidence = 'none';
  #isReady = false;
  #isShared = false;
  #ended = false;
  #waiters: Waiter[] = [];

  constructor(options: ConsoleLoadOptions) {
    this.#options = options;
    this.#frame = new ConsoleFrame({ ...options, onLoad: () => this.#onLoad() });
    this.#window = this.#frame.window;
  }

  /** False if the browser made a new, empty window for the frame, as Firefox does on `moveBefore` in a shadow tree. */
  get isAlive(): boolean {
    return this.#frame.window === this.#window;
  }

  get element(): HTMLIFrameElement {
    return this.#frame.element;
  }

  /** True once the address, and with it the token, is out of our hands. */
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

  /** Sends the frame on its way. The address may hold the token; `name` tells the bridge what to wait for. */
  start(url: URL, name?: string): void {
    if (this.#messages !== undefined || this.#ended) return;
    this.#frame.start(url, name);
    this.#talk();
  }

  /** Calls the bridge, now or when it is there. @throws BytedeskError as `BridgeClient.call` */
  async call(call: HostCall, timeoutMs?: number): Promise<void> {
    this.#isShared = (await this.#link?.call(call, undefined, timeoutMs)) === true;
  }

  /** True if the console runs, or ran, on the host's own token, so far as the bridge has said. */
  get isShared(): boolean {
    return this.#isShared;
  }

  /** The bridge has shown that the console is as it should be. */
  proveByBridge(): void {
    this.#prove('bridge');
  }

  send(command: ConsoleCommand): void {
    this.#messages?.send(command);
  }

  /** Resolves at the first proof, rejects when the load fails or ends before. */
  whenReady(): Promise<void> {
    if (this.#isReady) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  /** Tells who waits that it has come to nothing; the frame stays. */
  rejectWaiters(error: BytedeskError): void {
    for (const { reject } of this.#waiters.splice(0)) reject(error);
  }

  /** Removes the frame and ends the talk; nothing is called back afterwards. */
  dispose(): void {
    this.#ended = true;
    this.#stopWaiting?.();
    this.#frame.dispose();
    this.#messages?.close();
    this.#link?.close();
    this.rejectWaiters(new BytedeskError('aborted', 'Another load, or the end of this one, came first.'));
  }

  /** The window is the console's from now on. */
  #talk(): void {
    const options = this.#options;
    const { origin, needsBridge = false } = options;
    const window = this.#window;
    const view = options.root.ownerDocument.defaultView;
    if (window === null || view === null) return;
    const link = new BridgeClient({
      window,
      origin,
      signsIn: () => needsBridge,
      onMessage: (message) => {
        if (!this.#ended) options.onBridge?.(message);
      },
      onIncompatible: () =>
        options.onBridgeProblem?.(
          new BytedeskError('bridge-incompatible', 'The bridge has another version.'),
        ),
    });
    this.#link = link;
    this.#messages = new FrameMessages({
      window,
      view,
      origin,
      onData: (data) => link.receive(data),
      onMessage: (message) => {
        this.#prove('console');
        // Who heard of the proof may have ended the load.
        if (!this.#ended) options.onMessage(message);
      },
    });
  }

  #onLoad(): void {
    if (!this.hasBridge) this.#link?.ask();
    this.#prove('load');
    const { needsBridge, onBridgeProblem } = this.#options;
    if (!needsBridge || this.#ended) return;
    const missing = new BytedeskError('bridge-missing', 'No bridge allows this page.');
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
    // The bridge answers before there is anything to see. Where it alone counts, it waits for that itself.
    if (evidence === 'bridge' && !needsBridge) return;
    this.#isReady = true;
    onReady(this.#evidence);
    for (const { resolve } of this.#waiters.splice(0)) resolve();
  }
}
