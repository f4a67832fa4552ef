/** Takes the messages of one frame; called only for messages whose source is that frame's window. */
export type MessageReceiver = (event: MessageEvent<unknown>) => void;

/**
 * The page's one `message` listener, however many frames there are: a listener each would cost every
 * message on the page, anyone's, a call per frame. The map's key is the first check of every message,
 * its source; all else is not ours and is dropped here.
 */
const receivers = new Map<MessageEventSource, MessageReceiver>();

function dispatch(event: MessageEvent<unknown>): void {
  if (event.source !== null) receivers.get(event.source)?.(event);
}

/**
 * Hands the messages that come from `source` to `receiver`.
 *
 * @returns the end of it; the page's listener goes with the last receiver
 */
export function receiveFrom(source: MessageEventSource, receiver: MessageReceiver): () => void {
  if (receivers.size === 0) window.addEventListener('message', dispatch);
  receivers.set(source, receiver);
  return () => {
    if (receivers.get(source) !== receiver) return;
    receivers.delete(source);
    if (receivers.size === 0) window.removeEventListener('message', dispatch);
  };
}
