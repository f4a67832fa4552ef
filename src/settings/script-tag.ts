// Reads the settings in the script tag that loaded this library.

import { queryAll, read } from '../dom.js';
import { fingerprint, hasPageSettings, type PageSettings } from './page-settings.js';
import { warnOnce } from '../warn-once.js';

/** The script types that a browser runs. Plug-ins that delay scripts, and templates, use other types. */
const RUNS = /^(module|((application|text)\/(x-)?(java|ecma)script)?)$/i;

/** False for a script of SVG. One that was made in another window counts. */
const isScript = (element: Element | null): element is HTMLScriptElement =>
  Object.prototype.toString.call(element) === '[object HTMLScriptElement]';

function settingsIn({ dataset }: HTMLScriptElement): PageSettings {
  const { server, api, tokenUrl, servers, tokenUrls, lang } = dataset;
  return { server, api, tokenUrl, servers, tokenUrls, lang } as object;
}

/** Finds the scripts of the page that name a server. If some have this file's usual name, only those count. */
function tagsOfDocument(): HTMLScriptElement[] {
  const found = queryAll('script[data-server]').filter(
    (tag): tag is HTMLScriptElement => isScript(tag) && RUNS.test(tag.type.trim()),
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
 * Finds the settings in the tag that loaded this file. A module has no `currentScript`, and a library that runs a
 * fetched text runs it in another script: then the page's one script with `data-server` counts. If several of them
 * differ, none counts, and elements get no token of the page.
 *
 * @param configure gets the settings
 */
export function settingsOfTag(configure: (settings: PageSettings) => void): void {
  // The property comes from the prototype: an image can take this name of the document, and would name the server that
  // gets the token.
  const current = read('currentScript');
  const own = isScript(current) ? settingsIn(current) : {};
  if (own.server !== undefined || own.tokenUrl !== undefined) return configure(own);
  const [first, ...others] = tagsOfDocument().map(settingsIn);
  if (others.some((other) => fingerprint(other) !== fingerprint(first)))
    return warnOnce('several script tags name servers, and differ. None of them holds.');
  if (first !== undefined) return configure(first);
  configure(own);
  const hasTag = isScript(current) ? current.src !== '' : hasUsualTag();
  // A page that imports this file calls configure() directly afterwards, so the check waits.
  if (!hasTag) setTimeout(warnIfNothingSaid);
}
