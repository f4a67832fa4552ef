// Serves the recipe's route as Next.js does: by the exported functions, with the path's parameters as a promise.
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getRequestListener } from '@hono/node-server';

type Answer = (request: Request, context: { params: Promise<{ action: string }> }) => Promise<Response>;

const file = pathToFileURL(resolve('app/desk/[action]/route.ts'));
const route = (await import(file.href)) as Record<string, Answer | undefined>;

async function answer(request: Request): Promise<Response> {
  const action = new URL(request.url).pathname.replace(/^\/desk\//, '');
  const exported = route[request.method];
  return exported
    ? exported(request, { params: Promise.resolve({ action }) })
    : new Response(null, { status: 405 });
}

const listener = getRequestListener(answer, { overrideGlobalObjects: false });
createServer((request, response) => void listener(request, response)).listen(
  Number(process.env.PORT),
  '127.0.0.1',
);
