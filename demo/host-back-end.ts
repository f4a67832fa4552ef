import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import type { DeskSource, TokenRequest } from './desk-source.js';

const MAX_BODY = 10_000;

function reply(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk as string;
    if (text.length > MAX_BODY) throw new Error('body too large');
  }
  return JSON.parse(text || '{}');
}

/** Why a request may not have a token, if it may not: only this server's own pages may. */
function refusal({ method, headers }: IncomingMessage): [number, string] | undefined {
  if (method !== 'POST') return [405, 'Use POST.'];
  if (!headers.origin || headers.origin !== `http://${headers.host}`)
    return [403, 'Only for the demo pages.'];
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) return [415, 'Send application/json.'];
  return undefined;
}

function wanted(query: URLSearchParams, body: unknown): TokenRequest {
  const { reason } = (body ?? {}) as { reason?: unknown };
  const seconds = query.get('seconds');
  return {
    reason: typeof reason === 'string' ? reason : 'initial',
    user: query.get('user') ?? undefined,
    seconds: seconds === null || !Number.isFinite(Number(seconds)) ? undefined : Number(seconds),
  };
}

async function token(desk: DeskSource, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refused = refusal(request);
  if (refused) return reply(response, refused[0], { code: 'forbidden', message: refused[1] });
  let body: unknown;
  try {
    body = await readBody(request);
  } catch {
    return reply(response, 400, { code: 'server-error', message: 'Send one small JSON object.' });
  }
  try {
    const query = new URL(request.url ?? '/', 'http://demo').searchParams;
    reply(response, 200, { accessToken: await desk.token(wanted(query, body)) });
  } catch (error) {
    reply(response, 502, {
      code: 'login-failed',
      message: error instanceof Error ? error.message : String(error),
    });
  }
}

/** What a host's own back end does, small enough for a demo: a token endpoint and the desk's address. */
export function hostBackEnd(desk: DeskSource): Plugin {
  const { server, api, standIn, users } = desk;
  return {
    name: 'demo-host-back-end',
    configureServer({ middlewares }) {
      middlewares.use('/demo/token', (request, response) => void token(desk, request, response));
      middlewares.use('/demo/config.json', (_request, response) => {
        reply(response, 200, { server, api, standIn, users });
      });
    },
  };
}
