// Decides who is asking, before any route of the API is reached.

import type { DeskState } from '../state/desk-state.js';
import { answer } from './envelope.js';
import type { DeskContext, DeskNext } from './env.js';

/** The reason on rows whose user an administrator threw out. Their 401 then has it as its message. */
export const DISABLED_BY_ADMIN = 'i18n.member.disabled.by.admin';

const NOT_SIGNED_IN = 'Full authentication is required to access this resource';

/**
 * Finds out who is asking. It runs on every request, also on those for pages: a live token of a deleted or disabled
 * user gets raw JSON even in place of a page. Only `/api/**` needs a token.
 */
export function authFilter(state: DeskState) {
  return async (context: DeskContext, next: DeskNext): Promise<Response | void> => {
    const token = presentedToken(context);
    const row = token ? await state.tokens.accept(token) : undefined;
    if (row) {
      const user = state.users.find(row.username);
      if (!user || user.deleted) return answer({ status: 401, code: 401, message: 'i18n.user.deleted' });
      if (!user.enabled) return answer({ status: 403, code: 403, message: 'i18n.user.disabled' });
      context.set('user', user);
      context.set('row', row);
    } else if (context.req.path.startsWith('/api/')) {
      return notSignedIn(context, token ? state.tokens.findByToken(token)?.revokeReason : null);
    }
    return next();
  };
}

/**
 * The one answer to every token that the desk does not accept; only an administrator's kick has an answer of its own.
 */
export function notSignedIn(context: DeskContext, reason?: string | null): Response {
  const message = reason === DISABLED_BY_ADMIN ? DISABLED_BY_ADMIN : NOT_SIGNED_IN;
  return answer({ status: 401, code: 401, message, data: context.req.path });
}

/** Gives the Bearer token, or the query parameter where there is no such header. */
export function presentedToken(context: DeskContext): string | undefined {
  const header = context.req.header('authorization');
  if (header?.startsWith('Bearer ')) return header.slice('Bearer '.length).trim();
  return context.req.query('accessToken');
}
