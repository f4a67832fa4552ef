import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ROOT, snippetsOf, writeRecipes } from './snippets.js';

const NODE_FILES = ['desk.mjs', 'node.mjs', 'hono.mjs', 'express.mjs', 'fastify.mjs'];
const ROUTE = 'app/desk/[action]/route.ts';
const files = snippetsOf('recipes.md').flatMap(({ file }) => file ?? []);

const readPage = (page: string): string => readFileSync(join(ROOT, 'docs', page), 'utf8');

/** How GitHub names the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

describe('docs/recipes', () => {
  it('have the same code in both languages', () => {
    assert.deepEqual(snippetsOf('recipes.zh-CN.md'), snippetsOf('recipes.md'));
  });

  it('have no code that no test runs, but for installing and nginx', () => {
    const unnamed = snippetsOf('recipes.md').filter(({ file }) => !file);
    assert.deepEqual(
      unnamed.map(({ language }) => language),
      ['sh', 'nginx'],
    );
    const others = ['page.mjs', 'desk.py', 'desk.php', 'Desk.java', 'Json.java', 'desk.sh', ROUTE];
    assert.deepEqual([...files].sort(), [...NODE_FILES, ...others].sort());
  });

  for (const page of ['recipes.md', 'recipes.zh-CN.md']) {
    it(`lead to headings that are there in ${page}`, () => {
      const text = readPage(page);
      const links = [...text.matchAll(/\]\(([\w.-]+\.md)?(?:#([^)]+))?\)/g)];
      assert.ok(links.length > 15);
      for (const [link, other = page, anchor] of links) {
        const headings = [...readPage(other).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
          anchorOf(heading),
        );
        assert.ok(anchor === undefined || headings.includes(anchor), link);
      }
    });
  }

  it('hold no secret, and make no code that sends one to a page', () => {
    const page = snippetsOf('recipes.md').find(({ file }) => file === 'page.mjs')?.code ?? '';
    assert.doesNotMatch(page, /password|username/i);
    for (const { code } of snippetsOf('recipes.md'))
      assert.doesNotMatch(code, /not-a-secret|eyJ[\w-]{5}|password['"]?\s*[:=]>?\s*['"][^'"%…\\]/i);
  });

  it('have the types that Next.js, Express, Fastify and Hono expect', () => {
    const recipes = writeRecipes();
    const config = {
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: { allowJs: true, checkJs: true, noImplicitAny: false, rootDir: '/', types: ['node'] },
      files: [ROUTE, ...NODE_FILES],
    };
    writeFileSync(join(recipes.folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', recipes.folder], { encoding: 'utf8' });
    recipes.remove();
    assert.equal(status, 0, stdout);
  });
});

describe('the recipe for the page', () => {
  it('hands the token to the element, at the start and when one has ended', async () => {
    const recipes = writeRecipes();
    const asked: unknown[] = [];
    type Listener = (event: { detail: { reason: string } }) => Promise<void>;
    const listeners: Record<string, Listener> = {};
    const workspace = {
      token: undefined as string | undefined,
      session: null as { expiresAt: Date } | null,
      addEventListener: (type: string, listener: Listener) => (listeners[type] = listener),
    };
    const { fetch } = globalThis;
    Object.assign(globalThis, {
      document: { querySelector: () => workspace },
      fetch: async (path: string, { method, headers, body }: RequestInit) => {
        asked.push({ path, method, headers, body: JSON.parse(body as string) });
        return Response.json({ accessToken: `token-${asked.length}` });
      },
    });
    try {
      await import(pathToFileURL(join(recipes.folder, 'page.mjs')).href);
      assert.equal(workspace.token, 'token-1');
      workspace.session = { expiresAt: new Date(0) };
      await listeners['bytedesk-token-expired']?.({ detail: { reason: 'expired' } });
      await listeners['bytedesk-token-expired']?.({ detail: { reason: 'revoked' } });
    } finally {
      Object.assign(globalThis, { document: undefined, fetch });
      recipes.remove();
    }
    assert.equal(workspace.token, 'token-3');
    const question = { path: '/desk/token', method: 'POST', headers: { 'content-type': 'application/json' } };
    assert.deepEqual(asked, [
      { ...question, body: { reason: 'initial', expiresAt: null } },
      { ...question, body: { reason: 'renew', expiresAt: '1970-01-01T00:00:00.000Z' } },
      { ...question, body: { reason: 'rejected', expiresAt: '1970-01-01T00:00:00.000Z' } },
    ]);
  });
});
