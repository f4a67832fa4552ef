// Decides which servers and token URLs of a page are trusted, for elements, blocks and links. What is markup, and whose
// token an element has, it learns from `elements/desk-element.ts`.
//
// `settings/resolve.ts` asks for every element and button, also for one that `mount` or a block has made: `assertServer`
// and `assertTokenUrl` refuse an attribute. `mount/block.ts` leaves out what a block may never name, and sets the rest as
// attributes, so that the same refusals apply. `mount/link.ts` asks `serverOf` for links.

import { BytedeskError } from '../errors.js';
import { parseServer } from '../url/origin.js';
import type { PageSettings } from './page-settings.js';

/**
 * Who may name what. Markup may come from anybody who can write a comment, so it never says where the page's token comes
 * from or goes to; the page's own scripts do, and the settings that they gave to the page.
 *
 * |                              | property, `mount`   | attribute of an element                         | `data-*` of a block or link |
 * | ---------------------------- | ------------------- | ----------------------------------------------- | --------------------------- |
 * | server, API                  | anything            | what the page settings name; anything for an    | what the page settings name |
 * |                              |                     | own token where they name nothing               |                             |
 * | token URL                    | anything            | what the page settings name                     | never                       |
 * | token                        | anything            | where the page settings name no token URL       | never                       |
 * | sandbox, allow, storage      | anything            | anything                                        | never                       |
 */
export const NEVER_IN_BLOCK = /^(token(-\w+)?|sandbox|allow|storage)$/;

const untrusted = (what: string, remedy: string): BytedeskError =>
  new BytedeskError('untrusted-origin', `${what}. ${remedy}`);

/** True if the page settings name a server, even one that is none. Without one no block is mounted. */
export const namesServer = ({ server, api, servers = [] }: PageSettings): boolean =>
  (server ?? api ?? servers[0]) !== undefined;

/** True if the page settings name a token URL. */
export const namesTokenUrl = ({ tokenUrl, tokenUrls = [] }: PageSettings): boolean =>
  Boolean(tokenUrl ?? tokenUrls[0]);

/**
 * Gives a server's address in the form in which addresses are compared, origin and base path; empty for one that cannot
 * be read.
 */
function comparable(server: string): string {
  try {
    return parseServer(server).href;
  } catch {
    return '';
  }
}

/**
 * True for a server or API that the page settings name. Where they name no `server`, the page's own origin is the server,
 * whatever `servers` names besides.
 */
export function isNamedServer({ href }: URL, { server, api, servers = [] }: PageSettings): boolean {
  return [server ?? self.origin, api ?? '', ...servers].some((named) => comparable(named) === href);
}

const TO_SERVERS = 'Name it in configure({ servers: [...] }) or in data-servers of the script tag.';

/**
 * Gives the server of the page settings to which a link leads; `undefined` for a link to their API alone.
 *
 * @throws BytedeskError `untrusted-origin`
 */
export function serverOf(href: string, { server, api, servers = [] }: PageSettings): string | undefined {
  const leadsTo = (named = ''): boolean => {
    const base = comparable(named).replace(/\/$/, '');
    // A longer name is another path: `/deskagent` is none of `/desk`.
    return base !== '' && `${href.replace(/[?#].*/s, '')}/`.startsWith(`${base}/`);
  };
  // Of two servers of which one lies below the other, the longer address is meant.
  const [found] = [server, ...servers].filter(leadsTo).sort((a = '', b = '') => b.length - a.length);
  if (found === undefined && !leadsTo(api))
    throw untrusted('The settings of this page do not name the server of a link', TO_SERVERS);
  return found;
}

/**
 * Refuses a server or an API in an attribute unless the page settings name it.
 *
 * @param isOwnToken true if the only token that can go there was given to this element alone
 * @returns true if nothing but the attribute names it
 * @throws BytedeskError `untrusted-origin`
 */
export function assertServer(url: URL, name: string, page: PageSettings, isOwnToken: boolean): boolean {
  if (isNamedServer(url, page)) return false;
  if (isOwnToken && !namesServer(page) && !namesTokenUrl(page)) return true;
  throw untrusted(`The settings of this page do not name what the attribute ${name} names`, TO_SERVERS);
}

/**
 * Refuses a token URL in an attribute unless the page settings name it.
 *
 * @param tokenUrl an absolute address
 * @throws BytedeskError `untrusted-origin`
 */
export function assertTokenUrl(tokenUrl: string, page: PageSettings): void {
  if (tokenUrl === page.tokenUrl || page.tokenUrls?.includes(tokenUrl)) return;
  throw untrusted(
    'The settings of this page do not name the address in the attribute token-url',
    'Name it in configure({ tokenUrls: [...] }) or in data-token-urls of the script tag.',
  );
}

/** The error for a token that a page hands to an element whose server nothing but an attribute names. */
export const refusedAnswer = (): BytedeskError =>
  untrusted(
    'Only an attribute names the server of this element',
    'Name it in configure({ server }) or in data-server of the script tag, or listen on the element itself.',
  );

/** The error for a `token` attribute on a page whose settings name a token URL. */
export const refusedToken = (): BytedeskError =>
  untrusted(
    'A token attribute is not taken, because the settings of this page name a token URL',
    'Remove the attribute, or set the property token by script.',
  );
