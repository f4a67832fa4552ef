import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createStorage, type Driver, type Storage } from 'unstorage';
import { findRunTime } from '../../scripts/setup/run-times.mjs';
import { createTokenHandler } from '../../src/server.js';
import { AGENT, withDesk } from '../testing/desk-client.js';
import { ENCRYPTION_KEY } from './host-app.js';
import { TestCluster, TestRedis, withoutRedis } from './redis.js';
import { withoutRunTime } from './run-times.js';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, ROOT), 'utf8');
const [english, chinese] = await Promise.all(
  ['docs/token-endpoint.md', 'docs/token-endpoint.zh-CN.md'].map(read),
);

const snippets = (text = ''): string[] =>
  [...text.matchAll(/^```(?:js|sh)\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
const [setUp = '', page = '', signOut = '', , several = '', newKey = '', ...further] = snippets(english);
const [cluster = '', , database = '', keys = '', worker = ''] = further;

/** Where an import of a snippet is in this repository. */
const MODULES: Readonly<Record<string, string>> = {
  'bytedesk-embed/server': new URL('src/server.ts', ROOT).href,
  unstorage: import.meta.resolve('unstorage'),
  'unstorage/drivers/redis': import.meta.resolve('unstorage/drivers/redis'),
  'unstorage/drivers/db0': import.meta.resolve('unstorage/drivers/db0'),
  db0: import.meta.resolve('db0'),
  'db0/connectors/node-sqlite': import.meta.resolve('db0/connectors/node-sqlite'),
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

/** Writes snippets as the modules that they are, against a desk of this test; gives the folder. */
async function writeSnippets(files: Record<string, string>, api: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bytedesk-docs-'));
  for (const [name, code] of Object.entries({ ...files, 'your-app.js': YOUR_APP })) {
    const made = code
      .replaceAll('https://desk.example.com', api)
      .replace(/from '([^']+)'/g, (all, path: string) => (MODULES[path] ? `from '${MODULES[path]}'` : all));
    await writeFile(join(folder, name), made);
  }
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

/** Runs them; the last one is the one that counts. */
async function runSnippets<T = Made>(files: Record<string, string>, api: string): Promise<T> {
  const folder = await writeSnippets(files, api);
  try {
    return (await import(pathToFileURL(join(folder, Object.keys(files).at(-1) ?? '')).href)) as T;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Asks the handlers of the database's snippet, in a process that ends at once. */
const ASK = `
  import { deskToken, deskLogout } from './desk.js';
  const headers = { origin: 'https://crm.example.com', cookie: 'session=1', 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: '{"reason":"initial"}' };
  const handle = process.argv[2] === 'logout' ? deskLogout : deskToken;
  const answer = await handle(new Request('https://crm.example.com/desk', init));
  console.log(JSON.stringify([answer.status, answer.status === 204 ? null : await answer.json()]));
`;

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
        try {
          assert.equal((await deskToken(request('{"reason":"initial"}'))).status, 200);
          assert.equal((await options.storage.getKeys()).length, 1);
        } finally {
          // A client that is left open connects again and again, and keeps this process alive.
          await options.storage.dispose();
        }
      });
    } finally {
      delete process.env.REDIS_URL;
      delete process.env.DESK_TOKEN_KEY;
      await redis.stop();
    }
  });

  it('runs on a cluster as told', { skip: withoutRedis }, async () => {
    const nodes = await TestCluster.start();
    const here = `{ host: '127.0.0.1', port: ${nodes.nodes[1]?.port} }`;
    const code = cluster.replace("{ host: '10.0.0.1', port: 6379 }", here);
    const { driver } = await runSnippets<{ driver: Driver }>({ 'cluster.js': code }, 'http://127.0.0.1:9');
    const storage = createStorage({ driver });
    try {
      await Promise.all(Array.from({ length: 20 }, (_, at) => storage.setItem(`key-${at}`, 'value')));
      assert.ok(nodes.keys().every((names) => names.length > 0));
    } finally {
      await storage.dispose();
      await nodes.stop();
    }
  });

  const program = withoutRunTime('Node 24') ? undefined : findRunTime('Node 24');
  it('knows its tokens again after a restart, with a file', { skip: !program && 'no Node 24' }, async () => {
    await withDesk({}, async (desk) => {
      const folder = await writeSnippets({ 'desk.js': database, 'ask.js': ASK }, desk.api);
      const ask = async (what = 'token'): Promise<[status: number, body: { accessToken: string }]> => {
        const args = ['--import', import.meta.resolve('tsx'), 'ask.js', what];
        const file = join(folder, 'tokens.sqlite');
        const env = { ...process.env, TOKEN_DATABASE: file, DESK_TOKEN_KEY: ENCRYPTION_KEY };
        const { stdout } = await promisify(execFile)(program ?? '', args, { cwd: folder, env });
        return JSON.parse(stdout) as [number, { accessToken: string }];
      };
      const statusOf = async (token: string): Promise<number> => {
        const headers = { authorization: `Bearer ${token}` };
        return (await fetch(`${desk.api}/api/v1/user/profile`, { headers })).status;
      };
      try {
        const [status, { accessToken }] = await ask();
        assert.equal(status, 200);
        assert.deepEqual(await ask(), [200, { ...(await ask())[1], accessToken }]);
        assert.equal(desk.requests().filter(({ path }) => path === '/auth/v1/login').length, 1);
        assert.equal((await ask('logout'))[0], 204);
        assert.equal(await statusOf(accessToken), 401);
        const stored = await readFile(join(folder, 'tokens.sqlite'), 'latin1');
        assert.doesNotMatch(stored, /not-a-secret|example\.com/);
        assert.ok(!stored.includes(accessToken.split('.')[1] ?? ''));
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });

  it('takes the keys as told', async () => {
    const [fresh, old] = ['a', 'b'].map((letter) => letter.repeat(42) + 'A');
    Object.assign(process.env, { DESK_TOKEN_KEY: fresh, DESK_TOKEN_KEY_OLD: old });
    const api = 'https://desk.example.com';
    const { encryptionKey } = await runSnippets<{ encryptionKey: string[] }>({ 'keys.js': keys }, api);
    assert.deepEqual(encryptionKey, [fresh, old]);
    createTokenHandler({ api, authorize: () => null, credentials: () => null, encryptionKey });
    delete process.env.DESK_TOKEN_KEY;
    delete process.env.DESK_TOKEN_KEY_OLD;
  });

  it('is a worker as told', async () => {
    await withDesk({}, async (desk) => {
      const options = setUp.replace('const options', 'export const options');
      interface Worker {
        readonly default: {
          fetch(request: Request, environment: object, context: object): Promise<Response>;
        };
      }
      const made = await runSnippets<Worker>({ 'options.js': options, 'worker.js': worker }, desk.api);
      const work: Promise<unknown>[] = [];
      const context = { waitUntil: (promise: Promise<unknown>) => void work.push(promise) };
      const answer = await made.default.fetch(request('{"reason":"initial"}'), {}, context);
      assert.equal(answer.status, 200);
      assert.ok(work.length > 0);
      const other = await made.default.fetch(new Request(`${HOST}/other`), {}, context);
      assert.equal(other.status, 404);
    });
  });

  it('makes a key of 32 bytes', () => {
    assert.match(newKey, /randomBytes\(32\)\.toString\('base64url'\)/);
  });
});
