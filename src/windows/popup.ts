import { isBlank, openWindow } from './console-window.js';

const LOOK_MS = 500;

/** The pop-ups somebody watches, by name. */
const watched = new Map<string, Window>();

/**
 * Opens a desk's pop-up, or gives the one there is: it has the desk's name, by which all elements find it, and all tabs
 * that opened one another.
 *
 * @returns `isWatched`: somebody sees to it already
 * @throws BytedeskError `popup-blocked`
 */
export function openPopup(name: string, features: string): { popup: Window; isWatched: boolean } {
  const there = watched.get(name);
  const isWatched = there?.closed === false;
  // With these two a browser opens the window but gives no handle on it.
  const popup = isWatched ? there : openWindow(name, features.replace(/no(opener|referrer)/gi, ''), true);
  popup.focus();
  return { popup, isWatched };
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
  const timer = setInterval(() => {
    if (popup.closed) {
      stop();
      onClosed(wasSeen);
    } else wasSeen ||= !isBlank(popup);
  }, LOOK_MS);
  watched.set(name, popup);
  return stop;
}
