// Refuses callers without the right or the organisation that a route needs.

import { badRequest, forbidden } from '../http/envelope.js';
import type { DeskContext } from '../http/env.js';
import { ORGANIZATION, type Right } from '../state/users.js';

/** Gives the 403 for a missing right, or null. A 403 says nothing about the session. */
export function requireRight(context: DeskContext, right: Right): Response | null {
  return context.var.user.rights.includes(right) ? null : forbidden();
}

/** Gives 400 without `orgUid`, 403 for a foreign organisation, else null. */
export function requireOrganization(context: DeskContext): Response | null {
  const orgUid = context.req.query('orgUid');
  if (!orgUid) return badRequest('orgUid is required');
  return orgUid === ORGANIZATION.uid ? null : forbidden('i18n.organization.foreign');
}
