import { BytedeskError } from '../errors.js';
import { parseUrl } from '../url/parse-url.js';
import { warnOnce } from '../warn-once.js';

/** What holds for a whole page. Only a script can say it; markup cannot. */
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
}

/** The page's one place for them. Copies of this library, also of other versions, read and write it: keep its shape. */
interface Place {
  settings?: PageSettings;
  /** The page's developer was told that different settings were refused, by whichever copy. */
  isWarned?: boolean;
  readonly followers: Set<() => void>;
}

// A symbol, because an element with an id can take any name of the window that is a text.
const PLACE = Symbol.for('bytedesk-embed.page-settings');
const NONE: PageSettings = Object.freeze({ servers: [], tokenUrls: [] });
const SAYS_NOTHING = JSON.stringify(NONE);

function place(): Place {
  const page = globalThis as { [PLACE]?: Place };
  if (!Object.hasOwn(page, PLACE)) Object.defineProperty(page, PLACE, { value: { followers: new Set() } });
  return page[PLACE] as Place;
}

/** What was said for this page; empty as long as nothing was. */
export const pageSettings = (): PageSettings => place().settings ?? NONE;

/** True once settings were said for this page. */
export const hasPageSettings = (): boolean => place().settings !== undefined;

/** Calls back when the page's settings come. @returns the end of it */
export function followPageSettings(update: () => void): () => void {
  const { followers } = place();
  followers.add(update);
  return () => void followers.delete(update);
}

const listOf = (value: string | readonly string[] = []): string[] =>
  (typeof value === 'string' ? value.split(/\s+/) : value.map(String)).filter(Boolean);

const textOf = (value: string | undefined): string | undefined => String(value ?? '').trim() || undefined;

/** Absolute from now on, since the page's address changes. One that cannot be resolved is an error of the elements. */
const absolute = (tokenUrl: string): string => parseUrl(tokenUrl, pageAddress())?.href ?? tokenUrl;

/**
 * Says what holds for all elements of this page: which servers get its token, and where its token comes from. Call it
 * once, before or after the elements are defined. Attributes of elements may then name these servers and token URLs and
 * no others, because markup may come from anybody.
 *
 * The first settings hold, also those of a script tag or of another copy of this library. The same ones again change
 * nothing; different ones are ignored, with a warning.
 */
export function configure(settings: PageSettings): void {
  const { server, api, tokenUrl, lang, servers, tokenUrls } = settings;
  const url = textOf(tokenUrl);
  const text = JSON.stringify({
    server: textOf(server)?.replace(/\/+$/, ''),
    api: textOf(api)?.replace(/\/+$/, ''),
    tokenUrl: url && absolute(url),
    servers: listOf(servers),
    tokenUrls: listOf(tokenUrls).map(absolute),
    lang: textOf(lang),
  });
  const known = place();
  if (text === SAYS_NOTHING) return;
  if (known.settings === undefined) {
    known.settings = Object.freeze(JSON.parse(text) as PageSettings);
    for (const update of [...known.followers]) update();
  } else if (JSON.stringify(known.settings) !== text && !known.isWarned) {
    known.isWarned = true;
    warnOnce('the settings of this page were said before, and differently. The first ones hold.');
  }
}

/** Address of the page; in `about:srcdoc`, a blob and the like that of the page around it, else its origin. */
function pageAddress(): string {
  try {
    for (let view: Window = window; ; view = view.parent) {
      const { href } = view.location;
      if (/^https?:/.test(href)) return href;
      if (view === view.parent) break;
    }
  } catch {
    // The page around is of another origin.
  }
  return self.origin;
}

/** Protocol of the page, also where its own address has none of the web. */
export const pageProtocol = (): string => parseUrl(pageAddress())?.protocol ?? '';

/**
 * Resolves an address that the page names, against the page's own address: a `<base>` may be anybody's.
 *
 * @param name what the page wrote it in, for the error's text
 * @throws BytedeskError `invalid-server`
 */
export function resolveAddress(address: string, name: string): string {
  const url = parseUrl(address, pageAddress());
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new BytedeskError('invalid-server', `${name} is not an http or https address.`);
  return url.href;
}
