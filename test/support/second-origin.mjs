import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };

async function fixture(pathname) {
  const file = await realpath(join(FIXTURES, decodeURIComponent(pathname))).catch(() => '');
  if (!file.startsWith(FIXTURES + sep)) return undefined;
  return (await stat(file)).isFile() ? file : undefined;
}

async function answer(pages, request, response) {
  const { pathname } = new URL(request.url, 'http://fixtures');
  const page = pages.get(pathname);
  if (page) return void response.writeHead(200, page.headers).end(page.html);
  const file = await fixture(pathname);
  if (!file) return void response.writeHead(404).end('no such fixture');
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
  createReadStream(file).pipe(response);
}

/** Serves test/fixtures and the stored host pages on 127.0.0.1: cross-site to the tests, and no desk either. */
export async function startSecondOrigin(pages) {
  const server = createServer((request, response) => {
    answer(pages, request, response).catch(() => response.destroy());
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  server.unref();
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}
