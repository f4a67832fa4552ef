// Finds out which settings hold for a page and for an element, and what is wrong with them.

import { queryAll } from '../dom.js';
import { BytedeskError } from '../errors.js';
import { hasPageSettings, pageSettings } from '../settings/page-settings.js';
import { resolveServers, resolveSession } from '../settings/resolve.js';
import { normalizePath } from '../url/console-url.js';
import type { Examined } from './examine.js';
import { shown } from './shown.js';
import type { ElementFacts } from './types.js';

const NAMES = ['server', 'api', 'tokenUrl', 'servers', 'tokenUrls', 'lang'] as const;

const tags = (): DOMStringMap[] =>
  queryAll<HTMLScriptElement>('script[data-server]').map(({ dataset }) => dataset);

/** The settings of each script tag that names a server, as texts. */
export const settingsOfTags = (): string[] =>
  tags().map((dataset) => JSON.stringify(NAMES.map((name) => dataset[name])));

/** In which settings the tags, and what is in use, differ, with their values. */
export function differences(): string {
  const known = [...(hasPageSettings() ? [pageSettings()] : []), ...tags()];
  return NAMES.flatMap((name) => {
    const values = new Set(
      known.map(({ [name]: value }) => (name === 'lang' ? tagOf(String(value ?? '')) : shown(value))),
    );
    return values.size > 1 ? `${name} (${[...values].join(' | ')})` : [];
  }).join(', ');
}

/** A value of an attribute, cut to the length of a language tag. */
export const tagOf = (value: string): string => value.replace(/[^\w-]/g, '').slice(0, 20);

export function settingsOf(element: Examined): {
  readonly servers: { readonly server: URL; readonly api: URL } | null;
  readonly settingsError: ElementFacts['settingsError'];
} {
  let servers: { readonly server: URL; readonly api: URL } | null = null;
  try {
    servers = resolveServers(element.sourceAttributes);
    const { consoleAttributes } = element;
    if (consoleAttributes) {
      normalizePath(consoleAttributes.path);
      resolveSession(consoleAttributes.source, servers);
    }
    return { servers, settingsError: null };
  } catch (error) {
    const { code, message } =
      error instanceof BytedeskError ? error : new BytedeskError('invalid-server', '');
    return {
      servers,
      settingsError: { code, message, ...(code === 'untrusted-origin' && refusalOf(element, message)) },
    };
  }
}

/** What markup names and may not, and what the page's settings allow in its place. */
function refusalOf({ sourceAttributes }: Examined, message: string): { refused: string; allowed: string } {
  const { page } = sourceAttributes;
  const [, name] = /attribute (server|api|token-url)\b/.exec(message) ?? [];
  const own = name === 'token-url' ? sourceAttributes.tokenUrl : sourceAttributes[name as 'server' | 'api'];
  return {
    refused: name === undefined ? 'token' : `${name}="${shown(own ?? '')}"`,
    allowed:
      name === 'server' || name === 'api'
        ? shown([page.server ?? self.origin, page.api, ...(page.servers ?? [])])
        : shown([page.tokenUrl, ...(page.tokenUrls ?? [])]),
  };
}
