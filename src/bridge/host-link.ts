import { type BridgeMessage, type Hello } from '../protocol/bridge-messages.js';
import { open, seal } from '../protocol/envelope.js';
import { readHostMessage, type ReceivedCall } from '../protocol/host-messages.js';
import { allow } from './options.js';

const hello: Hello = { type: 'bridge:hello' };

let port: MessagePort | undefined;
/** The newest messages that found no port. */
let missed: BridgeMessage[] = [];

/** Tells whoever holds this page that a bridge is here, and nothing else: `*` is for this alone. */
export const greet = (): void =>
  ((parent === window ? opener : parent) as Window | null)?.postMessage(seal(hello), '*');

/** Tells the host; without one the newest messages wait for it. */
export function send(message: BridgeMessage): void {
  if (port) port.postMessage(seal(message));
  else missed = [...missed.slice(-3), message];
}

/**
 * Talks with one allowed host at a time: the parent of a frame, or the opener of a window and whoever asks for it.
 *
 * @param onWelcome called with each new port; `wait`: a sign-in follows
 */
export function linkHost(onWelcome: (wait: boolean) => void, onCall: (call: ReceivedCall) => unknown): void {
  addEventListener('message', ({ source, origin, data, ports: [given] }: MessageEvent<unknown>) => {
    // In a frame nobody but the parent, in a window anybody but this page itself.
    if ((parent === window) === (source === parent) || !allow.includes(origin)) return;
    const { type, wait } = open(data) ?? {};
    if (type === 'host:ask') (source as Window).postMessage(seal(hello), origin);
    if (type !== 'host:welcome' || !given) return;
    port?.close();
    port = given;
    given.onmessage = (event) => {
      const call = readHostMessage(event.data);
      if (call) onCall(call);
    };
    missed.splice(0).forEach(send);
    onWelcome(!!wait);
  });
}
