import { BytedeskError } from '../../../errors.js';
import type { TabStorage } from '../../../session/tabs.js';
import type { Session } from '../../../session/session.js';
import type { ConsoleSettings } from '../../../settings/resolve.js';
import { supportsCredentialless } from '../../../frame/console-frame.js';

/** One store of a desk's consoles: those of this page that throw it away, or the browser's own. */
export interface ConsoleStore {
  /** The consoles' origin. */
  readonly desk: string;
  readonly isEphemeral: boolean;
}

/** Where the console that these settings load keeps its login. */
export const storeOf = ({ origin, ephemeral }: ConsoleSettings): ConsoleStore => ({
  desk: origin,
  isEphemeral: ephemeral && supportsCredentialless(),
});

/** Whose console this page has shown in which store. */
const shown = new Map<string, string>();

const keyOf = ({ desk, isEphemeral }: ConsoleStore): string => `${isEphemeral ? 'ephemeral' : ''} ${desk}`;

/**
 * A console keeps its login and ignores the next user's token, who would see the first one's conversations. From outside
 * nobody can look into its store, so this remembers who was shown there: in this page by name, for later pages by a
 * salted tag. No record means unknown, not the same.
 *
 * @throws BytedeskError `identity-conflict`
 */
export function assertSameUser(facts: TabStorage, store: ConsoleStore, username: string | null): void {
  if (username === null) return;
  const before = shown.get(keyOf(store));
  const record = store.isEphemeral ? null : facts.get('user', store.desk);
  const isSame =
    (before === undefined || before === username) && (!record || record === facts.tag(store.desk, username));
  if (isSame) return;
  throw new BytedeskError('identity-conflict', 'The console may still be signed in as another user.');
}

/** The other user's name, where this page has shown the console itself. */
export const previousUser = (store: ConsoleStore): string | undefined => shown.get(keyOf(store));

/** A console is about to be shown to this user. */
export function rememberUser(facts: TabStorage, store: ConsoleStore, username: string | null): void {
  if (username === null) return;
  shown.set(keyOf(store), username);
  const tag = store.isEphemeral ? null : facts.tag(store.desk, username);
  if (tag !== null) facts.set('user', store.desk, tag);
}

/** The console is known to be signed out, or a person says so: whoever comes next may come. */
export function forgetUser(facts: TabStorage, store: ConsoleStore): void {
  shown.delete(keyOf(store));
  if (!store.isEphemeral) facts.set('user', store.desk, '');
}

const userOf = ({ info }: Session): string | null => info?.username ?? null;

/**
 * Refuses to show what may be another user's console. The bridge clears his login before the console's first line.
 *
 * @throws BytedeskError `identity-conflict`
 */
export function assertOwn(plan: ConsoleSettings, session: Session): void {
  if (plan.delivery === 'url') assertSameUser(session.tabStorage, storeOf(plan), userOf(session));
}

/** This user's console is about to be shown. */
export const rememberOwn = (plan: ConsoleSettings, session: Session): void =>
  rememberUser(session.tabStorage, storeOf(plan), userOf(session));

/** The console in this store, if there is one, is known to be signed out, or sees to it. */
export function forgetOwn({ tabStorage }: Session, store: ConsoleStore | undefined): void {
  if (store) forgetUser(tabStorage, store);
}
