// Joins the parts of the stand-in desk in the order in which a request passes them.

import type { Hono } from 'hono';
import { addConversations } from './api/conversations.js';
import { addLogin } from './api/login.js';
import { addTickets } from './api/tickets.js';
import { addTokenAdmin } from './api/token-admin.js';
import { addTokenLogin } from './api/token-login.js';
import { addUser } from './api/user.js';
import type { DeskControl } from './desk-control.js';
import type { DeskState } from './state/desk-state.js';
import { authFilter } from './http/auth-filter.js';
import { addControl } from './control.js';
import { cors, defaultHeaders } from './http/cors.js';
import { deliver } from './http/deliver.js';
import { answer } from './http/envelope.js';
import type { DeskApp, DeskEnv } from './http/env.js';
import { logRequests } from './http/log-requests.js';
import { addPages, keepToSite } from './http/pages.js';
import type { Pending } from './http/pending.js';
import { spoil } from './http/spoil.js';

/**
 * Puts the whole desk together. The caller hands in the router's class, since its package is loaded only when needed.
 */
export function createApp(
  Router: typeof Hono,
  parts: { state: DeskState; control: DeskControl; pending: Pending },
): DeskApp {
  const { state, control, pending } = parts;
  const app = new Router<DeskEnv>({ getPath: (request) => pathBelow(state.basePath, request.url) });
  app.use(logRequests(state), deliver(state, pending), cors);
  addControl(app, control);
  app.use(keepToSite, defaultHeaders, spoil(state, pending), authFilter(state));
  addLogin(app, state);
  addTokenLogin(app, state);
  addUser(app, state);
  addTokenAdmin(app, state);
  addConversations(app, state);
  addTickets(app, state);
  addPages(app, state, pending);
  app.onError((error) => answer({ code: 500, message: `stand-in desk: ${error.message}` }));
  return app;
}

// A path outside the base path matches nothing, as behind a proxy that knows that prefix only.
function pathBelow(basePath: string, url: string): string {
  const { pathname } = new URL(url);
  if (!basePath) return pathname;
  if (pathname === basePath) return '/';
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : '/outside-base-path';
}
