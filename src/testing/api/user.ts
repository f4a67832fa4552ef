// The signed-in user of the API, and the logout.

import { readJson, text } from '../http/body.js';
import { notSignedIn } from '../http/auth-filter.js';
import { badRequest, ok, refuse, route } from '../http/envelope.js';
import type { DeskApp } from '../http/env.js';
import type { DeskState } from '../state/desk-state.js';
import { ORGANIZATION, publicUser } from '../state/users.js';
import { requireRight } from './guards.js';
import { pageOf } from './paging.js';

const PATH = '/api/v1/user';

/** Adds `/api/v1/user/*`, as on a ByteDesk server of 2026. */
export function addUser(app: DeskApp, state: DeskState): void {
  route(app, 'GET', `${PATH}/profile`, (context) => {
    return requireRight(context, 'user:read') ?? ok(publicUser(context.var.user));
  });
  route(app, 'POST', `${PATH}/logout`, (context) => {
    // Of several simultaneous calls the first one ends the token, and the others come too late.
    if (!state.tokens.isLive(context.var.row)) return notSignedIn(context);
    // Servers of the middle of 2025 only published the event, and left the row live.
    if (state.settings.server === 'current') state.tokens.revoke(context.var.row, 'logout');
    return ok(true);
  });
  route(app, 'POST', `${PATH}/update`, async (context) => {
    const body = await readJson(context);
    if (!body) return badRequest('JSON parse error');
    const nickname = text(body, 'nickname') || context.var.user.nickname;
    return ok(publicUser(state.users.update(context.var.user.username, { nickname })));
  });
  route(app, 'POST', `${PATH}/change/password`, async (context) => {
    const body = await readJson(context);
    if (!body) return badRequest('JSON parse error');
    const { user } = context.var;
    if (text(body, 'oldPassword') !== user.password) return refuse('i18n.password.wrong');
    return ok(publicUser(state.users.update(user.username, { password: text(body, 'newPassword') })));
  });
  route(app, 'GET', `${PATH}/organizations`, () => ok([ORGANIZATION]));
  route(app, 'POST', `${PATH}/switch/organization`, (context) => ok(publicUser(context.var.user)));
  route(app, 'GET', `${PATH}/query/org`, (context) => {
    return requireRight(context, 'console:admin') ?? ok(pageOf(context, state.users.all().map(publicUser)));
  });
}
