import { BytedeskError } from '../errors.js';
import type { ConsoleCommand, ConsoleEvent } from '../protocol/console-messages.js';
import { ConsoleFrame, type ConsoleFrameOptions } from './console-frame.js';
import { FrameRelay } from './frame-relay.js';

/** The strongest proof so far that a console is there; `load` proves only that something loaded. */
export type Evidence = 'none' | 'load' | 'console' | 'bridge';

const STRENGTH: readonly Evidence[] = ['none', 'load', 'console', 'bridge'];

export interface ConsoleLoadOptions extends Omit<ConsoleFrameOptions, 'onLoad'> {
  /** The desk's origin. */
  readonly origin: string;
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
  readonly #relay: FrameRelay | undefined;
  readonly #window: Window | null;
  #evidence: Evidence = 'none';
  #ended = false;
  #waiters: Waiter[] = [];

  constructor(options: ConsoleLoadOptions) {
    this.#options = options;
    this.#frame = new ConsoleFrame({ ...options, onLoad: () => this.#prove('load') });
    const { window } = this.#frame;
    this.#window = window;
    if (window === null) return;
    this.#relay = new FrameRelay({
      window,
      origin: options.origin,
      onMessage: (message) => {
        this.#prove('console');
        // Who heard of the proof may have ended the load.
        if (!this.#ended) options.onMessage(message);
      },
    });
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

  /** Sends the frame on its way. The address may hold the token. */
  navigate(url: URL): void {
    this.#frame.navigate(url);
  }

  send(command: ConsoleCommand): void {
    this.#relay?.send(command);
  }

  /** Resolves at the first proof, rejects when the load fails or ends before. */
  whenReady(): Promise<void> {
    if (this.#evidence !== 'none') return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  /** Tells who waits that it has come to nothing; the frame stays. */
  fail(error: BytedeskError): void {
    for (const { reject } of this.#waiters.splice(0)) reject(error);
  }

  /** Removes the frame and ends the talk; nothing is called back afterwards. */
  end(): void {
    this.#ended = true;
    this.#frame.destroy();
    this.#relay?.close();
    this.fail(new BytedeskError('aborted', 'Another load, or the end of this one, came first.'));
  }

  #prove(evidence: Evidence): void {
    const before = this.#evidence;
    if (STRENGTH.indexOf(evidence) <= STRENGTH.indexOf(before)) return;
    this.#evidence = evidence;
    if (before !== 'none') return this.#options.onEvidence(evidence);
    this.#options.onReady(evidence);
    for (const { resolve } of this.#waiters.splice(0)) resolve();
  }
}
