import { createElement } from '../dom.js';
import { BytedeskError } from '../errors.js';

/** What links and forms to a console say: it gets no handle on the page that opened it, nor its address. */
export const REL = 'noopener noreferrer';

const OWN_WINDOW = /^_(self|parent|top)$/i;

/** What a window is sent to, and when. */
export interface PendingWindow {
  /** As on `<a>`. */
  readonly target: string;
  readonly handle: {
    /** Gives the token in its time, or rejects, at the latest when its signal says so. */
    obtain(signal: AbortSignal): Promise<string>;
  };
  readonly plan: {
    /** The address with the token: a secret. */
    url(token: string): URL;
  };
  /** Gives the journey up. Leaving the page does so, too. */
  readonly stop: AbortController;
}

/** A window that waits for its token. */
export interface Opening {
  readonly stop: AbortController;
  window?: Window | undefined;
  /** It has its address. */
  isSent?: boolean;
}

/** The address of a window that this page may look into. */
function addressOf(opened: Window): string | undefined {
  try {
    return opened.location.href;
  } catch {
    return undefined;
  }
}

/** True while a window shows nothing but the empty page it began with. False, too, for one that cannot be looked into. */
export const isBlank = (opened: Window): boolean => addressOf(opened) === 'about:blank';

/**
 * Opens a window, empty for now: only inside a click does the browser allow it, and the token comes later. `_self`,
 * `_parent`, `_top` and names in use give the window that is there.
 *
 * @param keepsOpener for a window that is to answer; else it gets no handle on this page
 * @throws BytedeskError `popup-blocked`
 */
export function openWindow(target: string, features?: string, keepsOpener = false): Window {
  const own = OWN_WINDOW.exec(target)?.[1]?.toLowerCase() as 'self' | 'parent' | 'top' | undefined;
  if (own) return window[own] ?? window;
  let opened = window.open('', target, features);
  // A frame of that name would put the token into this page's Resource Timing (WebKit).
  if (opened && opened.top !== opened) opened = window.open('');
  if (!opened) throw new BytedeskError('popup-blocked', 'The browser opened no window.');
  if (!keepsOpener && isBlank(opened)) opened.opener = null;
  return opened;
}

/** @throws BytedeskError `popup-blocked`, without the browser's own text, which may quote the address and its token */
function navigateOwn(opened: Window, href: string): void {
  try {
    // Not `assign`, which a top window of another origin does not offer.
    opened.location.href = href;
  } catch {
    throw new BytedeskError(
      'popup-blocked',
      'The browser does not let this page navigate that window. Use the target _blank.',
    );
  }
}

/**
 * Gets the token and sends the window on its way. If there is no token, a window that is still empty is closed.
 *
 * @throws BytedeskError `aborted` if the window is gone by then; what the handle rejects with
 */
export async function navigateWithToken(
  opened: Window,
  { target, handle, plan, stop }: PendingWindow,
): Promise<void> {
  const isOwn = OWN_WINDOW.test(target);
  const isNew = !isOwn && isBlank(opened);
  const giveUp = (): void => {
    if (isNew && isBlank(opened)) opened.close();
    stop.abort();
  };
  // Nobody would ever fill or close the window.
  addEventListener('pagehide', giveUp);
  try {
    const { href } = plan.url(await handle.obtain(stop.signal));
    // Closed, or used for another address.
    if (opened.closed || (isNew && !isBlank(opened))) throw new BytedeskError('aborted', 'No window.');
    // A window in use keeps its opener if it shows a page of another origin, which nobody else can change.
    if (!isNew && addressOf(opened)) opened.opener = null;
    if (isOwn) navigateOwn(opened, href);
    else {
      // Never put into a document, where scripts could see the token; made in the new window, since a link of this
      // page would show it this page's address, whatever the link says.
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
