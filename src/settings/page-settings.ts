// The settings that hold for a whole page, from the script tag or from `configure()`. Elements, blocks and links read
// them here; `trust.ts` decides by them what markup may name.

import { shared, tellFollowers } from '../copies.js';
import { queryAll, read } from '../dom.js';
import { BytedeskError } from '../errors.js';
import { listenToTrace, type TraceEntry } from '../trace.js';
import { parseUrl } from '../url/parse-url.js';
import { warnOnce } from '../warn-once.js';

/** Settings of a whole page. Only a script can make them; markup cannot. */
export interface PageSettings {
  /** Base URL of the consoles for all elements that name none. */
  readonly server?: string;
  /** Base URL of the API, default `server`. */
  readonly api?: string;
  /** The page's endpoint that answers with a token; a relative address is one of this page's own site. */
  readonly tokenUrl?: string;
  /** Further servers that an attribute may name. */
  readonly servers?: readonly string[];
  /** Further token URLs that an attribute may name. */
  readonly tokenUrls?: readonly string[];
  /** Language of our own texts, such as `zh-CN`. */
  readonly lang?: string;
  /**
   * Shows developers a button with details in panels that tell of a fault. It can be said at any time, beside the other
   * settings or alone.
   */
  readonly debug?: boolean;
  /** Hears of each event and decision of this page's sessions, without tokens, names and addresses. Sent nowhere. */
  readonly onTrace?: (entry: TraceEntry) => void;
}

/** The settings of a page that has none. */
export const NO_SETTINGS: PageSettings = Object.freeze({ servers: [], tokenUrls: [] });

/** Gives the settings of this page; empty as long as there are none. */
export const pageSettings = (): PageSettings => shared().settings ?? NO_SETTINGS;

/** True once this page has settings. */
export const hasPageSettings = (): boolean => shared().settings !== undefined;

/** Counts a copy of this library. @param mark an object that only this copy has */
export function countCopy(mark: object): void {
  (shared().copies ??= new Set()).add(mark);
}

/** True where the page's developer wants details in panels. */
export const isDebug = (): boolean =>
  shared().debug ?? queryAll('script[data-server][data-debug]:not([data-debug=false])').length > 0;

/** Calls back when the page gets its settings or a translation, or has loaded. @returns a function that ends this */
export function followPageSettings(update: () => void): () => void {
  const { followers } = shared();
  // A page may set them in a listener of its own.
  const updateLater = (): unknown => setTimeout(update);
  followers.add(update);
  addEventListener('load', updateLater);
  return () => {
    followers.delete(update);
    removeEventListener('load', updateLater);
  };
}

/**
 * True for a refusal that the page may still take back, since it has no settings yet and has not loaded. Whoever is
 * refused waits then, without a word.
 */
export const mayBeTakenBack = (error: unknown): boolean =>
  (error as BytedeskError).code === 'untrusted-origin' &&
  !hasPageSettings() &&
  read('readyState') !== 'complete';

const listOf = (value: string | readonly string[] = []): string[] =>
  (typeof value === 'string' ? value.split(/\s+/) : value.map(String)).filter(Boolean);

const textOf = (value: string | undefined): string | undefined => String(value ?? '').trim() || undefined;

/**
 * Makes a token URL absolute now, since the page's address changes. A URL that cannot be resolved becomes an error of
 * the elements.
 */
const absolute = (tokenUrl: string): string => parseUrl(tokenUrl, pageAddress())?.href ?? tokenUrl;

/**
 * Sets what holds for all elements of this page: which servers get its token, and where its token comes from. Call it
 * once, before or after the elements are defined. Attributes of elements may then name these servers and token URLs and
 * no others, because anybody may write markup.
 *
 * The first settings hold, also those of a script tag or of another copy of this library. Equal ones change nothing;
 * different ones are ignored, with a warning.
 */
export function configure(settings: PageSettings): void {
  // On a server there is no page, and the next request may be one of another.
  if (!globalThis.window) return;
  const { server, api, tokenUrl, lang, servers, tokenUrls, debug, onTrace } = settings;
  const url = textOf(tokenUrl);
  // What is kept is never read out of the text: libraries that give arrays a `toJSON` would make a text of each list.
  const said: PageSettings = Object.freeze({
    server: textOf(server)?.replace(/\/+$/, ''),
    api: textOf(api)?.replace(/\/+$/, ''),
    tokenUrl: url && absolute(url),
    servers: listOf(servers),
    tokenUrls: listOf(tokenUrls).map(absolute),
    lang: textOf(lang),
  } as PageSettings);
  const text = fingerprint(said);
  const known = shared();
  // These two change nothing for anybody but the page's developer, so that each of them holds whenever it is said.
  known.debug = debug ?? known.debug;
  if (onTrace) listenToTrace(onTrace);
  if (text === fingerprint(NO_SETTINGS)) return;
  if (known.settings === undefined) {
    known.settings = said;
    tellFollowers();
  } else if (fingerprint(known.settings) !== text && !known.isWarned) {
    known.isWarned = true;
    warnOnce('the settings of this page were said before, and differently. The first ones hold.');
  }
}

/**
 * Writes settings as a text that differs where they do, to compare them by. `undefined` is left out, and all functions
 * count as one. `JSON.stringify` would call `toJSON`, which a script of the page can have put on every prototype.
 */
export const fingerprint = (value: unknown): string =>
  Object(value) === value
    ? `{${Object.entries(value as object)
        .map((entry) => (entry[1] === undefined ? '' : entry.map(fingerprint).join()))
        .filter(Boolean)
        .join()}}`
    : typeof value + String(value).length + ':' + String(value);

/**
 * Gives the address of the page; in `about:srcdoc`, a blob and the like that of the page around it, else its origin.
 */
function pageAddress(): string {
  try {
    for (let view: Window = window; ; view = view.parent) {
      const { href } = view.location;
      if (/^https?:/.test(href)) return href;
      if (view === view.parent) break;
    }
  } catch {
    // The page around this one is of another origin, so its address cannot be read.
  }
  return self.origin;
}

/** Gives the protocol of the page, also where the page's own address is no web address. */
export const pageProtocol = (): string => parseUrl(pageAddress())?.protocol ?? '';

/**
 * Resolves an address of the page against the page's own address, and not against its `<base>`, which anybody may have
 * written.
 *
 * @param name where the page wrote the address, for the error's text
 * @throws BytedeskError `invalid-server`
 */
export function resolveAddress(address: string, name: string): string {
  // A page without an origin has nothing to resolve against.
  const url = parseUrl(address) ?? parseUrl(address, pageAddress());
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new BytedeskError('invalid-server', `${name} is not an http or https address.`);
  return url.href;
}
