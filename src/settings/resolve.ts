import { framePermissions } from '../frame/permissions.js';
import type { SessionSettings } from '../session/token-sources.js';
import { consoleUrl, type Entry, normalizePath } from '../url/console-url.js';
import type { TokenProvider } from '../api/token-provider.js';
import { parseServer } from '../url/origin.js';
import { type PageSettings, pageProtocol, resolveAddress } from './page-settings.js';
import { assertServer, assertTokenUrl, type MarkupName, refusedToken } from './trust.js';

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
  /** A console without a token is another one than a console with one. */
  readonly hasToken: boolean;
}

/** What a load of the console needs, checked; the token comes last. */
export interface ConsoleSettings {
  /** Checked console path with a leading slash, never with a token. */
  readonly path: string;
  readonly origin: string;
  readonly session: SessionSettings;
  readonly allow: string;
  readonly sandbox: string;
  readonly ephemeral: boolean;
  readonly hasToken: boolean;
  /** `bridge`: the token is in no address, the bridge takes it by message. */
  readonly delivery: 'url' | 'bridge';
  /** True if the address to load will carry a token. */
  readonly isInAddress: boolean;
  /** The address to load; with a token a secret. */
  url(token: string | null): URL;
  /** Two plans with the same key load the same thing. */
  readonly key: string;
}

/**
 * Checks the settings and makes a plan of them.
 *
 * @throws BytedeskError `invalid-server`, `invalid-path`, `mixed-content` or `untrusted-origin`
 */
export function resolveSettings(settings: ConsoleAttributes): ConsoleSettings {
  const { server } = resolveServers(settings.source);
  const { entry, sandbox, ephemeral, hasToken, delivery = 'url' } = settings;
  const path = normalizePath(settings.path);
  const allow = framePermissions(settings.allow, server.origin);
  const build = (token?: string | null): string =>
    consoleUrl({ server: server.href, path, entry, lang: settings.lang, token });

  return {
    path,
    origin: server.origin,
    session: resolveSession(settings.source),
    allow,
    sandbox,
    ephemeral,
    hasToken,
    delivery,
    isInAddress: hasToken && delivery === 'url',
    url: (token) => new URL(build(delivery === 'bridge' ? null : token)),
    key: JSON.stringify([build(), entry, allow, sandbox, ephemeral, hasToken, delivery]),
  };
}

/** The attributes that decide whose session it is, as the host page wrote them. */
export interface SourceAttributes {
  readonly server: string | null;
  readonly api: string | null;
  /** Empty for none. */
  readonly tokenUrl: string;
  readonly provider: TokenProvider | null;
  readonly credentials: 'same-origin' | 'include';
  /** Those that came by an attribute, and `token` for one that was refused. */
  readonly markup: readonly MarkupName[];
  /** No other token can be sent than one that was given to this element alone. */
  readonly isOwnToken: boolean;
  /** What holds for the page. */
  readonly page: PageSettings;
}

/** True if a token can be had beside one that is handed over. */
export const namesSource = ({ provider, tokenUrl }: SourceAttributes): boolean =>
  provider !== null || tokenUrl !== '';

/**
 * Where consoles and API are.
 *
 * @throws BytedeskError `invalid-server`, `mixed-content` or `untrusted-origin`
 */
export function resolveServers(source: SourceAttributes): { readonly server: URL; readonly api: URL } {
  const { page, markup, isOwnToken } = source;
  const parse = (name: 'server' | 'api', fallback: string): URL => {
    const own = source[name];
    const url = parseServer(
      own ?? page[name] ?? fallback,
      pageProtocol(),
      own === null ? `The page setting data-${name}` : name,
    );
    if (own !== null && markup.includes(name)) assertServer(url, name, page, isOwnToken);
    return url;
  };
  const server = parse('server', self.origin);
  return { server, api: parse('api', server.href) };
}

/**
 * Checks the settings of a session.
 *
 * @throws BytedeskError `invalid-server`, `mixed-content` or `untrusted-origin`
 */
export function resolveSession(source: SourceAttributes): SessionSettings {
  const { server, api } = resolveServers(source);
  const { provider, credentials, markup, page, tokenUrl } = source;
  if (markup.includes('token')) throw refusedToken();
  let url: string | null = null;
  if (tokenUrl !== '') {
    url = resolveAddress(
      tokenUrl,
      tokenUrl === page.tokenUrl ? 'The page setting data-token-url' : 'token-url',
    );
    if (markup.includes('token-url')) assertTokenUrl(url, page);
  }
  return { desk: server.origin, api, provider, tokenUrl: url, credentials };
}

/** The frame settings of a console that opens in a window: there is no frame. */
export const NO_FRAME = { ephemeral: false, allow: '', sandbox: '', hasToken: true };
