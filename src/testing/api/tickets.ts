// The tickets of the API; `state/tickets.ts` keeps them.

import { readJson, text, type JsonBody } from '../http/body.js';
import { answer, badRequest, notFound, ok, route } from '../http/envelope.js';
import type { DeskApp, DeskContext } from '../http/env.js';
import type { DeskState } from '../state/desk-state.js';
import { TICKET_ACTIONS, publicTicket, type Ticket } from '../state/tickets.js';
import { requireOrganization, requireRight } from './guards.js';
import { pageOf } from './paging.js';

const PATH = '/api/v1/ticket';

/** Adds `/api/v1/ticket/*` as on a ByteDesk server of 2026: without PUT and DELETE, with the uid in the body. */
export function addTickets(app: DeskApp, state: DeskState): void {
  addQueries(app, state);
  route(app, 'POST', `${PATH}/create`, (context) =>
    withRight(context, (body) => {
      if (!text(body, 'title')) return answer({ code: 400, message: 'i18n.ticket.title.required' });
      return ok(publicTicket(state.tickets.create({ ...changeOf(body), ...newTicket(context, body) })));
    }),
  );
  route(app, 'POST', `${PATH}/update`, (context) =>
    withTicket(context, state, (ticket, body) => {
      if (typeof body.version === 'number' && body.version !== ticket.version) {
        return answer({ status: 409, code: 409, message: 'i18n.concurrent.update' });
      }
      Object.assign(ticket, changeOf(body), { version: ticket.version + 1 });
      return ok(publicTicket(ticket));
    }),
  );
  route(app, 'POST', `${PATH}/delete`, (context) =>
    withTicket(context, state, (ticket) => {
      state.tickets.remove(ticket.uid);
      return ok(true);
    }),
  );
  for (const [action, status] of Object.entries(TICKET_ACTIONS)) {
    route(app, 'POST', `${PATH}/${action}`, (context) =>
      withTicket(context, state, (ticket) => {
        ticket.status = status;
        ticket.version += 1;
        return ok(publicTicket(ticket));
      }),
    );
  }
}

function addQueries(app: DeskApp, state: DeskState): void {
  const list = (context: DeskContext, isMeant: (ticket: Ticket) => boolean): Response =>
    requireRight(context, 'ticket:read') ??
    ok(pageOf(context, state.tickets.all().filter(isMeant).map(publicTicket)));
  const own = (context: DeskContext): Response =>
    list(context, (ticket) => ticket.reporter === context.var.user.username);
  const one = (context: DeskContext): Response => {
    const ticket = state.tickets.find(context.req.query('uid') ?? '');
    return requireRight(context, 'ticket:read') ?? (ticket ? ok(publicTicket(ticket)) : notFound());
  };

  route(
    app,
    'GET',
    `${PATH}/query/org`,
    (context) => requireOrganization(context) ?? list(context, () => true),
  );
  route(app, 'GET', `${PATH}/query/user`, own);
  route(app, 'GET', `${PATH}/query`, own);
  route(app, 'GET', `${PATH}/query/uid`, one);
  route(app, 'GET', `${PATH}/query/thread/uid`, (context) =>
    list(context, (ticket) => ticket.threadUid === context.req.query('threadUid')),
  );
  route(app, 'GET', `${PATH}/statistic`, (context) => {
    const statuses = state.tickets.all().map((ticket) => ticket.status);
    const count = (status: string): number => statuses.filter((candidate) => candidate === status).length;
    const byStatus = Object.fromEntries([...new Set(statuses)].map((status) => [status, count(status)]));
    return requireRight(context, 'ticket:read') ?? ok({ total: statuses.length, byStatus });
  });
  for (const history of ['task', 'process', 'activity']) {
    route(
      app,
      'GET',
      `${PATH}/history/${history}`,
      (context) => requireRight(context, 'ticket:read') ?? ok([]),
    );
  }
}

async function withRight(context: DeskContext, handle: (body: JsonBody) => Response): Promise<Response> {
  const refusal = requireRight(context, 'ticket:write');
  if (refusal) return refusal;
  const body = await readJson(context);
  return body ? handle(body) : badRequest('JSON parse error');
}

function withTicket(
  context: DeskContext,
  state: DeskState,
  handle: (ticket: Ticket, body: JsonBody) => Response,
): Promise<Response> {
  return withRight(context, (body) => {
    const ticket = state.tickets.find(text(body, 'uid'));
    return ticket ? handle(ticket, body) : notFound();
  });
}

function newTicket(context: DeskContext, body: JsonBody): Pick<Ticket, 'title' | 'reporter'> {
  return { title: text(body, 'title'), reporter: context.var.user.username };
}

function changeOf(body: JsonBody): Partial<Ticket> {
  const names = ['title', 'description', 'priority', 'status', 'assigneeUid', 'threadUid'] as const;
  return Object.fromEntries(names.filter((name) => text(body, name)).map((name) => [name, text(body, name)]));
}
