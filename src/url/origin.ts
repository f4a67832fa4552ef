// Reads and checks base URLs, of consoles and of the API. `settings/trust.ts` decides which servers a page
// trusts.

import { BytedeskError } from '../errors.js';
import { parseUrl } from './parse-url.js';
import { isDeceptivePath } from './path-rules.js';

const LOOPBACK = /^(?:localhost|(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** True for hosts that browsers treat as secure without https: localhost, 127.0.0.0/8 and ::1. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/**
 * Reads a base URL of a desk: absolute, http or https, possibly with a port and a base path.
 *
 * @param value as the host page wrote it; white space around it is ignored
 * @param pageProtocol protocol of the host page; `https:` refuses a desk on plain http
 * @param name where the page wrote the value, for the error's text
 * @returns the URL without slashes at the end of its path
 * @throws BytedeskError `invalid-server` or `mixed-content`; the text does not repeat the value, which may hold a
 * password
 */
export function parseServer(value: string, pageProtocol = '', name = 'The server address'): URL {
  const text = value.trim();
  const invalid = (rule: string): BytedeskError => new BytedeskError('invalid-server', `${name} ${rule}.`);

  const [, authority, rest = ''] = /^https?:\/\/([^/\\?#]+)(.*)/is.exec(text) ?? [];
  if (!authority) throw invalid('must start with http:// or https:// and a host name');
  if (authority.includes('@')) throw invalid('must not carry a user name or password');
  if (/[?#]/.test(rest)) throw invalid('must not have a query or a hash');
  if (/\s/.test(text)) throw invalid('must not contain white space');
  if (isDeceptivePath(rest)) {
    throw invalid('must not contain backslashes, dot segments or encoded dots and slashes');
  }
  const url = parseUrl(text);
  if (url === undefined) throw invalid('is not a valid URL');

  url.pathname = url.pathname.replace(/\/+$/, '');
  if (pageProtocol === 'https:' && url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new BytedeskError(
      'mixed-content',
      'A page on https cannot show a desk on plain http. Serve the desk by https.',
    );
  }
  return url;
}
