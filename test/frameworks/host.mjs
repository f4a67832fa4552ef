import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

function fileFor(folder, path) {
  const plain = join(folder, normalize(decodeURIComponent(path)));
  return [plain, `${plain}.html`, join(plain, 'index.html')].find(isFile);
}

/**
 * A host application's web server: the built site, and its token endpoint at `/desk/token`.
 * `tokens` says what the endpoint answers: a function that gives a token, or null for "not signed in".
 */
export async function startHost(folder, tokens) {
  const asked = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/desk/token') return void answer(request, response);
    const file = fileFor(folder, pathname);
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });

  async function answer(request, response) {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { reason } = JSON.parse(body);
    asked.push(reason);
    const accessToken = await tokens(reason);
    response.writeHead(accessToken ? 200 : 401, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
    response.end(
      JSON.stringify(accessToken ? { accessToken } : { code: 'unauthorized', message: 'Sign in.' }),
    );
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // Another site than the desk, as in the field.
    url: `http://localhost:${server.address().port}/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
