// The part of the API that the agent console calls.

import { readJson, text } from '../http/body.js';
import { answer, badRequest, notFound, ok, route } from '../http/envelope.js';
import type { DeskApp, DeskContext } from '../http/env.js';
import { publicMessage, publicThread, type Thread } from '../state/conversations.js';
import type { DeskState } from '../state/desk-state.js';
import { requireOrganization } from './guards.js';
import { pageOf } from './paging.js';

const STATUSES = ['AVAILABLE', 'BUSY', 'OFFLINE'];

/** Adds conversations, messages, unread counts and the agent's own status. */
export function addConversations(app: DeskApp, state: DeskState): void {
  addThreads(app, state);
  addMessages(app, state);
  addAgent(app, state);
}

function addThreads(app: DeskApp, state: DeskState): void {
  route(app, 'GET', '/api/v1/thread/query', (context) =>
    ok(pageOf(context, ownThreads(context, state).map(publicThread))),
  );
  route(app, 'GET', '/api/v1/thread/query/uid', (context) => {
    const thread = state.conversations.find(context.var.user.username, context.req.query('uid') ?? '');
    return thread ? ok(publicThread(thread)) : notFound();
  });
  route(app, 'POST', '/api/v1/thread/close', async (context) => {
    const body = await readJson(context);
    if (!body) return badRequest('JSON parse error');
    const thread = state.conversations.find(context.var.user.username, text(body, 'uid'));
    if (!thread) return notFound();
    thread.state = 'CLOSED';
    return ok(publicThread(thread));
  });
}

function addMessages(app: DeskApp, state: DeskState): void {
  const byTopic = (name: string) => (context: DeskContext) => {
    const thread = state.conversations.find(context.var.user.username, context.req.query(name) ?? '');
    if (!thread) return notFound();
    return ok(
      pageOf(
        context,
        [...thread.messages].reverse().map((message) => publicMessage(message, thread)),
      ),
    );
  };
  route(app, 'GET', '/api/v1/message/query/topic', byTopic('topic'));
  route(app, 'GET', '/api/v1/message/query/thread/uid', byTopic('threadUid'));
  route(app, 'GET', '/api/v1/message/query/org', (context) => {
    const all = ownThreads(context, state).flatMap((thread) =>
      thread.messages.map((message) => publicMessage(message, thread)),
    );
    return requireOrganization(context) ?? ok(pageOf(context, all));
  });
  route(app, 'GET', '/api/v1/message/ping', () => ok('pong'));
  route(app, 'POST', '/api/v1/message/rest/send', async (context) => {
    const body = await readJson(context);
    if (!body) return badRequest('JSON parse error');
    const thread = state.conversations.find(context.var.user.username, text(body, 'topic'));
    if (!thread) return notFound();
    if (!text(body, 'content')) return answer({ code: 400, message: 'i18n.message.empty' });
    return ok(publicMessage(state.conversations.say(thread, text(body, 'content'), true), thread));
  });
  route(app, 'GET', '/api/v1/message_unread/query', (context) => {
    const unread = ownThreads(context, state).filter((thread) => thread.unreadCount > 0);
    return ok(unread.map(({ uid, topic, unreadCount }) => ({ threadUid: uid, topic, unreadCount })));
  });
  route(app, 'POST', '/api/v1/message_unread/clear', async (context) => {
    const body = await readJson(context);
    if (!body) return badRequest('JSON parse error');
    const thread = state.conversations.find(context.var.user.username, text(body, 'threadUid'));
    if (!thread) return notFound();
    thread.unreadCount = 0;
    return ok(true);
  });
}

function addAgent(app: DeskApp, state: DeskState): void {
  const agentOf = (context: DeskContext): Record<string, unknown> => ({
    uid: `agent-${context.var.user.uid}`,
    nickname: context.var.user.nickname,
    status: state.agentStatus.get(context.var.user.username) ?? 'AVAILABLE',
  });
  route(app, 'GET', '/api/v1/agent/query', (context) => ok(agentOf(context)));
  route(app, 'POST', '/api/v1/agent/update/status', async (context) => {
    const body = await readJson(context);
    if (!body) return badRequest('JSON parse error');
    if (!STATUSES.includes(text(body, 'status'))) return answer({ code: 400, message: 'i18n.agent.status' });
    state.agentStatus.set(context.var.user.username, text(body, 'status'));
    return ok(agentOf(context));
  });
}

function ownThreads(context: DeskContext, state: DeskState): Thread[] {
  return state.conversations.of(context.var.user.username);
}
