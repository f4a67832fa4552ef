// Opens the console of a link in CMS markup, signed in.

import { isEdited, isElement } from '../dom.js';
import { LoginEvent } from '../elements/events.js';
import { pageSettings } from '../settings/page-settings.js';
import { namesServer, serverOf } from '../settings/trust.js';
import type { BytedeskError } from '../errors.js';
import { openConsole } from '../open-console.js';
import { normalizePath } from '../url/console-url.js';
import { warnOfIgnored } from './block.js';
import { report } from './report.js';

/** The links whose console could not be opened. The browser itself follows them at the next click. */
const failed = new WeakSet<Element>();

/** Opens the console of a link, signed in. If anything about the link is wrong, it stays a plain link. */
export async function followLink(event: MouseEvent): Promise<void> {
  const { target, button, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (target === window || !isElement(target as Node)) return;
  // The method comes from the prototype, since a field of a form can take this name.
  const link = Element.prototype.closest.call(
    target,
    'a[data-bytedesk=login][href]',
  ) as HTMLAnchorElement | null;
  const page = pageSettings();
  // Without a token URL this could do no more than the plain link does.
  const isOurs = link && !isEdited(link) && namesServer(page) && page.tokenUrl;
  if (!isOurs || event.defaultPrevented || altKey || button > 1 || failed.delete(link)) return;
  const { href } = link;
  try {
    const server = serverOf(href, page);
    // The link leads to the API, where there are no consoles.
    if (server === undefined) return;
    const path = normalizePath(href.slice(new URL(server).href.length));
    event.preventDefault();
    warnOfIgnored(link);
    const isNew = ctrlKey || metaKey || shiftKey || button;
    // A console never opens in the page's own window unless the link says so, because the page's scripts would see the
    // address there. The attribute, since Firefox gives the target of a <base> as the property.
    await openConsole({ server, path, target: isNew ? '_blank' : link.getAttribute('target') || '_blank' });
    link.dispatchEvent(new LoginEvent({ path, mode: 'open' }));
  } catch (error) {
    if (event.defaultPrevented) failed.add(link);
    if ((error as BytedeskError).code !== 'aborted') report(link, error);
  }
}
