import { type ConsoleCommand, type ConsoleEvent, readConsoleMessage } from '../protocol/console-messages.js';

/** Takes the messages of one frame; called only for messages whose source is that frame's window. */
export type MessageReceiver = (event: MessageEvent<unknown>) => void;

/** The receivers of each window, by the source of their messages. */
const windows = new WeakMap<object, Map<MessageEventSource, MessageReceiver>>();

function dispatch(event: MessageEvent<unknown>): void {
  const { currentTarget, source } = event;
  if (currentTarget !== null && source !== null) windows.get(currentTarget)?.get(source)?.(event);
}

/**
 * Hands the messages that come from `source` to `receiver`. A window has one `message` listener, however many frames there
 * are: a listener each would cost every message on the page, anyone's, a call per frame. The map's key is the first check
 * of every message, its source; all else is not ours and is dropped here.
 *
 * @param view the window of the document that the frame stands in, since a frame posts to that one
 * @returns the end of it; the listener goes with the window's last receiver
 */
export function receiveFrom(
  source: MessageEventSource,
  receiver: MessageReceiver,
  view: Window = window,
): () => void {
  const receivers = windows.get(view) ?? new Map<MessageEventSource, MessageReceiver>();
  windows.set(view, receivers);
  if (receivers.size === 0) view.addEventListener('message', dispatch);
  receivers.set(source, receiver);
  return () => {
    if (receivers.get(source) !== receiver) return;
    receivers.delete(source);
    if (receivers.size === 0) view.removeEventListener('message', dispatch);
  };
}

/** What a {@link FrameMessages} connects. */
export interface FrameMessagesOptions {
  /** The frame's window. */
  readonly window: Window;
  /** The window that the frame stands in. */
  readonly view: Window;
  /** The desk's origin, the only one heard and the only one spoken to. */
  readonly origin: string;
  readonly onMessage: (message: ConsoleEvent) => void;
  /** Sees all that comes from there first. @returns true for what is no message of the console */
  readonly onData?: (data: unknown) => boolean;
}

/** Host side of the talk with one console: checks source, origin, shape and type, in that order. */
export class FrameMessages {
  readonly #options: FrameMessagesOptions;
  readonly #stop: () => void;

  constructor(options: FrameMessagesOptions) {
    this.#options = options;
    // The source is checked where this receiver is found by it.
    this.#stop = receiveFrom(options.window, (event) => this.#receive(event), options.view);
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
