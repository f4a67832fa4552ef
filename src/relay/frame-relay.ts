import { type ConsoleCommand, type ConsoleEvent, readConsoleMessage } from '../protocol/console-messages.js';
import { receiveFrom } from './message-hub.js';

/** What a {@link FrameRelay} connects. */
export interface FrameRelayOptions {
  /** The frame's window. */
  readonly window: Window;
  /** The desk's origin, the only one heard and the only one spoken to. */
  readonly origin: string;
  readonly onMessage: (message: ConsoleEvent) => void;
  /** Sees all that comes from there first. @returns true for what is no message of the console */
  readonly onData?: (data: unknown) => boolean;
}

/** Host side of the talk with one console: checks source, origin, shape and type, in that order. */
export class FrameRelay {
  readonly #options: FrameRelayOptions;
  readonly #stop: () => void;

  constructor(options: FrameRelayOptions) {
    this.#options = options;
    // The source is checked by the hub, which finds this receiver by it.
    this.#stop = receiveFrom(options.window, (event) => this.#receive(event));
  }

  /** Sends a command to the console. The target origin is exact: a foreign page in the frame gets nothing. */
  send(command: ConsoleCommand): void {
    this.#options.window.postMessage(command, this.#options.origin);
  }

  /** Ends it; may be called twice. */
  close(): void {
    this.#stop();
  }

  #receive(event: MessageEvent<unknown>): void {
    if (event.origin !== this.#options.origin || this.#options.onData?.(event.data)) return;
    const message = readConsoleMessage(event.data);
    if (message !== undefined) this.#options.onMessage(message);
  }
}
