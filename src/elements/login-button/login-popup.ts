// A login button's share of the desk's pop-up. `windows/popup.ts` opens and watches the window.

import type { BridgeMessage } from '../../protocol/bridge-messages.js';
import { isBlank } from '../../windows/console-window.js';
import { openPopup, watchPopup } from '../../windows/popup.js';
import { BridgeClient } from '../../frame/bridge-client.js';
import { receiveFrom } from '../../frame/window-messages.js';

/** Options for opening a login button's pop-up. */
export interface LoginPopupOptions {
  /** Base URL of the consoles. All buttons of a desk share one pop-up. */
  readonly desk: string;
  readonly features: string;
  /** The window that was clicked in, to which the console speaks. */
  readonly view: Window;
  /** The desk's origin, the only one that is listened to and spoken to. */
  readonly origin: string;
  /** Is called when the window was closed. `isSure` is false if it may only have left this page's sight. */
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
   * Opens the pop-up, or finds it.
   *
   * @returns the pop-up if it is empty; one with a console is left as it is
   * @throws BytedeskError `popup-blocked`
   */
  open({ desk, features, view, origin, onClosed, onMessage }: LoginPopupOptions): Window | undefined {
    const { popup, isWatched } = openPopup(desk, features, view);
    if (isWatched) return undefined;
    this.#username = null;
    const link = new BridgeClient({
      window: popup,
      origin,
      signsIn: () => false,
      onMessage: (message) => {
        const { type } = message;
        if (type === 'bridge:ready' || type === 'session:signed-in')
          this.#username = message.username || null;
        onMessage(message);
      },
      onIncompatible: () => undefined,
    });
    // Consoles themselves post messages only when they are framed, so without a bridge there is silence, which proves
    // nothing. A console speaks to the window that opened it.
    const stopHearing = receiveFrom(
      popup,
      (event) => event.origin === origin && link.receive(event.data),
      view,
    );
    const stopWatching = watchPopup(
      desk,
      popup,
      (isSure) => {
        this.dispose();
        onClosed(isSure);
      },
      view,
    );
    this.#stop = () => {
      stopHearing();
      link.close();
      stopWatching();
    };
    return isBlank(popup) ? popup : undefined;
  }

  /** Ends the watch. */
  dispose(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
