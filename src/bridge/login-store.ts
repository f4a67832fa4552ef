import { storeKey, tokenKey } from './options.js';
import { ownerOf } from './token-claims.js';

/** Beside the login, or for the time between two pages: name of what is the bridge's own. */
export const OWN_KEY = 'bytedesk-embed';

/** What of a person's login and conversations lies in the storage, besides the login (early 2025). */
const PERSONAL = /_STORE$|^lastPath|^bytedesk[-_][el]/;

const item = (key: string): string => localStorage.getItem(key) ?? '';

/**
 * The token the console is signed in with, or an empty text. Where its place is not known: the first JWT there is.
 *
 * @throws where storage is blocked
 */
export function readLogin(): string {
  if (tokenKey) return !storeKey || /"accessToken":"[^"]/.test(item(storeKey)) ? item(tokenKey) : '';
  return /eyJ[\w-]+(\.[\w-]+){2}/.exec(Object.values(localStorage).join())?.[0] ?? '';
}

/** True for the names whose values make a login. */
export const isLogin = (area: unknown, key: unknown): boolean =>
  area === localStorage && (!tokenKey || !key || key === tokenKey || key === storeKey);

/** Puts a login in the place of the one there, or its owner's name where it cannot. @throws where storage is full or blocked */
export function writeLogin(token: string, tag?: string): void {
  const kept = { state: { accessToken: token }, version: 0 };
  if (tokenKey && storeKey) localStorage.setItem(storeKey, JSON.stringify(kept));
  if (tokenKey) localStorage.setItem(tokenKey, token);
  localStorage.setItem(OWN_KEY, `${tag} ${ownerOf(token)}`);
}

/** True if the login is that of the user with this tag. No record is "unknown", not "same". */
export function isLoginOf(tag: string): boolean {
  const [known, owner] = item(OWN_KEY).split(' ');
  return !!tag && tag === known && (!tokenKey || owner === ownerOf(readLogin()));
}

/** Forgets the login and what the console kept of its user; of an unknown console everything. */
export function wipeLogin(): void {
  for (const key of Object.keys(localStorage)) {
    if (!tokenKey || key === tokenKey || key === storeKey || PERSONAL.test(key)) localStorage.removeItem(key);
  }
}
