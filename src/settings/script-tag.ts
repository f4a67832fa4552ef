import { queryAll } from '../dom.js';
import { hasPageSettings, type PageSettings } from './page-settings.js';
import { warnOnce } from '../warn-once.js';

/** What a browser runs; delay plug-ins and templates give other types to a script that is not to run. */
const RUNS = /^(module|((application|text)\/(x-)?(java|ecma)script)?)$/i;

function settingsIn({ dataset }: HTMLScriptElement): PageSettings {
  const { server, api, tokenUrl, servers, tokenUrls, lang } = dataset;
  return { server, api, tokenUrl, servers, tokenUrls, lang } as object;
}

/** The scripts of the page that name a server; those with this file's usual name, where there are some. */
function tagsOfDocument(): HTMLScriptElement[] {
  const found = queryAll('script[data-server]').filter(
    (tag): tag is HTMLScriptElement => tag instanceof HTMLScriptElement && RUNS.test(tag.type.trim()),
  );
  const named = found.filter(({ src }) => src.includes('bytedesk-embed'));
  return named.length > 0 ? named : found;
}

/** True if a script element of the page loads this file under its usual name. */
const hasUsualTag = (): boolean => queryAll('script[src*="bytedesk-embed"]').length > 0;

function warnIfNothingSaid(): void {
  if (hasPageSettings()) return;
  warnOnce('this file runs without its script tag. Call BytedeskEmbed.configure({ server, tokenUrl }).');
}

/**
 * Finds what the tag says that this file came by. A module has no `currentScript`, and a library that runs a fetched
 * text runs it in another script: then the page's one script with `data-server` counts. If several of them differ,
 * nothing is taken, and elements get no token of the page.
 *
 * @param configure takes what was found
 */
export function settingsOfTag(configure: (settings: PageSettings) => void): void {
  // Of the prototype: an image can take this name of the document, and with it the server that gets the token.
  const current = Reflect.get(Document.prototype, 'currentScript', document) as Element | null;
  const own = current instanceof HTMLScriptElement ? settingsIn(current) : {};
  if (own.server !== undefined || own.tokenUrl !== undefined) return configure(own);
  const [first, ...others] = tagsOfDocument().map((tag) => JSON.stringify(settingsIn(tag)));
  if (others.some((other) => other !== first))
    return warnOnce('several script tags name servers, and differ. None of them holds.');
  if (first !== undefined) return configure(JSON.parse(first) as PageSettings);
  configure(own);
  const hasTag = current instanceof HTMLScriptElement ? current.src !== '' : hasUsualTag();
  // A page that imports this file calls configure() right afterwards.
  if (!hasTag) setTimeout(warnIfNothingSaid);
}
