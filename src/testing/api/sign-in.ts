import { forbidden, ok, refuse } from '../http/envelope.js';
import type { DeskState } from '../state/desk-state.js';
import { publicUser, type StandInUser } from '../state/users.js';

/** The last steps of every sign-in: member state, seats, a new token row. */
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

// Seats are distinct users with a live token: a second token of the same user costs no further seat.
function hasSeat(state: DeskState, user: StandInUser): boolean {
  const { maxMembers } = state.settings;
  return maxMembers === null || state.tokens.seatHolders().add(user.username).size <= maxMembers;
}
