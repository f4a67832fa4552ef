// Turns attributes and page settings into checked settings, once per change. Everything after it works with checked
// ones.

import { framePermissions } from '../frame/permissions.js';
import type { SessionSettings } from '../session/token-sources.js';
import { checkedConsoleUrl, type Entry, normalizePath } from '../url/console-url.js';
import type { TokenProvider } from '../api/token-provider.js';
import { parseServer } from '../url/origin.js';
import { fingerprint, type PageSettings, pageProtocol, resolveAddress } from './page-settings.js';
import { assertServer, assertTokenUrl, refusedToken } from './trust.js';

/** The attributes that decide what is loaded, as the host page wrote them. */
export interface ConsoleAttributes {
  readonly source: SourceAttributes;
  readonly path: string;
  readonly entry: Entry;
  readonly delivery?: 'url' | 'bridge';
  /** The element's own `lang`, not an inherited one; empty for none. */
  readonly lang: string;
  readonly ephemeral: boolean;
  readonly allow: string;
  readonly sandbox: string;
  /** A console that is loaded without a token needs another load than one with a token. */
  readonly hasToken: boolean;
}

/** The checked settings of one load of the console. Only the token is missing. */
export interface ConsoleSettings {
  /** The checked console path, with a leading slash and without a token. */
  readonly path: string;
  /** Base URL of the consoles. */
  readonly desk: string;
  readonly origin: string;
  readonly session: SessionSettings;
  /** True if nothing but an attribute says where the token goes. */
  readonly isOfMarkup: boolean;
  readonly allow: string;
  readonly sandbox: string;
  readonly ephemeral: boolean;
  readonly hasToken: boolean;
  /** With `bridge` the token stands in no address: the bridge gets it in a message. */
  readonly delivery: 'url' | 'bridge';
  /** True if the address to load will carry a token. */
  readonly isInAddress: boolean;
  /** Gives the address to load, which is a secret if it has a token. */
  url(token: string | null): URL;
  /** Two settings with the same key load the same thing. */
  readonly key: string;
}

/**
 * Checks all settings of a console.
 *
 * @throws BytedeskError `invalid-server`, `invalid-path`, `mixed-content` or `untrusted-origin`
 */
export function resolveSettings(settings: ConsoleAttributes): ConsoleSettings {
  const servers = resolveServers(settings.source);
  const { server, isOfMarkup } = servers;
  const { entry, lang, sandbox, ephemeral, hasToken, delivery = 'url' } = settings;
  const path = normalizePath(settings.path);
  const allow = framePermissions(settings.allow, server.origin);
  const build = (token: string | null): URL => checkedConsoleUrl(server, path, { entry, lang, token });

  return {
    path,
    desk: server.href,
    origin: server.origin,
    session: resolveSession(settings.source, servers),
    isOfMarkup,
    allow,
    sandbox,
    ephemeral,
    hasToken,
    delivery,
    isInAddress: hasToken && delivery === 'url',
    url: (token) => build(delivery === 'bridge' ? null : token),
    key: fingerprint([build(null).href, entry, allow, sandbox, ephemeral, hasToken, delivery]),
  };
}

/** The attributes that decide whose session it is, as the host page wrote them. */
export interface SourceAttributes {
  readonly server: string | null;
  readonly api: string | null;
  /** The token URL, empty for none. */
  readonly tokenUrl: string;
  readonly provider: TokenProvider | null;
  readonly credentials: 'same-origin' | 'include';
  /** The properties whose values came by an attribute; `token` is one of them if such an attribute was refused. */
  readonly markup: readonly PropertyKey[];
  /** True if no other token can be sent than one that was given to this element alone. */
  readonly isOwnToken: boolean;
  /** The settings of the page. */
  readonly page: PageSettings;
}

/** True if a source is named that can give a token. */
export const namesSource = ({ provider, tokenUrl }: SourceAttributes): boolean =>
  provider !== null || tokenUrl !== '';

interface Servers {
  readonly server: URL;
  readonly api: URL;
}

/**
 * Gives the checked addresses of consoles and API.
 *
 * @throws BytedeskError `invalid-server`, `mixed-content` or `untrusted-origin`
 */
export function resolveServers(source: SourceAttributes): Servers & Pick<ConsoleSettings, 'isOfMarkup'> {
  const { page, markup, isOwnToken } = source;
  const protocol = pageProtocol();
  let isOfMarkup = false;
  const parse = (name: 'server' | 'api', fallback: string): URL => {
    const own = source[name];
    const url = parseServer(
      own ?? page[name] ?? fallback,
      protocol,
      own === null ? `The page setting data-${name}` : name,
    );
    if (own !== null && markup.includes(name) && assertServer(url, name, page, isOwnToken)) isOfMarkup = true;
    return url;
  };
  const server = parse('server', self.origin);
  const api = parse('api', server.href);
  return { server, api, isOfMarkup };
}

/** Checks the settings of a session. @throws BytedeskError `invalid-server` or `untrusted-origin` */
export function resolveSession(source: SourceAttributes, { server, api }: Servers): SessionSettings {
  const { provider, credentials, markup, page, tokenUrl } = source;
  if (markup.includes('token')) throw refusedToken();
  let url: string | null = null;
  if (tokenUrl !== '') {
    url = resolveAddress(
      tokenUrl,
      tokenUrl === page.tokenUrl ? 'The page setting data-token-url' : 'token-url',
    );
    if (markup.includes('tokenUrl')) assertTokenUrl(url, page);
  }
  return { desk: server.origin, api, provider, tokenUrl: url, credentials };
}

/** The frame settings of a console that opens in a window, and so has no frame. */
export const NO_FRAME = { ephemeral: false, allow: '', sandbox: '', hasToken: true };
