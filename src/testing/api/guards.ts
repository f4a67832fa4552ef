import { badRequest, forbidden } from '../http/envelope.js';
import type { DeskContext } from '../http/env.js';
import { ORGANIZATION, type Right } from '../state/users.js';

/** The 403 for a missing right, or null. 403 says nothing about the session. */
export function requireRight(context: DeskContext, right: Right): Response | null {
  return context.var.user.rights.includes(right) ? null : forbidden();
}

/** 400 without `orgUid`, 403 for a foreign organisation, else null. */
export function requireOrganization(context: DeskContext): Response | null {
  const orgUid = context.req.query('orgUid');
  if (!orgUid) return badRequest('orgUid is required');
  return orgUid === ORGANIZATION.uid ? null : forbidden('i18n.organization.foreign');
}
