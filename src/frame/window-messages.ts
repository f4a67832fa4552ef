// Receives the messages of frames. Each message is checked here by source and origin before anything reads it.

import { type ConsoleCommand, type ConsoleEvent, readConsoleMessage } from '../protocol/console-messages.js';

/** Receives the messages of one frame, and is called only for messages whose source is that frame's window. */
export type MessageReceiver = (event: MessageEvent<unknown>) => void;

/** The receivers of each window, by the source of their messages. */
const windows = new WeakMap<object, Map<MessageEventSource, MessageReceiver>>();

function dispatch(event: MessageEvent<unknown>): void {
  const { currentTarget, source } = event;
  if (currentTarget !== null && source !== null) windows.get(currentTarget)?.get(source)?.(event);
}

/**
 * Hands the messages from `source` to `receiver`. A window has one `message` listener, however many frames there are:
 * with one listener for each, every message on the page would cost a call per frame. The key of the map is the first
 * check of every message, its source; all others are dropped here.
 *
 * @param view the window of the document in which the frame stands, since a frame posts to that one
 * @returns a function that ends this; the listener is removed with the window's last receiver
 */
export function receiveFrom(
  source: MessageEventSource,
  receiver: MessageReceiver,
  view: Window = window,
): () => void {
  const receivers = windows.get(view) ?? new Map<MessageEventSource, MessageReceiver>();
  windows.set(view, receivers);
  // Once more does nothing, unless `document.open()` has taken all listeners of the window away.
  view.addEventListener('message', dispatch);
  receivers.set(source, receiver);
  return () => {
    if (receivers.get(source) !== receiver) return;
    receivers.delete(source);
    if (receivers.size === 0) view.removeEventListener('message', dispatch);
  };
}

/** Options of {@link FrameMessages}. */
export interface FrameMessagesOptions {
  /** The frame's window. */
  readonly window: Window;
  /** The window in which the frame stands. */
  readonly view: Window;
  /** The desk's origin, the only one that is listened to and spoken to. */
  readonly origin: string;
  readonly onMessage: (message: ConsoleEvent) => void;
  /** Sees all data from there first. @returns true for data that is no message of the console */
  readonly onData?: (data: unknown) => boolean;
}

/** The host side of the messages with one console: checks source, origin, shape and type, in that order. */
export class FrameMessages {
  readonly #options: FrameMessagesOptions;
  readonly #stop: () => void;

  constructor(options: FrameMessagesOptions) {
    this.#options = options;
    // The source is already checked: it is the key by which this receiver is found.
    this.#stop = receiveFrom(options.window, (event) => this.#receive(event), options.view);
  }

  /** Sends a command to the console. The target origin is exact, so a foreign page in the frame gets nothing. */
  send(command: ConsoleCommand): void {
    this.#options.window.postMessage(command, this.#options.origin);
  }

  /** Ends the connection. It may be called twice. */
  close(): void {
    this.#stop();
  }

  #receive(event: MessageEvent<unknown>): void {
    if (event.origin !== this.#options.origin || this.#options.onData?.(event.data)) return;
    const message = readConsoleMessage(event.data);
    if (message !== undefined) this.#options.onMessage(message);
  }
}
