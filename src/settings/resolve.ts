import { framePermissions } from '../frame/permissions.js';
import type { SessionSettings } from '../session/token-sources.js';
import { consoleUrl, type Entry, normalizePath } from '../url/console-url.js';
import type { TokenProvider } from '../api/token-provider.js';
import { BytedeskError } from '../errors.js';
import { parseServer } from '../url/origin.js';
import { parseUrl } from '../url/parse-url.js';
import { assertTrusted, pageDefaults } from './page-defaults.js';

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
}

/** True if a token can be had beside one that is handed over. */
export const namesSource = ({ provider, tokenUrl }: SourceAttributes): boolean =>
  provider !== null || tokenUrl !== '';

/**
 * Where consoles and API are.
 *
 * @throws BytedeskError `invalid-server`, `mixed-content` or `untrusted-origin`
 */
export function resolveServers(settings: Pick<SourceAttributes, 'server' | 'api'>): {
  readonly server: URL;
  readonly api: URL;
} {
  const defaults = pageDefaults();
  const { protocol, origin } = window.location;
  const server = parseServer(settings.server ?? defaults.server ?? origin, protocol);
  const api = parseServer(settings.api ?? defaults.api ?? server.href, protocol);
  assertTrusted(server);
  assertTrusted(api);
  return { server, api };
}

/**
 * Checks the settings of a session.
 *
 * @throws BytedeskError `invalid-server`, `mixed-content` or `untrusted-origin`
 */
export function resolveSession(settings: SourceAttributes): SessionSettings {
  const { server, api } = resolveServers(settings);
  const { provider, credentials } = settings;
  return { desk: server.origin, api, provider, tokenUrl: absolute(settings.tokenUrl), credentials };
}

function absolute(tokenUrl: string): string | null {
  if (tokenUrl === '') return null;
  const url = parseUrl(tokenUrl, document.baseURI);
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new BytedeskError('invalid-server', 'The token URL is not an http or https address.');
  // Its answer signs in: only the page itself and whom the script tag names may give one.
  if (url.origin !== window.location.origin && tokenUrl !== pageDefaults().tokenUrl) assertTrusted(url);
  return url.href;
}

/** The frame settings of a console that opens in a window: there is no frame. */
export const NO_FRAME = { ephemeral: false, allow: '', sandbox: '', hasToken: true };
