// The common end of all sign-ins, by password and by token.

import { forbidden, ok, refuse } from '../http/envelope.js';
import type { DeskState } from '../state/desk-state.js';
import { publicUser, type StandInUser } from '../state/users.js';

/** Takes the last steps of every sign-in: state as a member, seats, a new row in the token table. */
export async function signIn(
  state: DeskState,
  user: StandInUser,
  client: { channel: string; device: string },
): Promise<Response> {
  if (user.memberDisabled) return refuse('i18n.member.disabled', 403);
  if (!hasSeat(state, user)) return forbidden('i18n.organization.max.members.reached');
  const row = await state.tokens.issue({ username: user.username, ...client });
  return ok({ accessToken: row.accessToken, user: publicUser(user) });
}

// A seat is a user with a live token: a second token of the same user needs no further seat.
function hasSeat(state: DeskState, user: StandInUser): boolean {
  const { maxMembers } = state.settings;
  return maxMembers === null || state.tokens.seatHolders().add(user.username).size <= maxMembers;
}
