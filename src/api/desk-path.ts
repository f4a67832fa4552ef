// Decides which address a client's call goes to, and whether the token goes with it.

import { BytedeskError } from '../errors.js';
import { carriesToken, isDeceptivePath, isUnprintable } from '../url/path-rules.js';

type QueryValue = string | number | boolean | null | undefined;

/** Query parameters by name. `null` and `undefined` are left out; a list repeats its name. */
export type DeskQuery = Readonly<Record<string, QueryValue | readonly QueryValue[]>>;

/**
 * The address of an endpoint below the API's base.
 *
 * @param path such as `/api/v1/ticket/query/user`, with or without the leading slash; may bring a query
 * @throws BytedeskError `invalid-path`; the text does not repeat the path, which may hold a secret
 */
export function endpointUrl(api: URL, path: string, query: DeskQuery = {}): URL {
  const invalid = (rule: string): BytedeskError => new BytedeskError('invalid-path', `The API path ${rule}.`);
  const text = path.trim();
  if (/^(?:[a-z][a-z\d+.-]*:|[\\/]{2})/i.test(text)) throw invalid('must not name a scheme or a host');
  const [, route = '', search = '', hash = ''] = /^\/?([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(text) ?? [];
  if (route === '' || hash !== '') throw invalid('must name an endpoint and have no hash');
  if (isDeceptivePath(route) || isUnprintable(search)) {
    throw invalid('must not contain backslashes, dot segments, control characters or what decodes to them');
  }
  const url = new URL(`${api.href.replace(/\/$/, '')}/${route}${search}`);
  for (const [name, values] of Object.entries(query)) {
    for (const value of Array.isArray(values) ? values : [values]) {
      if (value !== null && value !== undefined) url.searchParams.append(name, String(value));
    }
  }
  // The desk would take a token there, too, but addresses are written to logs.
  if (carriesToken(text) || [...url.searchParams.keys()].some(isTokenName))
    throw invalid('must not bring an accessToken');
  return url;
}

/** True for endpoints that take a Bearer token; the desk's other endpoints are open to everybody. */
export function needsToken(api: URL, url: URL): boolean {
  return url.pathname.startsWith(`${api.pathname.replace(/\/$/, '')}/api/`);
}

function isTokenName(name: string): boolean {
  return name.trim().toLowerCase() === 'accesstoken';
}
