// The administrator's view of tokens.

import { randomUUID } from 'node:crypto';
import { readJson, text, type JsonBody } from '../http/body.js';
import { answer, badRequest, forbidden, notFound, ok, refuse, route } from '../http/envelope.js';
import type { DeskApp, DeskContext } from '../http/env.js';
import { isoDate } from '../state/conversations.js';
import type { DeskState } from '../state/desk-state.js';
import type { TokenRow } from '../state/tokens.js';
import { ORGANIZATION } from '../state/users.js';
import { requireOrganization, requireRight } from './guards.js';
import { pageOf } from './paging.js';

const PATH = '/api/v1/token';

/**
 * Adds `/api/v1/token/*`, the administrator's token list, as on a ByteDesk server of 2026. It has no field for allowed
 * domains.
 */
export function addTokenAdmin(app: DeskApp, state: DeskState): void {
  const newestFirst = (): TokenRow[] => state.tokens.all().reverse();
  const own = (context: DeskContext): Response => {
    const rows = newestFirst().filter((row) => row.username === context.var.user.username);
    return ok(pageOf(context, rows.map(publicRow)));
  };
  route(app, 'GET', `${PATH}/query`, own);
  route(app, 'GET', `${PATH}/query/user`, own);
  route(app, 'GET', `${PATH}/query/org`, (context) => {
    const refusal = requireRight(context, 'token:manage') ?? requireOrganization(context);
    return refusal ?? ok(pageOf(context, newestFirst().map(publicRow)));
  });
  route(app, 'GET', `${PATH}/query/uid`, (context) => {
    const row = state.tokens.findByUid(context.req.query('uid') ?? '');
    if (!row) return notFound();
    return mayTouch(context, row) ? ok(publicRow(row)) : forbidden();
  });
  // This only signs: the string is not accepted before `create` has stored it.
  route(app, 'POST', `${PATH}/generate`, async (context) => {
    const body = (await readJson(context)) ?? {};
    const { username } = context.var.user;
    return ok(await state.tokens.sign({ username, channel: 'WEB', permanent: body.permanent === true }));
  });
  route(app, 'POST', `${PATH}/create`, (context) =>
    withBody(context, (body) => create(context, state, body)),
  );
  route(app, 'POST', `${PATH}/update`, (context) =>
    withRow(context, state, (row, body) => {
      row.name = text(body, 'name') || row.name;
      row.description = text(body, 'description') || row.description;
      return ok(publicRow(row));
    }),
  );
  route(app, 'POST', `${PATH}/delete`, (context) =>
    withRow(context, state, (row) => {
      row.deleted = true;
      return ok(true);
    }),
  );
  route(app, 'POST', `${PATH}/revoke`, (context) =>
    withRow(context, state, (row, body) => {
      state.tokens.revoke(row, text(body, 'revokeReason') || 'revoked');
      return ok(publicRow(row));
    }),
  );
  route(app, 'POST', `${PATH}/refresh`, (context) => withBody(context, (body) => refresh(state, body)));
}

function create(context: DeskContext, state: DeskState, body: JsonBody): Response {
  const accessToken = text(body, 'accessToken');
  if (!accessToken) return answer({ code: 400, message: 'i18n.access.token.required' });
  if (state.tokens.findByToken(accessToken)) return answer({ code: 409, message: 'i18n.resource.exists' });
  const permanent = body.permanent === true;
  const expiresAtMs = permanent ? Number.MAX_SAFE_INTEGER : Date.parse(text(body, 'expiresAt'));
  const row = state.tokens.store({
    username: context.var.user.username,
    accessToken,
    refreshToken: `refresh-${randomUUID()}`,
    name: text(body, 'name'),
    description: text(body, 'description'),
    type: text(body, 'type') || 'API',
    scope: Array.isArray(body.scope) ? body.scope.map(String) : [],
    channel: text(body, 'channel') || 'WEB',
    permanent,
    expiresAtMs: Number.isNaN(expiresAtMs) ? state.now() + state.tokens.ttl.web * 1000 : expiresAtMs,
  });
  return ok(publicRow(row));
}

async function refresh(state: DeskState, body: JsonBody): Promise<Response> {
  const refreshToken = text(body, 'refreshToken');
  const row = state.tokens.all().find((candidate) => refreshToken && candidate.refreshToken === refreshToken);
  if (!row) return notFound();
  if (row.revoked) return refuse('i18n.token.revoked');
  return ok(publicRow(await state.tokens.refresh(row)));
}

type RowHandler = (row: TokenRow, body: JsonBody) => Response;

// The row is named by `uid` or by the token itself. Naming neither is the caller's mistake.
function withRow(context: DeskContext, state: DeskState, handle: RowHandler): Promise<Response> {
  return withBody(context, (body) => {
    const uid = text(body, 'uid');
    const accessToken = text(body, 'accessToken');
    if (!uid && !accessToken) return badRequest('uid or accessToken is required');
    const row = uid ? state.tokens.findByUid(uid) : state.tokens.findByToken(accessToken);
    if (!row || row.deleted) return notFound();
    return mayTouch(context, row) ? handle(row, body) : forbidden();
  });
}

async function withBody(
  context: DeskContext,
  handle: (body: JsonBody) => Response | Promise<Response>,
): Promise<Response> {
  const body = await readJson(context);
  return body ? handle(body) : badRequest('JSON parse error');
}

function mayTouch(context: DeskContext, row: TokenRow): boolean {
  const { user } = context.var;
  return row.username === user.username || user.rights.includes('token:manage');
}

function publicRow(row: TokenRow): Record<string, unknown> {
  const { createdAtMs, expiresAtMs, lastActiveAtMs, username, ...rest } = row;
  return {
    ...rest,
    expiresAt: row.permanent ? null : isoDate(expiresAtMs),
    lastActiveAt: isoDate(lastActiveAtMs),
    createdAt: isoDate(createdAtMs),
    user: { username },
    orgUid: ORGANIZATION.uid,
  };
}
