import { framePermissions } from '../relay/frame-permissions.js';
import { consoleUrl, type Entry, normalizePath } from '../url/console-url.js';
import { parseServer } from '../url/origin.js';
import { assertTrusted, pageDefaults } from './page-defaults.js';

/** The attributes that decide what is loaded, as the host page wrote them. */
export interface LoadSettings {
  readonly server: string | null;
  readonly api: string | null;
  readonly path: string;
  readonly entry: Entry;
  /** The element's own `lang`, not an inherited one; empty for none. */
  readonly lang: string;
  readonly ephemeral: boolean;
  readonly allow: string;
  readonly sandbox: string;
  /** A console without a token is another one than a console with one. */
  readonly hasToken: boolean;
}

/** What a load of the console needs, checked; the token comes last. */
export interface LoadPlan {
  /** Checked console path with a leading slash, never with a token. */
  readonly path: string;
  readonly origin: string;
  readonly api: URL;
  readonly allow: string;
  readonly sandbox: string;
  readonly ephemeral: boolean;
  /** The address to load; with a token a secret. */
  url(token: string | null): URL;
  /** Two plans with the same key load the same thing. */
  readonly key: string;
}

/**
 * Where consoles and API are.
 *
 * @throws BytedeskError `invalid-server`, `mixed-content` or `untrusted-origin`
 */
export function planServers(settings: LoadSettings): { readonly server: URL; readonly api: URL } {
  const defaults = pageDefaults();
  const { protocol, origin } = window.location;
  const server = parseServer(settings.server ?? defaults.server ?? origin, protocol);
  const api = parseServer(settings.api ?? defaults.api ?? server.href, protocol);
  assertTrusted(server);
  assertTrusted(api);
  return { server, api };
}

/**
 * Checks the settings and makes a plan of them.
 *
 * @throws BytedeskError `invalid-server`, `invalid-path`, `mixed-content` or `untrusted-origin`
 */
export function planLoad(settings: LoadSettings): LoadPlan {
  const { server, api } = planServers(settings);
  const { entry, sandbox, ephemeral, hasToken } = settings;
  const path = normalizePath(settings.path);
  const allow = framePermissions(settings.allow, server.origin);
  const build = (token?: string | null): string =>
    consoleUrl({ server: server.href, path, entry, lang: settings.lang, token });

  return {
    path,
    origin: server.origin,
    api,
    allow,
    sandbox,
    ephemeral,
    url: (token) => new URL(build(token)),
    key: JSON.stringify([build(), entry, allow, sandbox, ephemeral, hasToken]),
  };
}
