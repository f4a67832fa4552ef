// The paths of the console's page, as the host may see and set them.

import { carriesToken, faultOf, rootOf } from '../url/path-rules.js';

/** Gives the path prefix of the whole desk. */
export const deskBase = (): string => location.pathname.replace(/\/a(gent|dmin)(\/.*)?$/, '');

/** Gives the path under the desk as the host may see it, without a token. */
export function consolePath(): string {
  const { pathname, search, hash } = location;
  const path = (pathname + search + hash).slice(deskBase().length);
  return carriesToken(path) ? path.replace(/([?#;]|%[23]).*/s, '') : path;
}

/**
 * Gives the address of a path that a host asked for.
 *
 * @throws TypeError for one that leads out of the consoles, or that holds a token
 */
export function addressOf(path: string): string {
  if (faultOf(path)) throw new TypeError(path);
  return location.origin + deskBase() + path;
}

/**
 * Gives the address at which the console of this page reads a token: the agent console on any path, the admin console
 * on its sign-in page, which then goes to `redirect`.
 */
export function signInAddress(token: string): string {
  const { search, hash } = location;
  const path = consolePath().replace(/[?#].*/, '');
  const given = `accessToken=${encodeURIComponent(token)}`;
  if (rootOf(path) !== '/admin' || path.includes('/auth/')) return `${search || '?'}&${given}${hash}`;
  return `${deskBase()}/admin/auth/login?${given}&redirect=${encodeURIComponent(path.slice(6) + search + hash)}`;
}
