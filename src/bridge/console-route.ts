/** Path prefix of the whole desk. */
export const deskBase = (): string => location.pathname.replace(/\/a(gent|dmin)(\/.*)?$/, '');

/** Path under the desk as the host may know it: never with a token. */
export function consolePath(): string {
  const { pathname, search, hash } = location;
  const more = search + hash;
  return pathname.slice(deskBase().length) + (/accesstoken/i.test(more) ? '' : more);
}

/** Agent or admin, no double slash and nothing encoded that a server could take for one, or for dots; no token. */
const PLAIN = /^\/a(gent|dmin)(?![^/?#])(?![^?#]*(\/\/|%(2[ef]|5c|25)))(?!.*accesstoken)/i;

/**
 * The address of a path that a host asked for. The host has encoded it already: what the browser would still change, dot
 * segments and backslashes among it, leads elsewhere than it reads.
 *
 * @throws TypeError
 */
export function addressOf(path: string): string {
  const { origin } = location;
  const address = origin + deskBase() + path;
  if (!PLAIN.test(path) || new URL(address).href !== address) throw new TypeError(path);
  return address;
}

/**
 * The address at which the console of this page takes a token: the agent console on any path, the admin console on its
 * sign-in page, which goes on to `redirect`.
 */
export function signInAddress(token: string): string {
  const { search, hash } = location;
  const path = consolePath().replace(/[?#].*/, '');
  const given = `accessToken=${encodeURIComponent(token)}`;
  if (path[2] !== 'd' || path.includes('/auth/')) return `${search || '?'}&${given}${hash}`;
  return `${deskBase()}/admin/auth/login?${given}&redirect=${encodeURIComponent(path.slice(6) + search + hash)}`;
}
