import { LoginEvent } from '../elements/events.js';
import { pageSettings } from '../settings/page-settings.js';
import { namesServer, serverOf } from '../settings/trust.js';
import type { BytedeskError } from '../errors.js';
import { openConsole } from '../open-console.js';
import { normalizePath } from '../url/console-url.js';
import { warnOfIgnored } from './block.js';
import { tell } from './tell.js';

/** Links whose console could not be opened: their next click is the browser's. */
const failed = new WeakSet<Element>();

/** Opens the console that a link leads to, signed in. Whatever is wrong with it, it stays a link. */
export async function followLink(event: MouseEvent): Promise<void> {
  const { target, button, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (!(target instanceof Element)) return;
  // Of the prototype: a field of a form can take this name.
  const link = Element.prototype.closest.call(
    target,
    'a[data-bytedesk=login][href]',
  ) as HTMLAnchorElement | null;
  const page = pageSettings();
  // Without a token URL there is nothing that a plain link could not do.
  const isOurs = link && namesServer(page) && page.tokenUrl;
  if (!isOurs || event.defaultPrevented || altKey || button > 1 || failed.delete(link)) return;
  const { href } = link;
  try {
    const server = serverOf(href, page);
    // There are no consoles.
    if (server === undefined) return;
    const path = normalizePath(href.slice(new URL(server).href.length));
    event.preventDefault();
    warnOfIgnored(link);
    const isNew = ctrlKey || metaKey || shiftKey || button;
    // Never by itself in the page's own window, where the page's scripts see the address.
    await openConsole({ server, path, target: isNew ? '_blank' : link.target || '_blank' });
    link.dispatchEvent(new LoginEvent({ path, mode: 'open' }));
  } catch (error) {
    if (event.defaultPrevented) failed.add(link);
    if ((error as BytedeskError).code !== 'aborted') tell(link, error);
  }
}
