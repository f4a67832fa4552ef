// Answers requests for the pages of the consoles and their files.

import { createHash } from 'node:crypto';
import { consolePage, consoleFile, type ConsoleFile } from '../console/console-files.js';
import type { ConsoleName } from '../console/console-name.js';
import { landingPage } from '../console/landing-page.js';
import type { DeskState } from '../state/desk-state.js';
import { answer, notFound } from './envelope.js';
import type { DeskApp, DeskContext, DeskNext } from './env.js';
import type { Pending } from './pending.js';
import { ALREADY_SENT } from './spoil.js';

/**
 * The paths that have the index page: `/agent`, `/agent/` and up to four further segments, none of them dotted and none
 * empty; the same for `/admin`. So it is on a ByteDesk server of 2026: deeper, dotted and slash-ended paths have no
 * page.
 */
export const CONSOLE_PATH = /^\/(agent|admin)(?:\/|(?:\/[^/.]+){1,4})?$/;

/** Limits a port: one that belongs to a console has nothing but its pages, while the API's port has everything. */
export async function keepToSite(context: DeskContext, next: DeskNext): Promise<Response | void> {
  const { site } = context.env;
  const isOwn = site === 'all' || site === 'api' || new RegExp(`^/${site}(/|$)`).test(context.req.path);
  return isOwn ? next() : notFound();
}

/** Adds the pages of the consoles and their files. Every path that is left over answers HTTP 200 with `code` 404. */
export function addPages(app: DeskApp, state: DeskState, pending: Pending): void {
  app.get('/', () => html(landingPage(state)));
  app.get('/vendor/never.js', async (context) => {
    await pending.forever(context.env.outgoing);
    return new Response(null, { headers: { [ALREADY_SENT]: 'true' } });
  });
  app.get('*', (context, next) => servePage(context, state) ?? next());
  app.notFound((context) => {
    // Paths of the enterprise edition answer 405 on the community edition.
    if (context.req.path.includes('/vip/'))
      return answer({ status: 405, code: 405, message: 'i18n.vip.only' });
    return notFound();
  });
}

function servePage(context: DeskContext, state: DeskState): Response | null {
  const { path } = context.req;
  const name = /^\/(agent|admin)(?:\/|$)/.exec(path)?.[1] as ConsoleName | undefined;
  if (!name) return null;
  const file = consoleFile(state, name, path.slice(`/${name}/`.length));
  if (file) return keptFile(context, state, file);
  return CONSOLE_PATH.test(path)
    ? withFraming(state, keptFile(context, state, consolePage(state, name)))
    : null;
}

function withFraming(state: DeskState, response: Response): Response {
  const { refuseFraming } = state.settings;
  if (refuseFraming === 'x-frame-options') response.headers.set('x-frame-options', 'DENY');
  if (refuseFraming === 'frame-ancestors')
    response.headers.set('content-security-policy', "frame-ancestors 'none'");
  return response;
}

// A file with a hash in its name never changes. For any other file the browser asks whether its copy is still valid.
function keptFile(context: DeskContext, state: DeskState, file: ConsoleFile): Response {
  const headers = new Headers({ 'content-type': file.type });
  if (state.settings.caching === 'no-store') return new Response(file.text, { headers });
  headers.set('cache-control', file.isForever ? 'public, max-age=31536000, immutable' : 'no-cache');
  const etag = `W/"${createHash('sha256').update(file.text).digest('hex').slice(0, 16)}"`;
  headers.set('etag', etag);
  const isKnown = context.req
    .header('if-none-match')
    ?.split(/\s*,\s*/)
    .includes(etag);
  return isKnown ? new Response(null, { status: 304, headers }) : new Response(file.text, { headers });
}

function html(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'text/html;charset=UTF-8' } });
}
