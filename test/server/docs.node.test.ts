import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'node:test';
import type { Storage } from 'unstorage';
import { AGENT, withDesk } from '../testing/desk-client.js';
import { ENCRYPTION_KEY } from './host-app.js';
import { TestRedis, withoutRedis } from './redis.js';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, ROOT), 'utf8');
const [english, chinese] = await Promise.all(
  ['docs/token-endpoint.md', 'docs/token-endpoint.zh-CN.md'].map(read),
);

const snippets = (text = ''): string[] =>
  [...text.matchAll(/^```(?:js|sh)\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
const [setUp = '', page = '', signOut = '', , several = '', newKey = ''] = snippets(english);

/** Where an import of a snippet is in this repository. */
const MODULES: Readonly<Record<string, string>> = {
  'bytedesk-embed/server': new URL('src/server.ts', ROOT).href,
  unstorage: import.meta.resolve('unstorage'),
  'unstorage/drivers/redis': import.meta.resolve('unstorage/drivers/redis'),
};

const YOUR_APP = `
  export const userOf = (request) => (request.headers.get('cookie') === 'session=1' ? { id: '1' } : null);
  export const deskLoginOf = () => (${JSON.stringify(AGENT)});
`;

type Handler = (request: Request) => Promise<Response>;

/** What the snippets export, in all. */
interface Made {
  readonly deskToken: Handler;
  readonly signOutOfDesk: Handler;
  readonly pageWith: (
    fetch: (path: string, init: RequestInit) => Promise<Response>,
  ) => () => Promise<{ accessToken: string }>;
  readonly options: { readonly storage: Storage };
}

/** Runs snippets as the modules that they are, against a desk of this test. */
async function runSnippets(files: Record<string, string>, api: string): Promise<Made> {
  const folder = await mkdtemp(join(tmpdir(), 'bytedesk-docs-'));
  try {
    for (const [name, code] of Object.entries({ ...files, 'your-app.js': YOUR_APP })) {
      const made = code
        .replaceAll('https://desk.example.com', api)
        .replace(/from '([^']+)'/g, (all, path: string) => (MODULES[path] ? `from '${MODULES[path]}'` : all));
      await writeFile(join(folder, name), made);
    }
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    return (await import(pathToFileURL(join(folder, Object.keys(files).at(-1) ?? '')).href)) as Made;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const HOST = 'https://crm.example.com';
const request = (body?: string): Request =>
  new Request(`${HOST}/desk/token`, {
    method: 'POST',
    headers: { origin: HOST, cookie: 'session=1', 'content-type': 'application/json' },
    body,
  });

describe('docs/token-endpoint', () => {
  it('has the same snippets, codes, statuses and options in both languages', () => {
    assert.deepEqual(snippets(chinese), snippets(english));
    const firstCells = (text = ''): (string | undefined)[] =>
      [...text.matchAll(/^\| (`\w+`|\d+) +\| +(`[^`]+`)?/gm)].map(([, name, code]) =>
        /^\d/.test(name ?? '') ? `${name} ${code}` : name,
      );
    assert.deepEqual(firstCells(chinese), firstCells(english));
    assert.ok(firstCells(english).length > 30);
  });

  it('names every code with its status, every option, and every event', async () => {
    const [answers, options, events] = await Promise.all(
      ['answers', 'options', 'log-event'].map((name) => read(`src/server/${name}.ts`)),
    );
    const codes = [...(answers ?? '').matchAll(/^ {2}'?([\w-]+)'?: \[(\d{3}),/gm)];
    assert.ok(codes.length > 15);
    for (const [, code, status] of codes)
      assert.match(english ?? '', new RegExp(`\\| ${status} +\\| \`${code}\``));
    const [, body = ''] = /export interface TokenEndpointOptions.*?\{\n(.*?)\n\}/s.exec(options ?? '') ?? [];
    const names = [...body.matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name);
    assert.ok(names.length > 10);
    for (const name of names) assert.ok(english?.includes(`| \`${name}\` `), name);
    const types = [...(events ?? '').matchAll(/type: ('[\w-]+'(?: \| '[\w-]+')*)/g)].flatMap(
      ([, list = '']) => list.match(/[\w-]+/g) ?? [],
    );
    for (const type of types) assert.ok(english?.includes(`\`${type}\``), type);
  });

  it('sets up two handlers that the page can ask and the sign-out route can call', async () => {
    await withDesk({}, async (desk) => {
      const pageModule = `export const pageWith = (fetch) => {\n${page}\nreturn deskToken;\n};`;
      const all = `export * from './desk.js';\nexport * from './page.js';\n${signOut}`;
      const made = await runSnippets(
        { 'desk.js': setUp, 'page.js': pageModule, 'sign-out.js': all },
        desk.api,
      );
      const viaHandler = (path: string, init: RequestInit): Promise<Response> =>
        made.deskToken(
          new Request(HOST + path, {
            ...init,
            headers: { ...(init.headers as Record<string, string>), origin: HOST, cookie: 'session=1' },
          }),
        );
      const { accessToken } = await made.pageWith(viaHandler)();
      assert.equal((await made.signOutOfDesk(request('{}'))).status, 204);
      const headers = { authorization: `Bearer ${accessToken}` };
      assert.equal((await fetch(`${desk.api}/api/v1/user/profile`, { headers })).status, 401);
    });
  });

  it('runs on Redis as told', { skip: withoutRedis }, async () => {
    const redis = await TestRedis.start();
    process.env.REDIS_URL = `redis://127.0.0.1:${redis.port}`;
    process.env.DESK_TOKEN_KEY = ENCRYPTION_KEY;
    try {
      await withDesk({}, async (desk) => {
        const { deskToken, options } = await runSnippets({ 'desk.js': several }, desk.api);
        assert.equal((await deskToken(request('{"reason":"initial"}'))).status, 200);
        assert.equal((await options.storage.getKeys()).length, 1);
        await options.storage.dispose();
      });
    } finally {
      delete process.env.REDIS_URL;
      delete process.env.DESK_TOKEN_KEY;
      await redis.stop();
    }
  });

  it('makes a key of 32 bytes', () => {
    assert.match(newKey, /randomBytes\(32\)\.toString\('base64url'\)/);
  });
});
