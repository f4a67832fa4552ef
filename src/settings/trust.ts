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
export const NEVER_IN_BLOCK = /^(token(-url|-credentials)?|sandbox|allow|storage)$/;

/** What an element's attributes may say that is not for everybody to say. */
export type MarkupName = 'server' | 'api' | 'token-url' | 'token';

const refuse = (what: string, remedy: string): BytedeskError =>
  new BytedeskError('untrusted-origin', `${what}. ${remedy}`);

/** True if the page settings name a server. Without one nothing mounts from a block. */
export const namesServer = ({ server, api, servers = [] }: PageSettings): boolean =>
  Boolean(server ?? api ?? servers[0]);

/** True if the page settings name a token URL. */
export const namesTokenUrl = ({ tokenUrl, tokenUrls = [] }: PageSettings): boolean =>
  Boolean(tokenUrl ?? tokenUrls[0]);

/** A server's address in the form in which they are compared, origin and base path; empty for one that is none. */
function comparable(server: string): string {
  try {
    return parseServer(server).href;
  } catch {
    return '';
  }
}

/** True for a server or API that the page settings name, or that holds where they name none: the page's own origin. */
export function isNamedServer({ href }: URL, { server, api, servers = [] }: PageSettings): boolean {
  return [server ?? self.origin, api ?? '', ...servers].some((named) => comparable(named) === href);
}

const TO_SERVERS = 'Name it in configure({ servers: [...] }) or in data-servers of the script tag.';

/**
 * The server of the page settings that a link leads to; `undefined` for one to their API alone.
 *
 * @throws BytedeskError `untrusted-origin`
 */
export function serverOf(href: string, { server, api, servers = [] }: PageSettings): string | undefined {
  const leadsTo = (named: string | undefined): boolean => href.startsWith(comparable(named ?? '') || '\0');
  const found = [server, ...servers].find(leadsTo);
  if (found === undefined && !leadsTo(api))
    throw refuse('The settings of this page do not name the server of a link', TO_SERVERS);
  return found;
}

/**
 * Refuses a server or an API that an attribute names.
 *
 * @param isOwnToken the only token that can go there is one that was given to this element alone
 * @throws BytedeskError `untrusted-origin`
 */
export function assertServer(url: URL, name: MarkupName, page: PageSettings, isOwnToken: boolean): void {
  if (isNamedServer(url, page) || (isOwnToken && !namesServer(page) && !namesTokenUrl(page))) return;
  throw refuse(`The settings of this page do not name what the attribute ${name} names`, TO_SERVERS);
}

/**
 * Refuses a token URL that an attribute names.
 *
 * @param tokenUrl absolute
 * @throws BytedeskError `untrusted-origin`
 */
export function assertTokenUrl(tokenUrl: string, page: PageSettings): void {
  if (tokenUrl === page.tokenUrl || page.tokenUrls?.includes(tokenUrl)) return;
  throw refuse(
    'The settings of this page do not name the address in the attribute token-url',
    'Name it in configure({ tokenUrls: [...] }) or in data-token-urls of the script tag.',
  );
}

/** What is said of a `token` attribute on a page whose settings name a token URL. */
export const refusedToken = (): BytedeskError =>
  refuse(
    'A token attribute is not taken, because the settings of this page name a token URL',
    'Remove the attribute, or set the property token by script.',
  );
