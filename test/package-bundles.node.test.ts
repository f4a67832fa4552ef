import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from 'vite';
import { DIST, ROOT } from '../scripts/build/entries.mjs';
import { packPackage, unpackPackage } from './support/packed.mjs';

const PACKAGES = ['@lit', '@lit-labs', 'jose', 'react', 'react-dom', 'scheduler'];

describe('the packed package', { skip: existsSync(DIST) ? false : 'not built: npm run build' }, () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'bytedesk-embed-bundle-'));
    const modules = join(folder, 'node_modules');
    unpackPackage(join(modules, 'bytedesk-embed'));
    for (const name of PACKAGES) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name), 'junction');
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What a page gets that is built from this code. */
  async function bundle(code: string): Promise<string> {
    const entry = join(folder, 'entry.js');
    writeFileSync(entry, code);
    const result = await build({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        modulePreload: { polyfill: false },
        rolldownOptions: { input: entry },
      },
    });
    assert.ok('output' in result);
    return result.output[0].code;
  }

  const limits = { consoleUrl: 3_500, decodeToken: 3_000, BytedeskError: 600, registerTerms: 2_500 };
  for (const [name, limit] of Object.entries(limits)) {
    it(`costs no more than ${limit} bytes for ${name} alone`, async () => {
      const code = await bundle(`import { ${name} } from 'bytedesk-embed'; console.log(${name});`);
      assert.ok(code.length < limit, `${code.length} bytes`);
    });
  }

  it('costs nothing where nothing of it is used', async () => {
    assert.equal((await bundle("import 'bytedesk-embed';")).trim(), '');
  });

  for (const entry of ['define', 'react']) {
    it(`registers the elements in an application that imports ${entry} for its effect`, async () => {
      assert.match(await bundle(`import 'bytedesk-embed/${entry}';`), /customElements\.define\(/);
    });
  }

  it('has in bytedesk-embed/define no template engine of Lit', async () => {
    assert.doesNotMatch(
      await bundle("import 'bytedesk-embed/define';"),
      /litHtmlVersions|litElementVersions/,
    );
  });

  it('starts bytedesk-embed/react with the directive for React servers', () => {
    const [line = ''] = readFileSync(join(DIST, 'react.js'), 'utf8').split('\n');
    assert.match(line, /^["']use client["'];$/);
  });

  it('prints in a render on the server a bare tag without a setting and without the token', () => {
    writeFileSync(
      join(folder, 'server.js'),
      `import { createElement } from 'react';
       import { renderToString } from 'react-dom/server';
       import { BytedeskLoginButton, BytedeskWorkspace } from 'bytedesk-embed/react';
       const settings = { server: 'https://desk.example.com', path: '/agent/chat', token: 'eyJ.secret.token',
         tokenUrl: '/desk/token', tokenProvider: async () => 'eyJ.other.token', height: 400, onReady: () => undefined };
       process.stdout.write(
         renderToString(createElement(BytedeskWorkspace, { ...settings, className: 'console' }, 'Loading')) +
         renderToString(createElement(BytedeskLoginButton, { token: 'eyJ.secret.token', mode: 'link' })));`,
    );
    const html = execFileSync(process.execPath, ['server.js'], { cwd: folder, encoding: 'utf8' });
    assert.equal(
      html,
      '<bytedesk-workspace class="console">Loading</bytedesk-workspace><bytedesk-login-button></bytedesk-login-button>',
    );
  });

  it('has no source map of the script files, and the documents that the readme links to', () => {
    const inside = (file: string): boolean => existsSync(join(folder, 'node_modules/bytedesk-embed', file));
    assert.ok(inside('dist/bytedesk-embed.js') && !inside('dist/bytedesk-embed.js.map'));
    assert.ok(inside('dist/define.js.map'));
    const links = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/\]\((docs\/[\w./-]+)/g)];
    assert.ok(links.length > 5);
    assert.deepEqual(
      links.map(([, file = '']) => file).filter((file) => !inside(file)),
      [],
    );
  });

  it('resolves with its types wherever ES modules do', async () => {
    const { checkPackage, createPackageFromTarballData } = await import('@arethetypeswrong/core');
    const tarball = packPackage(join(folder, 'packed'));
    const answer = await checkPackage(createPackageFromTarballData(readFileSync(tarball)), {
      excludeEntrypoints: ['./dist/*', './package.json'],
    });
    assert.ok(answer.types);
    // ES modules only, by `exports` only: neither CommonJS nor resolvers from before `exports`.
    const problems = answer.problems.filter(
      (problem) => !('resolutionKind' in problem) || !/^node10$|^node16-cjs$/.test(problem.resolutionKind),
    );
    assert.deepEqual(problems, []);
  });
});

describe('package.json', () => {
  it('names one place on the web, from which the others follow', () => {
    const { homepage, bugs, repository } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      homepage: string;
      bugs: string;
      repository: { url: string };
    };
    const home = repository.url.replace(/^git\+|\.git$/g, '');
    assert.deepEqual([homepage, bugs], [`${home}#readme`, `${home}/issues`]);
  });
});
