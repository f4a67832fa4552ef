// The headers that the real desk puts on every answer.

import type { DeskContext, DeskNext } from './env.js';

const VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

/**
 * CORS as on a ByteDesk server of 2026: any origin, no credentials, requested methods and headers echoed, no exposed
 * headers, no max age; also on errors.
 */
export async function cors(context: DeskContext, next: DeskNext): Promise<Response | void> {
  const origin = context.req.header('origin');
  const askedMethod = context.req.header('access-control-request-method');
  if (context.req.method === 'OPTIONS' && origin && askedMethod) return preflight(context, askedMethod);
  await next();
  context.res.headers.append('vary', VARY);
  if (origin) context.res.headers.set('access-control-allow-origin', '*');
  return undefined;
}

function preflight(context: DeskContext, askedMethod: string): Response {
  const headers = new Headers({
    vary: VARY,
    'access-control-allow-origin': '*',
    'access-control-allow-methods': askedMethod,
  });
  const askedHeaders = context.req.header('access-control-request-headers');
  if (askedHeaders) headers.set('access-control-allow-headers', askedHeaders);
  return new Response(null, { status: 200, headers });
}

/** Headers that the framework of the real desk puts on every answer. An answer that sets its own caching keeps it. */
export async function defaultHeaders(context: DeskContext, next: DeskNext): Promise<void> {
  await next();
  const { headers } = context.res;
  headers.set('x-content-type-options', 'nosniff');
  if (headers.has('cache-control')) return;
  headers.set('cache-control', 'no-cache, no-store, max-age=0, must-revalidate');
  headers.set('pragma', 'no-cache');
  headers.set('expires', '0');
}
