import { assertSameUser, type ConsoleStore, forgetUser, rememberUser } from '../session/identity-guard.js';
import type { Session } from '../session/session.js';
import { type LoadPlan, storeOf } from './load-plan.js';

const userOf = ({ info }: Session): string | null => info?.username ?? null;

/**
 * Refuses to show what may be another user's console. The bridge clears his login before the console's first line.
 *
 * @throws BytedeskError `identity-conflict`
 */
export function assertOwn(plan: LoadPlan, session: Session): void {
  if (plan.delivery === 'url') assertSameUser(session.facts, storeOf(plan), userOf(session));
}

/** This user's console is about to be shown. */
export const rememberOwn = (plan: LoadPlan, session: Session): void =>
  rememberUser(session.facts, storeOf(plan), userOf(session));

/** The console in this store, if there is one, is known to be signed out, or sees to it. */
export function forgetOwn({ facts }: Session, store: ConsoleStore | undefined): void {
  if (store) forgetUser(facts, store);
}
