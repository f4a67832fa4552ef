// The shape of the desk's answers, and how a route is registered.

import type { DeskApp, DeskHandler } from './env.js';

/** An answer of the desk's API: `{ message, code, data }`, whose `code` may differ from the HTTP status. */
export interface Answer {
  readonly status?: number;
  readonly code?: number;
  readonly message?: string;
  readonly data?: unknown;
}

/** Sends the envelope, by default with HTTP 200, `code` 200 and "success". */
export function answer({ status = 200, code = 200, message = 'success', data = false }: Answer): Response {
  return new Response(JSON.stringify({ message, code, data }), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

export function ok(data: unknown): Response {
  return answer({ data });
}

/** Refuses with HTTP 200 and `code` -1, as the desk refuses most sign-ins. */
export function refuse(message: string, code = -1): Response {
  return answer({ code, message });
}

export function forbidden(message = 'i18n.access.denied'): Response {
  return answer({ status: 403, code: 403, message });
}

export function badRequest(message: string): Response {
  return answer({ status: 400, code: 400, message });
}

/** Answers HTTP 200 with `code` 404, as the desk does for unknown paths and unknown uids alike. */
export function notFound(message = 'i18n.resource.not.found'): Response {
  return answer({ code: 404, message });
}

/** Registers a path with its one verb. Every other verb is answered with HTTP 400, `code` 400. */
export function route(app: DeskApp, verb: 'GET' | 'POST', path: string, handler: DeskHandler): void {
  app.on(verb, path, handler);
  app.all(path, (context) => badRequest(`Request method '${context.req.method}' is not supported`));
}
