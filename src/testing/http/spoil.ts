// Spoils answers as the settings `slow` and `fail` say.

import type { DeskState } from '../state/desk-state.js';
import type { Failure } from '../state/settings.js';
import type { Pending } from './pending.js';
import { answer } from './envelope.js';
import type { DeskContext, DeskNext } from './env.js';

const HTML = '<!doctype html><html lang="en"><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1></html>';

/** The header by which the server adapter knows that the answer has been sent already. */
export const ALREADY_SENT = 'x-hono-already-sent';

/** Applies `slow` and `fail`, before any route is reached. */
export function spoil(state: DeskState, pending: Pending) {
  return async (context: DeskContext, next: DeskNext): Promise<Response | void> => {
    if (state.settings.slow > 0) await pending.wait(state.settings.slow);
    const failure = takeFailure(state, context);
    if (!failure) return next();
    switch (failure.as) {
      case 'never':
        await pending.forever(context.env.outgoing);
        return new Response(null, { headers: { [ALREADY_SENT]: 'true' } });
      case 'cut':
        return cut(context);
      case 'html':
        return new Response(HTML, { headers: { 'content-type': 'text/html' } });
      case 'not-json':
        return new Response('{"message":"succ', { headers: { 'content-type': 'application/json' } });
      case 'wrong-type':
        await next();
        context.res.headers.set('content-type', 'text/plain');
        return undefined;
      default:
        return statusAnswer(context.req.path, failure.as);
    }
  };
}

function takeFailure(state: DeskState, context: DeskContext): Failure | undefined {
  const { path, method } = context.req;
  const failure = state.settings.fail.find(
    (candidate) =>
      candidate.count !== 0 &&
      path.startsWith(candidate.path ?? '/api/') &&
      (!candidate.method || candidate.method.toUpperCase() === method),
  );
  if (failure?.count === undefined) return failure;
  const rest = { ...failure, count: failure.count - 1 };
  state.settings.fail = state.settings.fail.map((candidate) => (candidate === failure ? rest : candidate));
  return failure;
}

function statusAnswer(path: string, status: number): Response {
  if (status === 401) {
    const message = 'Full authentication is required to access this resource';
    return answer({ status, code: 401, message, data: path });
  }
  return answer({ status, code: status, message: `i18n.stand.in.${status}` });
}

function cut(context: DeskContext): Response {
  const { outgoing } = context.env;
  outgoing.writeHead(200, {
    'content-type': 'application/json',
    'content-length': '4096',
    'access-control-allow-origin': '*',
  });
  outgoing.write('{"message":"success","code":200,"data":{', () => outgoing.destroy());
  return new Response(null, { headers: { [ALREADY_SENT]: 'true' } });
}
