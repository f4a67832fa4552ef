// The bridge's side of the talk with the host. `frame/bridge-client.ts` is the other side.

import type { BridgeMessage, Hello } from '../protocol/bridge-messages.js';
import { open, seal } from '../protocol/envelope.js';
import { readHostMessage, type ReceivedCall } from '../protocol/host-messages.js';
import { isHosts, token } from './console-session.js';
import { allow } from './options.js';

const hello: Hello = { type: 'bridge:hello' };

let port: MessagePort | undefined;
/** The newest messages, for which there was no port yet. */
let missed: BridgeMessage[] = [];
/** The calls and their answers. A host sends a call once more if it does not know whether it arrived. */
const calls = new Map<string, BridgeMessage | undefined>();

/** Tells the window around this page that a bridge is here, and nothing else. Only this message goes to `*`. */
export const greet = (): void =>
  ((parent === window ? opener : parent) as Window | null)?.postMessage(seal(hello), '*');

/** Sends a message to the host. Without a host the newest messages wait for it. */
export function send(message: BridgeMessage): void {
  if (port) port.postMessage(seal(message));
  else missed = [...missed.slice(-3), message];
}

/** Remembers that a call is being carried out. */
export const beginCall = (id: string): unknown => calls.set(id, undefined);

/** Answers a call of the host. */
export function answerCall(id: string, ok = true, shared = isHosts(token)): void {
  const answer: BridgeMessage = { type: 'call:done', id, ok, shared };
  calls.set(id, answer);
  send(answer);
}

/**
 * Talks with one allowed host at a time: the parent of a frame, or the opener of a window and any other window that
 * asks.
 *
 * @param onWelcome is called with each new port; `wait` means that a sign-in follows
 * @param onCall is called once for each call
 */
export function linkHost(onWelcome: (wait: boolean) => void, onCall: (call: ReceivedCall) => unknown): void {
  addEventListener('message', ({ source, origin, data, ports: [given] }: MessageEvent<unknown>) => {
    // A frame answers nobody but its parent, a window anybody but its own page.
    if ((parent === window) === (source === parent) || !allow.includes(origin)) return;
    const { type, wait } = open(data) ?? {};
    if (type === 'host:ask') (source as Window).postMessage(seal(hello), origin);
    if (type !== 'host:welcome' || !given) return;
    port?.close();
    port = given;
    given.onmessage = (event) => {
      const call = readHostMessage(event.data);
      if (!call) return;
      const answer = calls.get(call.id);
      if (answer) return send(answer);
      if (calls.has(call.id)) return;
      beginCall(call.id);
      onCall(call);
    };
    missed.splice(0).forEach(send);
    onWelcome(!!wait);
  });
}
