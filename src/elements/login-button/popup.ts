import type { BridgeMessage } from '../../protocol/bridge-messages.js';
import { isBlank } from '../../windows/console-window.js';
import { openPopup, watchPopup } from '../../windows/popup.js';
import { BridgeClient } from '../../frame/bridge-client.js';
import { receiveFrom } from '../../frame/window-messages.js';

/** How a login button's pop-up is to open, and who hears of it. */
export interface LoginPopupOptions {
  /** The window's name, the same for all buttons of a desk. */
  readonly name: string;
  readonly features: string;
  /** The desk's. */
  readonly origin: string;
  /** It was closed; `isSure`: not only out of this page's sight. */
  readonly onClosed: (isSure: boolean) => void;
  readonly onMessage: (message: BridgeMessage) => void;
}

/** The pop-up of one login button. */
export class LoginPopup {
  #stop: (() => void) | undefined;
  #username: string | null = null;

  /** True while this button watches a pop-up. */
  get isOpen(): boolean {
    return this.#stop !== undefined;
  }

  /** False if the bridge has named another user. */
  isOf(username: string | null = null): boolean {
    return this.#username === null || username === null || this.#username === username;
  }

  /**
   * @returns the pop-up if it is empty; one with a console is left as it is
   * @throws BytedeskError `popup-blocked`
   */
  open({ name, features, origin, onClosed, onMessage }: LoginPopupOptions): Window | undefined {
    const { popup, isWatched } = openPopup(name, features);
    if (isWatched) return undefined;
    this.#username = null;
    const stopHearing = listenToPopup(popup, origin, (message) => {
      const { type } = message;
      if (type === 'bridge:ready' || type === 'session:signed-in') this.#username = message.username || null;
      onMessage(message);
    });
    const stopWatching = watchPopup(name, popup, (isSure) => {
      this.dispose();
      onClosed(isSure);
    });
    this.#stop = () => {
      stopHearing();
      stopWatching();
    };
    return isBlank(popup) ? popup : undefined;
  }

  /** Watches it no longer. */
  dispose(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}

/**
 * Hears what the bridge in a pop-up's console tells. Consoles themselves speak only when they are framed, so without a
 * bridge there is silence, which proves nothing.
 *
 * @param origin the desk's, the only one heard and spoken to
 * @returns the end of it
 */
export function listenToPopup(
  window: Window,
  origin: string,
  onMessage: (message: BridgeMessage) => void,
): () => void {
  const link = new BridgeClient({
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
