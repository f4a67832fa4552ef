// A host of its own process: takes a port, and serves the token handler beside a handler that does nothing.
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { RequestHandler } from '../../src/server.js';
import { tokenHandler } from './desk-function.js';

const token = tokenHandler();
const empty: RequestHandler = async () => Response.json({ accessToken: '', expiresAt: '' });
const answer = (request: Request): Promise<Response> =>
  request.url.endsWith('/empty') ? empty(request) : token(request);
const listener = getRequestListener(answer, { overrideGlobalObjects: false });
createServer((incoming, outgoing) => void listener(incoming, outgoing)).listen(
  Number(process.argv[2]),
  '127.0.0.1',
);
