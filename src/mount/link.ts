import { LoginEvent } from '../elements/events.js';
import { assertTrusted, pageDefaults } from '../settings/page-defaults.js';
import type { BytedeskError } from '../errors.js';
import { openConsole } from '../open-console.js';
import { normalizePath } from '../url/console-url.js';
import { parseUrl } from '../url/parse-url.js';
import { tell } from './tell.js';

/** Links whose console could not be opened: their next click is the browser's. */
const failed = new WeakSet<Element>();

/** Opens the console that a link leads to, signed in. Whatever is wrong with it, it stays a link. */
export async function followLink(event: MouseEvent): Promise<void> {
  const { target, button, altKey, ctrlKey, metaKey, shiftKey } = event;
  const link = (target as Element).closest?.<HTMLAnchorElement>('a[data-bytedesk=login][href]');
  const { server, servers, tokenUrl } = pageDefaults();
  // Without a token URL there is nothing that a plain link could not do.
  if (!link || !server || !tokenUrl || event.defaultPrevented || altKey || button > 1 || failed.delete(link))
    return;
  const { href } = link;
  try {
    const base = [server, ...(servers ?? [])].find((one) => href.startsWith(parseUrl(one)?.href ?? '\0'));
    // The tag may name it as that of the API alone, where no consoles are.
    if (!base) return assertTrusted(new URL(href));
    const path = normalizePath(href.slice(new URL(base).href.length));
    event.preventDefault();
    const isNew = ctrlKey || metaKey || shiftKey || button;
    await openConsole({ server: base, path, target: isNew ? '_blank' : link.target || '_self' });
    link.dispatchEvent(new LoginEvent({ path, mode: 'open' }));
  } catch (error) {
    if (event.defaultPrevented) failed.add(link);
    if ((error as BytedeskError).code !== 'aborted') tell(link, error as Error);
  }
}
