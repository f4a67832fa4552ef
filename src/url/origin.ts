import { BytedeskError } from '../errors.js';
import { parseUrl } from './parse-url.js';

const LOOPBACK = /^(?:localhost|(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

// Java servlets, on which the desk runs, cut `;…` off a segment before they resolve `..`.
const DOT_SEGMENT = /(?:^|\/)\.\.?(?:;[^/]*)?(?=\/|$)/;
// The URL parser drops tabs and line breaks silently, and makes something else of half a character.
const UNPRINTABLE = /[\u0000-\u001f\u007f\p{Surrogate}]/u;
// Overlong UTF-8 (%c0, %c1) hides any other character from those who do not expect it.
const HIDING = /\\|%c[01]/i;

/** What a text comes to when every server on the way decodes it once more. */
export function fullyDecoded(text: string): string {
  const decoded = text.replace(/%([0-7][\da-f])/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return decoded === text ? text : fullyDecoded(decoded);
}

/** True for texts that a URL cannot carry as they are. */
export function isUnprintable(text: string): boolean {
  return UNPRINTABLE.test(text);
}

/** True for paths that can lead elsewhere than they read: backslashes, dot segments, encoded dots and slashes. */
export function isDeceptivePath(path: string): boolean {
  const decoded = fullyDecoded(path);
  const marks = (text: string): number => text.split(/[./]/).length;
  const misleads = HIDING.test(decoded) || DOT_SEGMENT.test(decoded) || marks(decoded) !== marks(path);
  return misleads || isUnprintable(decoded);
}

/** True for hosts that browsers treat as secure without https: localhost, 127.0.0.0/8 and ::1. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/**
 * Reads a base URL of a desk: absolute, http or https, with a port and a base path if need be.
 *
 * @param value as the host page wrote it; white space around it is ignored
 * @param pageProtocol protocol of the host page, `https:` refuses a desk on plain http
 * @param name what the page wrote it in, for the error's text
 * @returns the URL with the trailing slashes of its path removed
 * @throws BytedeskError `invalid-server` or `mixed-content`; the text does not repeat the value, which may hold a password
 */
export function parseServer(value: string, pageProtocol = '', name = 'The server address'): URL {
  const text = value.trim();
  const invalid = (rule: string): BytedeskError => new BytedeskError('invalid-server', `${name} ${rule}.`);

  if (!/^https?:\/\/[^/\\?#]/i.test(text))
    throw invalid('must start with http:// or https:// and a host name');
  const authority = text.replace(/^[^:]+:\/\//, '').replace(/[/\\?#].*$/s, '');
  if (authority.includes('@')) throw invalid('must not carry a user name or password');
  if (/[?#]/.test(text)) throw invalid('must not have a query or a hash');
  if (/\s/.test(text)) throw invalid('must not contain white space');
  if (isDeceptivePath(text.slice(text.indexOf(authority) + authority.length))) {
    throw invalid('must not contain backslashes, dot segments or encoded dots and slashes');
  }
  const url = parseUrl(text);
  if (url === undefined) throw invalid('is not a valid URL');

  url.pathname = url.pathname.replace(/\/+$/, '');
  if (pageProtocol === 'https:' && url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new BytedeskError('mixed-content', 'A page on https cannot show a desk on plain http.');
  }
  return url;
}
