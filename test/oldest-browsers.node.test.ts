import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse, type Node } from 'acorn';
import { DIST, ROOT } from '../scripts/build/entries.mjs';
import { STYLES as doctorStyles } from '../src/doctor/details.styles.js';
import { styles as buttonStyles } from '../src/elements/login-button/login-button-element.styles.js';
import { styles as workspaceStyles } from '../src/elements/workspace/workspace-element.styles.js';
import { isNewFunction, isNewGlobal, isNewMember, isNewStyle, OLDEST } from './support/oldest-browsers.js';

/** Every node of a syntax tree. */
function* nodesOf(node: Node, parent?: Node): Generator<[Node & Record<string, unknown>, Node | undefined]> {
  yield [node as Node & Record<string, unknown>, parent];
  for (const value of Object.values(node).flat())
    if (typeof (value as Node | null)?.type === 'string') yield* nodesOf(value as Node, node);
}

/** Names of what the code itself defines; others may be called as it likes. */
function ownNames(tree: Node): Set<unknown> {
  const own = new Set<unknown>();
  for (const [node, parent] of nodesOf(tree)) {
    const { type, key, computed } = node as Record<string, unknown> & { key?: { name?: string } };
    const defines = type === 'MethodDefinition' || type === 'PropertyDefinition';
    if (!computed && (defines || (type === 'Property' && parent?.type === 'ObjectExpression')))
      own.add(key?.name);
  }
  return own;
}

function newNames(code: string): string[] {
  const tree = parse(code, { ecmaVersion: 2022, sourceType: 'module' });
  const own = ownNames(tree);
  const found = new Set<string>();
  for (const [node] of nodesOf(tree)) {
    const { type, object, property, computed, name, properties } = node as Record<string, unknown> & {
      object?: { name?: string };
      property?: { name?: string };
      name?: string;
      properties?: readonly { key?: { name?: string } }[];
    };
    const add = (member: string | undefined, owner?: string): void => {
      if (member && !own.has(member) && isNewMember(member, owner)) found.add(`.${member}`);
    };
    if (type === 'MemberExpression' && !computed) add(property?.name, object?.name);
    if (type === 'ObjectPattern') for (const { key } of properties ?? []) add(key?.name);
    if (type === 'Identifier' && name && isNewGlobal(name)) found.add(name);
  }
  return [...found].sort();
}
/** Properties and functions of a style sheet that the oldest browsers lack. */
function newStyles(cssText: string): string[] {
  const properties = [...cssText.matchAll(/[{;]\s*([a-z-]+)\s*:\s*([^;{}]+)/g)].flatMap(
    ([, name = '', value = '']) => {
      const word = value.trim();
      return isNewStyle(name) || isNewStyle(name, word) ? [name] : [];
    },
  );
  const functions = [...cssText.matchAll(/([a-z-]+)\(/g)].flatMap(([, name = '']) =>
    isNewFunction(name) ? [`${name}()`] : [],
  );
  return [...new Set([...properties, ...functions])].sort();
}

/**
 * Names that are newer than the oldest browsers and are used all the same, with what becomes of it there.
 * test/elements/older-browsers.test.ts takes each of these features away.
 */
const GUARDED: Readonly<Record<string, string>> = {
  '.allowsFeature': 'called where the document has a list of features',
  '.ancestorOrigins': 'the bridge asks whether it is there; unknown ancestors count as not allowed',
  '.blockedURL': 'read from reports of a policy, where there are some',
  '.captureStackTrace': 'called only where it is there, by jose',
  '.emptyHTML': 'read from Trusted Types where they are there',
  '.emptyScript': 'read from Trusted Types where they are there, by Lit',
  '.features': 'called where the document has a list of features',
  '.fromBase64': 'called only where it is there, by jose',
  '.prerendering': 'absent means no',
  '.states': 'without custom states the element works and has none',
  ReportingObserver: 'without reports the doctor knows the refusals that happen while it looks',
  trustedTypes: 'read as a property of the global object',
};

/** Names of our own that happen to be names of something new. */
const OURS = ['.fetch', '.format', '.opacity', '.path', '.provider', '.windows'];

const STYLES: Readonly<Record<string, string>> = {
  'text-wrap': 'lines of a panel are then broken as usual',
};

const skip = existsSync(DIST) ? false : 'not built: npm run build';

describe('the oldest browsers', () => {
  for (const name of ['bytedesk-embed', 'bytedesk-bridge', 'bytedesk-doctor'])
    it(`know the syntax of ${name}.js, and every name in it that it does not ask for first`, { skip }, () => {
      const names = newNames(readFileSync(join(DIST, `${name}.js`), 'utf8'));
      assert.deepEqual(
        names.filter((found) => !(found in GUARDED) && !OURS.includes(found)),
        [],
      );
    });

  it(
    'read the script as UTF-8 on a page in GBK or Big5, since it begins with a byte order mark',
    { skip },
    () => {
      const script = readFileSync(join(DIST, 'bytedesk-embed.js'));
      assert.match(script.toString(), /进入客服系统/, 'there is something that could be read wrongly');
      assert.equal(script.subarray(0, 3).toString('hex'), 'efbbbf');
      // The page's own character set counts only where there is no mark.
      assert.equal(new TextDecoder('utf-8').decode(script).charCodeAt(0), '/'.charCodeAt(0));
    },
  );

  it('know the syntax of the modules', { skip }, () => {
    const modules = readdirSync(DIST, { recursive: true, encoding: 'utf8' });
    for (const file of modules.filter((name) => name.endsWith('.js') && !/^bytedesk-|^cli/.test(name)))
      parse(readFileSync(join(DIST, file), 'utf8'), { ecmaVersion: 2022, sourceType: 'module' });
  });

  it('are told from newer ones by this test', () => {
    assert.deepEqual(
      newNames(`const { canParse } = URL; Promise.withResolvers(); [].toSorted(); link.ariaBusy = 'true';
        frame.moveBefore(a, b); new CloseWatcher(); AbortSignal.any([]); Promise.any([]); Object.hasOwn({}, 'a')`),
      ['.any', '.ariaBusy', '.canParse', '.moveBefore', '.toSorted', '.withResolvers', 'CloseWatcher'],
    );
    assert.throws(() => newNames('/[\\p{L}--[a-z]]/v'), SyntaxError);
    assert.throws(() => newNames('using file = open()'), SyntaxError);
    assert.deepEqual(newStyles('a { color: color-mix(in srgb, red, blue); field-sizing: content }'), [
      'color-mix()',
      'field-sizing',
    ]);
  });

  it('draw the elements without what style sheets have that is newer', () => {
    for (const cssText of [workspaceStyles.cssText, buttonStyles.cssText, doctorStyles])
      assert.deepEqual(
        newStyles(cssText).filter((found) => !(found in STYLES)),
        [],
      );
  });

  it('are those that the documents name', () => {
    const { chrome, edge, firefox, safari } = OLDEST;
    const named = [`Chrome ${chrome}`, `Edge ${edge}`, `Firefox ${firefox}`, `Safari ${safari}`];
    for (const file of ['README.md', 'README.zh-CN.md', 'docs/browsers.md', 'docs/browsers.zh-CN.md'])
      for (const name of named)
        assert.ok(readFileSync(join(ROOT, file), 'utf8').includes(name), `${file} names ${name}`);
  });
});
