// Opens a window for a console and sends it there with the token, for the login button, links and `openConsole()`.

import { createElement } from '../dom.js';
import { BytedeskError } from '../errors.js';

/** The `rel` of links and forms to a console, which then gets no handle on the page that opened it, nor its address. */
export const REL = 'noopener noreferrer';

const OWN_WINDOW = /^_(self|parent|top)$/i;

/** A window that is to get its address once the token is there. */
export interface PendingWindow {
  /** The `target` as on `<a>`. */
  readonly target: string;
  readonly handle: {
    /** Gives the token, or rejects, at the latest when the signal aborts. */
    obtain(signal: AbortSignal): Promise<string>;
  };
  readonly settings: {
    /** Gives the address with the token, which is a secret. */
    url(token: string): URL;
  };
  /** Ends the wait for the token, as leaving the page does. */
  readonly stop: AbortController;
}

/** A window that waits for its token. */
export interface Opening {
  readonly stop: AbortController;
  window?: Window | undefined;
  /** True once the window has its address. */
  isSent?: boolean;
}

/** Gives the address of a window; `undefined` if this page may not read it. */
function addressOf(opened: Window): string | undefined {
  try {
    return opened.location.href;
  } catch {
    return undefined;
  }
}

/**
 * True while a window shows only the empty page with which it opened. It is false for a window that this page may not
 * read.
 */
export const isBlank = (opened: Window): boolean => addressOf(opened) === 'about:blank';

/**
 * Opens an empty window: the browser allows it only inside a click, and the token comes later. For `_self`, `_parent`,
 * `_top` and names in use it gives the existing window.
 *
 * @param view the window that was clicked in: no other one may open windows now, and `_self` is this one
 * @param features those of a pop-up, which is to answer; any other window gets no handle on this page
 * @throws BytedeskError `popup-blocked`
 */
export function openWindow(target: string, view: Window = window, features?: string): Window {
  const own = OWN_WINDOW.exec(target)?.[1]?.toLowerCase() as 'self' | 'parent' | 'top' | undefined;
  if (own) return view[own] ?? view;
  let opened: Window | null | undefined;
  try {
    opened = view.open('', target, features);
  } catch {
    // Firefox throws in a sandbox without `allow-popups`.
  }
  // WebKit would list the address of a frame of that name, with the token, in this page's Resource Timing.
  if (opened && opened.top !== opened) opened = view.open('');
  if (!opened)
    throw new BytedeskError('popup-blocked', 'The browser opened no window. Open it inside a click.');
  if (features === undefined && isBlank(opened)) opened.opener = null;
  return opened;
}

/**
 * Navigates an existing window.
 * @throws BytedeskError `popup-blocked`, without the browser's own text, which may quote the address and its token
 */
function navigateOwn(opened: Window, href: string): void {
  try {
    // A top window of another origin does not offer `assign`.
    opened.location.href = href;
  } catch {
    throw new BytedeskError(
      'popup-blocked',
      'The browser keeps this page from that window. Use the target _blank.',
    );
  }
}

/**
 * Gets the token and navigates the window. If there is no token, a window that is still empty is closed.
 *
 * @throws BytedeskError `aborted` if the window is gone by then; or whatever the handle rejects with
 */
export async function navigateWithToken(
  opened: Window,
  { target, handle, settings, stop }: PendingWindow,
): Promise<void> {
  const isOwn = OWN_WINDOW.test(target);
  const isNew = !isOwn && isBlank(opened);
  const giveUp = (): void => {
    if (isNew && isBlank(opened)) opened.close();
    stop.abort();
  };
  // After the page is left, nobody would fill or close the window.
  addEventListener('pagehide', giveUp);
  try {
    const { href } = settings.url(await handle.obtain(stop.signal));
    // The user has closed the window, or used it for another address; or a frame has taken its name meanwhile, and a page
    // around that frame may learn its address, by reports of a policy.
    if (opened.closed || (isNew ? !isBlank(opened) : !isOwn && open('', target) !== opened))
      throw new BytedeskError('aborted', 'No window.');
    // A window that shows a page of another origin keeps its opener, since nobody else can change that.
    if (!isNew && addressOf(opened)) opened.opener = null;
    if (isOwn) navigateOwn(opened, href);
    else {
      // The link is never put into a document, where scripts could read the token. It is made in the new window,
      // because a link of this page would tell that window this page's address, whatever its `rel` says.
      const link = createElement('a', (isNew ? opened : window).document);
      Object.assign(link, { href, rel: REL, target: isNew ? '' : target }).click();
    }
  } catch (error) {
    giveUp();
    throw error;
  } finally {
    removeEventListener('pagehide', giveUp);
  }
}
