import { BytedeskError } from '../errors.js';
import { parseUrl } from '../url/parse-url.js';

/** What a script tag sets for all elements of the page. */
export interface PageDefaults {
  readonly server?: string;
  readonly api?: string;
  readonly tokenUrl?: string;
  readonly lang?: string;
  /** Further trusted origins beside those of `server` and `api`. */
  readonly servers?: readonly string[];
}

let defaults: PageDefaults = {};

/** Sets the page-wide defaults; elements read them when they connect or change. */
export function setPageDefaults(values: PageDefaults): void {
  defaults = { ...values };
}

export function pageDefaults(): PageDefaults {
  return defaults;
}

/**
 * Where the script tag names servers, they bind every element of the page: markup that a visitor wrote must not
 * send the page's token to a server of his own.
 *
 * @throws BytedeskError `untrusted-origin`
 */
export function assertTrusted(url: URL): void {
  const { server, api, servers = [] } = defaults;
  const named = [server, api, ...servers].filter((value) => value !== undefined);
  if (named.length === 0) return;
  if (named.some((value) => parseUrl(value)?.origin === url.origin)) return;
  throw new BytedeskError('untrusted-origin', 'The script tag of this page does not name this server.');
}
