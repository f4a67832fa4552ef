import { attempt } from './attempt.js';
import { storeKey, tokenKey } from './options.js';
import { ownerOf } from './token-claims.js';

/** Name in the console's storage of what is the bridge's own. */
export const OWN_KEY = 'bytedesk-embed';

/** What of a person's login and conversations lies in the storage, besides the login (early 2025). */
const PERSONAL = /_STORE$|^lastPath|^bytedesk[-_][el]/;

const item = (key: string): string => localStorage.getItem(key) ?? '';

/** What is remembered of the login: its host's tag, its owner, whether the console takes no address, end of the host's token. */
const record = (): unknown[] => attempt(() => [...(JSON.parse(item(OWN_KEY)) as unknown[])]) ?? [];

const setRecord = (...record: unknown[]): void => localStorage.setItem(OWN_KEY, JSON.stringify(record));

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

/** Remembers whose login is stored. @param given the host's token, if the console runs on that very one */
export function rememberLogin(tag: string | undefined, given = ''): void {
  setRecord(tag, ownerOf(readLogin()), needsStorage(), given.slice(-12));
}

/** Stores a state as the console does (early 2025). */
const keep = (key: string, state: object): void =>
  localStorage.setItem(key, JSON.stringify({ state, version: 0 }));

/** Puts the host's token in the place of the login there. @throws where storage is full or blocked */
export function writeLogin(token: string, tag?: string): void {
  if (storeKey) keep(storeKey, { accessToken: token });
  localStorage.setItem(tokenKey, token);
  rememberLogin(tag, token);
}

/**
 * Signs in by storage: the login and what a console of early 2025 needs beside it. Without the user's record at its start
 * it has no live messages, and without the addresses its first calls would take the token to the server that is compiled
 * into it.
 */
export function storeLogin(
  token: string,
  tag: string | undefined,
  user: unknown,
  addresses: Addresses,
): void {
  const device = attempt(() => JSON.parse(item('USER_STORE')) as { state: { deviceUid?: string } });
  wipeLogin();
  writeLogin(token, tag);
  if (!storeKey) return;
  if (user) keep('USER_STORE', { userInfo: user, deviceUid: device?.state.deviceUid ?? '' });
  for (const name of ['enabled', 'apiUrl', 'websocketUrl', 'htmlUrl'] as const) {
    const key = `CONFIG_${name.replace('U', '_U').toUpperCase()}_AGENT`;
    if (name in addresses) localStorage.setItem(key, String(addresses[name]));
  }
}

/** What the console's `config.json` names. */
export type Addresses = Readonly<Record<string, unknown>>;

/** True if the login is that of the user with this tag. No record is "unknown", not "same". */
export function isLoginOf(tag: string): boolean {
  const [known, owner] = record();
  return !!tag && tag === known && (!tokenKey || owner === ownerOf(readLogin()));
}

/** True if this token is the one that a host gave, not one that the console got for itself. */
export const isGiven = (token: string): boolean => !!token && record()[3] === token.slice(-12);

/** True if this console is known to take no `?accessToken=`: its logins are written into the storage. */
export const needsStorage = (): boolean => !!record()[2];

/** Remembers that, for the next time. */
export const rememberStorage = (): void => setRecord('', '', 1);

/** Forgets the login and what the console kept of its user; of an unknown console everything. */
export function wipeLogin(): void {
  const takesNoAddress = needsStorage();
  for (const key of Object.keys(localStorage)) {
    if (!tokenKey || key === tokenKey || key === storeKey || PERSONAL.test(key)) localStorage.removeItem(key);
  }
  if (takesNoAddress) rememberStorage();
}
