// Which paths of a console are refused. Host and bridge share these rules, so this file imports nothing: the bridge must
// stay small.

// Servers cut `;…` off a segment before they resolve `..`, as the Java servlets do on which the desk runs. Overlong UTF-8
// (%c0, %c1) can hide any character from a decoder that does not expect it. The URL parser silently drops tabs and line
// breaks, and replaces half of a surrogate pair.
const DECEPTIVE = /[\p{Cc}\p{Cs}\\]|%c[01]|(^|\/)\.\.?(?![^/;])/iu;

/** Gives the root of a checked path, `/agent` or `/admin`. Both have the same length. */
export const rootOf = (path: string): string => path.slice(0, 6);

/** Decodes a text as often as servers on its way could. */
export function fullyDecoded(text: string): string {
  const decoded = text.replace(/%[0-7][\da-f]/gi, decodeURIComponent);
  return decoded === text ? text : fullyDecoded(decoded);
}

/** True for texts that the URL parser would change silently: it also cuts spaces off the end. */
export const isUnprintable = (text: string): boolean => /[\p{Cc}\p{Cs}]| $/u.test(text);

/**
 * True for paths that can lead elsewhere than they seem to: by backslashes, dot segments, encoded dots or encoded
 * slashes.
 */
export function isDeceptivePath(path: string): boolean {
  const decoded = fullyDecoded(path);
  const marks = (text: string): number => text.split(/[./]/).length;
  return DECEPTIVE.test(decoded) || marks(decoded) !== marks(path);
}

/**
 * True for an address, or a part of one, that brings an `accessToken` in any spelling and any encoding, also in an address
 * inside it.
 */
export const carriesToken = (text: string): boolean => /access[-_]?token[^&#=]*=/i.test(fullyDecoded(text));

/**
 * Checks a path with a leading slash, query and hash included.
 *
 * @returns 0 for one that can be used, 1 for one outside of the consoles, 2 for one that can lead elsewhere than it seems
 * to, 3 for one that brings a token
 */
export function faultOf(path: string): 0 | 1 | 2 | 3 {
  const route = path.replace(/[?#].*/s, '');
  if (!/^\/a(gent|dmin)(\/|$)/.test(route)) return 1;
  if (isDeceptivePath(route) || route.includes('//') || isUnprintable(path)) return 2;
  return carriesToken(path) ? 3 : 0;
}
