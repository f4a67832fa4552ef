import type { BridgeMessage } from '../protocol/bridge-messages.js';
import { BridgeLink } from './bridge-link.js';
import { receiveFrom } from './message-hub.js';

/**
 * Hears what the bridge in a pop-up's console tells. Consoles themselves speak only when they are framed, so without a
 * bridge there is silence, which proves nothing.
 *
 * @param origin the desk's, the only one heard and spoken to
 * @returns the end of it
 */
export function hearPopup(
  window: Window,
  origin: string,
  onMessage: (message: BridgeMessage) => void,
): () => void {
  const link = new BridgeLink({
    window,
    origin,
    signsIn: () => false,
    onMessage,
    onIncompatible: () => undefined,
  });
  const stop = receiveFrom(window, (event) => {
    if (event.origin === origin) link.receive(event.data);
  });
  return () => {
    stop();
    link.close();
  };
}
