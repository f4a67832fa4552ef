import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { countSession } from '../../scripts/test/counting-reporter.mjs';
import { globToRegExp } from '../../scripts/test/find-tests.mjs';
import { ROOT } from '../../scripts/run-step.mjs';

function countsOf(file: string): unknown {
  const args = ['--test', '--test-reporter=./scripts/test/node-counts.mjs', file];
  // Without this, node:test takes the inner run for a part of this one.
  const env = { ...process.env };
  delete env.NODE_TEST_CONTEXT;
  return JSON.parse(spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' }).stdout);
}

describe('nodeCounts', () => {
  it('counts tests, and suites only where a hook fails or all is skipped', () => {
    const file = 'test/fixtures/node-outcomes.mjs';
    assert.deepEqual(countsOf(file), { passed: 4, failed: 2, skipped: 3, failedFiles: [file] });
  });

  it('counts a file that cannot be loaded as one failure', () => {
    const file = 'test/fixtures/broken-import.mjs';
    assert.deepEqual(countsOf(file), { passed: 0, failed: 1, skipped: 0, failedFiles: [file] });
  });
});

describe('countSession', () => {
  const passing = { name: 'a', passed: true, skipped: false };
  const skipped = { name: 'b', passed: false, skipped: true };
  const failing = { name: 'c', passed: false, skipped: false };
  const session = (tests: object[], more: object = {}): object => ({
    errors: [],
    passed: !tests.includes(failing),
    testResults: { name: '', tests: [], suites: [{ name: 'suite', suites: [], tests }] },
    ...more,
  });

  it('counts tests of inner suites', () => {
    const counts = countSession(session([passing, skipped, failing]));
    assert.deepEqual(counts, { passed: 1, failed: 1, skipped: 1 });
  });

  it('counts a session that could not import its tests as one failure', () => {
    const broken = { errors: [{ message: 'import' }], passed: false, testResults: undefined };
    assert.deepEqual(countSession(session([], broken)), { passed: 0, failed: 1, skipped: 0 });
  });

  it('counts a session that broke after passing tests as one failure', () => {
    const counts = countSession(session([passing], { passed: false }));
    assert.deepEqual(counts, { passed: 1, failed: 1, skipped: 0 });
  });
});

describe('globToRegExp', () => {
  const cases: [glob: string, path: string, matches: boolean][] = [
    ['test/session/**', 'test/session/a/b.test.ts', true],
    ['test/**/*.test.ts', 'test/a.test.ts', true],
    ['test/*.test.ts', 'test/a/b.test.ts', false],
    ['./test/a.test.ts', 'test/a.test.ts', true],
    ['test/a.test.ts', 'test/axtest.ts', false],
    ['**/deadline*', 'test/session/deadline.test.ts', true],
  ];
  for (const [glob, path, matches] of cases) {
    it(`${matches ? 'finds' : 'leaves'} ${path} with ${glob}`, () => {
      assert.equal(globToRegExp(glob).test(path), matches);
    });
  }
});
