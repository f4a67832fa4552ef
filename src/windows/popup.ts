// Opens, finds and watches the one pop-up of a desk, for all login buttons of a page.

import { isBlank, openWindow } from './console-window.js';

const CHECK_MS = 500;

interface Watch {
  readonly popup: Window;
  /** Checks whether the window was closed, and reports it. */
  readonly check: () => void;
}

/** The pop-ups that a button watches, by desk. */
const watched = new Map<string, Watch>();
/** The names of pop-ups, for pages whose storage is blocked. */
const names = new Map<string, string>();

const keyOf = (desk: string): string => `bytedesk-embed popup ${desk}`;

/** Gives the name of a desk's pop-up; empty for none. */
function readName(desk: string): string {
  const key = keyOf(desk);
  try {
    return sessionStorage.getItem(key) ?? names.get(key) ?? '';
  } catch {
    return names.get(key) ?? '';
  }
}

/** Keeps the name of a desk's pop-up in the storage of this tab. */
function writeName(desk: string, name: string): void {
  names.set(keyOf(desk), name);
  try {
    sessionStorage.setItem(keyOf(desk), name);
  } catch {
    // Without storage the name is known until a reload.
  }
}

/**
 * Opens a desk's pop-up, or gives the existing one. All elements find it by its name, also those in other documents of
 * this site in the tab, and after a reload. The name is random: any frame of the page could open a page of its own
 * under a name that can be guessed, and would take the console's place.
 *
 * @param desk base URL of the consoles
 * @param view the window that was clicked in
 * @returns `isWatched` is true if another button watches the window already
 * @throws BytedeskError `popup-blocked`
 */
export function openPopup(
  desk: string,
  features: string,
  view?: Window,
): { popup: Window; isWatched: boolean } {
  // A window that was closed since the last check is reported before another one gets its name.
  watched.get(desk)?.check();
  const there = watched.get(desk)?.popup;
  const name = readName(desk) || crypto.getRandomValues(new BigUint64Array(2)).join('-');
  // With these two features a browser opens the window but gives no handle on it.
  const popup = there ?? openWindow(name, view, features.replace(/no(opener|referrer)/gi, ''));
  writeName(desk, name);
  popup.focus();
  return { popup, isWatched: there !== undefined };
}

/**
 * Calls back when a pop-up was closed. Behind `Cross-Origin-Opener-Policy` a window reads as closed as soon as its page
 * is there, so the callback is sure only of a window that was seen with its page. A page that nobody sees does not
 * look; it looks when it is shown again.
 *
 * @param desk the desk of `openPopup`, which was called just before
 * @param view the window that was clicked in, whose page and timers count
 * @returns a function that ends the watch
 */
export function watchPopup(
  desk: string,
  popup: Window,
  onClosed: (isSure: boolean) => void,
  view: Window = window,
): () => void {
  const name = readName(desk);
  let wasSeen = false;
  const stop = (): void => {
    view.clearInterval(timer);
    view.removeEventListener('visibilitychange', update, true);
    watched.delete(desk);
  };
  const check = (): void => {
    if (popup.closed) {
      stop();
      // Every page that the window has shown could read its name, so the name is not used again.
      if (readName(desk) === name) writeName(desk, '');
      onClosed(wasSeen);
    } else wasSeen ||= !isBlank(popup);
  };
  let timer = view.setInterval(check, CHECK_MS);
  const update = (): void => {
    view.clearInterval(timer);
    if (view.document.visibilityState !== 'hidden') timer = view.setInterval(check, CHECK_MS);
    check();
  };
  view.addEventListener('visibilitychange', update, true);
  watched.set(desk, { popup, check });
  return stop;
}
