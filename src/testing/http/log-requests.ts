// Fills the log that a test reads as `requests()`.

import type { DeskState } from '../state/desk-state.js';
import { ALREADY_SENT } from './spoil.js';
import type { DeskContext, DeskNext } from './env.js';

/** Notes every request before anything else happens to it, and its status afterwards. */
export function logRequests(state: DeskState) {
  return async (context: DeskContext, next: DeskNext): Promise<void> => {
    if (context.req.path.startsWith('/__stand-in__/')) return next();
    const id = state.log.add({
      method: context.req.method,
      path: context.req.path,
      query: { ...context.req.query() },
      headers: { ...context.req.header() },
      timeMs: state.now(),
    });
    context.set('logId', id);
    if (context.req.method === 'POST') await noteBody(state, context, id);
    await next();
    if (!context.res.headers.has(ALREADY_SENT)) state.log.note(id, { status: context.res.status });
  };
}

async function noteBody(state: DeskState, context: DeskContext, id: number): Promise<void> {
  try {
    const body: unknown = JSON.parse(await context.req.text());
    if (typeof body === 'object' && body !== null) state.log.note(id, { bodyFields: Object.keys(body) });
  } catch {
    // A body that is no JSON has no fields to note.
  }
}
