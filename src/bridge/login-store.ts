// Reads and writes the login in the console's storage. No other file of the bridge touches that storage.

import { NAMESPACE } from '../protocol/envelope.js';
import { storeKey, tokenKey } from './options.js';
import { ownerOf } from './token-claims.js';

/** The name of the bridge's own entry in the console's storage. */
export const OWN_KEY = NAMESPACE;

/** The entries, besides the login, that belong to a person (early 2025). */
const PERSONAL = /_STORE$|^lastPath|^bytedesk[-_][el]/;

const item = (key: string): string => localStorage.getItem(key) ?? '';

/** What the bridge remembers of the stored login. */
interface Known {
  /** The tag of the host's user. */
  readonly tag?: string | undefined;
  readonly owner?: string;
  /** Set if the console ignores `?accessToken=`, so that its logins are written into the storage. */
  readonly stored?: boolean;
  /** The end of the host's token that was last written into the storage. */
  readonly given?: string;
}

export const known = (): Known => ({ ...(JSON.parse(localStorage.getItem(OWN_KEY) as string) as Known) });

export const remember = (change: Known): void =>
  localStorage.setItem(OWN_KEY, JSON.stringify({ ...known(), ...change }));

/**
 * Gives the token with which the console is signed in, or an empty text. If its place is not known, the first JWT in
 * the storage counts.
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

/** Remembers whose login is stored. */
export const rememberLogin = (tag: string | undefined): void =>
  remember({ tag, owner: ownerOf(readLogin()) });

/** Stores a state as the console does (early 2025). */
const keep = (key: string, state: object): void =>
  localStorage.setItem(key, JSON.stringify({ state, version: 0 }));

/** Replaces the stored login by the host's token. @throws where storage is full or blocked */
export function writeLogin(token: string, tag?: string): void {
  if (storeKey) keep(storeKey, { accessToken: token });
  localStorage.setItem(tokenKey, token);
  rememberLogin(tag);
  remember({ given: token.slice(-12) });
}

/** What a console of early 2025 needs in its storage beside the login. */
export interface StoredState {
  /** The user's record. Without it the console has no live messages. */
  readonly user?: unknown;
  /** The console's `config.json`. Without its addresses the first calls send the token to a compiled-in server. */
  readonly config?: unknown;
}

/** Signs in by the storage. */
export function storeLogin(token: string, tag: string | undefined, { user, config }: StoredState): void {
  const device = /"deviceUid":"([^"]*)/.exec(item('USER_STORE'))?.[1];
  wipeLogin();
  writeLogin(token, tag);
  if (!storeKey) return;
  if (user) keep('USER_STORE', { userInfo: user, deviceUid: device ?? '' });
  for (const [name, value] of Object.entries({ ...(config as object) })) {
    const key = `CONFIG_${name.replace('U', '_U').toUpperCase()}_AGENT`;
    if (/^enabled$|Url$/.test(name)) localStorage.setItem(key, value as string);
  }
}

/** True if the login is that of the user with this tag. Without a record the user is unknown, and not the same. */
export function isLoginOf(tag: string): unknown {
  const { tag: kept, owner } = known();
  return tag && tag === kept && (!tokenKey || owner === ownerOf(readLogin()));
}

/** Removes the login and what the console kept of its user; of an unknown console everything. */
export function wipeLogin(): void {
  const { stored } = known();
  for (const key of Object.keys(localStorage)) {
    if (!tokenKey || key === tokenKey || key === storeKey || PERSONAL.test(key)) localStorage.removeItem(key);
  }
  if (stored) remember({ stored });
}
