import type { TokenProvider } from '../api/token-source.js';
import { BytedeskError } from '../errors.js';
import type { SessionSettings } from '../session/token-request.js';
import { parseServer } from '../url/origin.js';
import { assertTrusted, pageDefaults } from './page-defaults.js';

/** The attributes that decide whose session it is, as the host page wrote them. */
export interface SourceSettings {
  readonly server: string | null;
  readonly api: string | null;
  /** Empty for none. */
  readonly tokenUrl: string;
  readonly provider: TokenProvider | null;
  readonly credentials: 'same-origin' | 'include';
}

/** True if a token can be had beside one that is handed over. */
export const namesSource = ({ provider, tokenUrl }: SourceSettings): boolean =>
  provider !== null || tokenUrl !== '';

/**
 * Where consoles and API are.
 *
 * @throws BytedeskError `invalid-server`, `mixed-content` or `untrusted-origin`
 */
export function planServers(settings: Pick<SourceSettings, 'server' | 'api'>): {
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
export function planSession(settings: SourceSettings): SessionSettings {
  const { server, api } = planServers(settings);
  const { provider, credentials } = settings;
  return { desk: server.origin, api, provider, tokenUrl: absolute(settings.tokenUrl), credentials };
}

function absolute(tokenUrl: string): string | null {
  if (tokenUrl === '') return null;
  const url = URL.canParse(tokenUrl, document.baseURI) ? new URL(tokenUrl, document.baseURI) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new BytedeskError('invalid-server', 'The token URL is not an http or https address.');
  // Its answer signs in: only the page itself and whom the script tag names may give one.
  if (url.origin !== window.location.origin && tokenUrl !== pageDefaults().tokenUrl) assertTrusted(url);
  return url.href;
}
