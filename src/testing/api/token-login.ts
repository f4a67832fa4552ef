// Signs in with a token.

import { readJson, text } from '../http/body.js';
import { answer, badRequest, forbidden, refuse, route } from '../http/envelope.js';
import type { DeskApp } from '../http/env.js';
import type { DeskState } from '../state/desk-state.js';
import { channelOf } from './login.js';
import { signIn } from './sign-in.js';

/**
 * Adds `POST /auth/v1/login/accessToken`, which answers a live token with a new one. The old one is not used up:
 * afterwards both are live, each with a row of its own.
 */
export function addTokenLogin(app: DeskApp, state: DeskState): void {
  route(app, 'POST', '/auth/v1/login/accessToken', async (context) => {
    const body = await readJson(context);
    if (!body) return badRequest('JSON parse error');
    const row = await state.tokens.accept(text(body, 'accessToken'));
    if (!row) return refuse('i18n.access.token.invalid');
    const user = state.users.find(row.username);
    if (!user || user.deleted) return answer({ status: 401, code: 401, message: 'i18n.user.deleted' });
    if (!user.enabled) return forbidden('i18n.user.disabled');
    return signIn(state, user, { channel: channelOf(body), device: text(body, 'device') });
  });
}
