import { isBlank, openWindow } from './console-window.js';

const LOOK_MS = 500;

interface Watch {
  readonly popup: Window;
  /** Looks whether it was closed, and tells. */
  readonly look: () => void;
}

/** The pop-ups somebody watches, by name. */
const watched = new Map<string, Watch>();

/**
 * Opens a desk's pop-up, or gives the one there is: it has the desk's name, by which all elements find it, and all tabs
 * that opened one another.
 *
 * @returns `isWatched`: somebody sees to it already
 * @throws BytedeskError `popup-blocked`
 */
export function openPopup(name: string, features: string): { popup: Window; isWatched: boolean } {
  // Who watches one that was just closed hears of that before there is another.
  watched.get(name)?.look();
  const there = watched.get(name)?.popup;
  // With these two a browser opens the window but gives no handle on it.
  const popup = there ?? openWindow(name, features.replace(/no(opener|referrer)/gi, ''), true);
  popup.focus();
  return { popup, isWatched: there !== undefined };
}

/**
 * Calls back when a pop-up was closed. Behind `Cross-Origin-Opener-Policy` it reads as closed as soon as its page is
 * there, so this is sure only of one that was seen with its page.
 *
 * @returns the end of it
 */
export function watchPopup(name: string, popup: Window, onClosed: (isSure: boolean) => void): () => void {
  let wasSeen = false;
  const stop = (): void => {
    clearInterval(timer);
    watched.delete(name);
  };
  const look = (): void => {
    if (popup.closed) {
      stop();
      onClosed(wasSeen);
    } else wasSeen ||= !isBlank(popup);
  };
  const timer = setInterval(look, LOOK_MS);
  watched.set(name, { popup, look });
  return stop;
}
