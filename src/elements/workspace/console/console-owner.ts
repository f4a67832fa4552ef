// Which user's console was shown in which store. A console keeps its login and ignores the next user's token, who would
// see the first one's conversations. Nobody can look into its store from outside, so this file remembers the users: for
// this page by name, for later pages by a salted tag. No record means that the user is unknown, and not that it is the
// same one.

import { BytedeskError } from '../../../errors.js';
import { supportsCredentialless } from '../../../frame/console-frame.js';
import type { Session } from '../../../session/session.js';
import type { ConsoleSettings } from '../../../settings/resolve.js';
import { rootOf } from '../../../url/path-rules.js';

/** A store of a desk's consoles: the browser's own, or one of this page that is thrown away. */
export interface ConsoleStore {
  /** The consoles' origin. */
  readonly desk: string;
  readonly isEphemeral: boolean;
}

/** The user that this page showed last in each store. */
const lastUsers = new Map<string, string>();
/** The elements that show a console now. */
const shownBy = new Map<Element, { readonly store: string; readonly username: string }>();

const nameOf = ({ desk, isEphemeral }: ConsoleStore): string => `${isEphemeral ? 'ephemeral' : ''} ${desk}`;
const userOf = ({ info }: Session): string | null => info?.username ?? null;

/** Gives the store in which the console of these settings keeps its login. */
export const storeOf = ({ origin, ephemeral }: ConsoleSettings): ConsoleStore => ({
  desk: origin,
  isEphemeral: ephemeral && supportsCredentialless(),
});

/**
 * Refuses to show a console that may be another user's. With the bridge only a console that another element shows at
 * the moment stands in the way, because the bridge signs out an earlier user.
 *
 * @throws BytedeskError `identity-conflict`
 */
export function assertOwner(settings: ConsoleSettings, session: Session, element: Element): void {
  const store = storeOf(settings);
  const username = userOf(session);
  if (username === null) return;
  const isOther = (name: string | undefined): boolean => name !== undefined && name !== username;
  const isShown = [...shownBy].some(
    ([other, shown]) =>
      other !== element && other.isConnected && shown.store === nameOf(store) && isOther(shown.username),
  );
  const { tabStorage } = session;
  const record = store.isEphemeral ? null : tabStorage.get('user', store.desk);
  const wasShown =
    isOther(lastUsers.get(nameOf(store))) || (!!record && record !== tabStorage.tag(store.desk, username));
  if (isShown || (wasShown && settings.delivery === 'url'))
    throw new BytedeskError(
      'identity-conflict',
      'The console may still be signed in as another user. Sign out there first.',
    );
}

/** Remembers that the element shows this user's console. */
export function rememberOwner(settings: ConsoleSettings, session: Session, element: Element): void {
  const store = storeOf(settings);
  const username = userOf(session);
  if (username === null) return;
  const name = nameOf(store);
  lastUsers.set(name, username);
  shownBy.set(element, { store: name, username });
  const tag = store.isEphemeral ? null : session.tabStorage.tag(store.desk, username);
  if (tag !== null) session.tabStorage.set('user', store.desk, tag);
}

/** Forgets the user of a store whose console is known to be signed out, be it that a person says so. */
export function forgetOwner({ tabStorage }: Session, store: ConsoleStore | undefined): void {
  if (store === undefined) return;
  lastUsers.delete(nameOf(store));
  if (!store.isEphemeral) tabStorage.set('user', store.desk, '');
}

/** Notes that the element shows no console any more. The console's login may stay in its store. */
export const hideOwner = (element: Element): boolean => shownBy.delete(element);

/** Gives the name of the user before, if this page has shown the console itself. */
export const previousOwner = (store: ConsoleStore): string | undefined => lastUsers.get(nameOf(store));

/** Gives desk and kind of a console: agent consoles speak to their host, admin consoles do not. */
const kindOf = ({ origin, path }: ConsoleSettings): string => origin + rootOf(path);

/** True if a console of this desk and kind has ever posted a message to this host. */
export const isKnownToSpeak = (settings: ConsoleSettings, { tabStorage }: Session): boolean =>
  !!tabStorage.get('speaks', kindOf(settings));

/** Remembers that this desk's consoles speak. */
export function rememberSpeaking(settings: ConsoleSettings, session: Session): void {
  if (!isKnownToSpeak(settings, session)) session.tabStorage.set('speaks', kindOf(settings), '1');
}
