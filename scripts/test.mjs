// npm test [-- --quick --node-only --browsers-only --files GLOB]; BROWSERS=chromium,firefox,webkit chooses engines.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chooseEngines, ENGINES } from './browsers/engines.mjs';
import { findTests } from './test/find-tests.mjs';
import { node, nodeModule } from './run-step.mjs';

const HELP = `npm test -- [options]
  --quick           no type check or lint, no build, and Chromium alone unless BROWSERS says otherwise
  --node-only       only the tests that run in Node
  --browsers-only   only the tests that run in browsers
  --files GLOB      only test files that match, such as 'test/session/**' (may be given again)
The environment variable BROWSERS names the engines to use: ${ENGINES.join(',')}`;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    'node-only': { type: 'boolean' },
    'browsers-only': { type: 'boolean' },
    files: { type: 'string', multiple: true },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit();
}
if (options.quick) process.env.BROWSERS ||= 'chromium';

/** Files of a run that are given a second chance; more than that is no accident. */
const MOST_AGAIN = 6;

const total = { passed: 0, failed: 0, skipped: 0 };
const add = (counts) => {
  for (const name of Object.keys(total)) total[name] += counts[name] ?? 0;
};
const scratch = mkdtempSync(join(tmpdir(), 'bytedesk-embed-test-'));

/** A step that must work for the tests to mean anything; if it does not, that is one failure. */
function step(title, ...args) {
  console.log(`\n== ${title}`);
  if (node(args) !== 0) {
    console.error(`FAIL ${title}`);
    add({ failed: 1 });
  }
}

/** Runs a test runner that leaves its sums in a file; one that dies before it could counts as one failure. */
function suite(title, args, env) {
  console.log(`\n== ${title}`);
  const resultFile = join(scratch, 'result.json');
  const status = node(args(resultFile), { ...env, TEST_RESULT_FILE: resultFile });
  let counts = { passed: 0, failed: 0, skipped: 0, most: 0 };
  try {
    counts = JSON.parse(readFileSync(resultFile, 'utf8'));
  } catch {
    console.error(`FAIL ${title}: it ended without a result`);
  }
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  rmSync(resultFile, { force: true });
  add(counts);
  return counts;
}

const tests = findTests(options.files);

if (!options.quick) {
  if (process.env.CI) step('Lint', 'scripts/lint.mjs');
  else step('Type check', 'scripts/lint.mjs', '--types');
  step('Build', 'scripts/build.mjs');
}

// That the benches work; their figures are not judged. No row here needs a package from elsewhere.
if (process.env.CI && !options.quick && !options.files) {
  const rows = ['relay', 'main-thread', 'idle', 'bridge-cost'].flatMap((name) => ['--only', name]);
  step('Benches', '--import=tsx', 'test/bench/run.ts', '--quick', ...rows);
}

/**
 * In CI, where machines are slow and shared, a few files that failed among hundreds are run once more by themselves. What
 * passes then counts, and is named, so that somebody looks why it was unsteady.
 */
function again(title, { failed, failedFiles = [] }, runner, env) {
  if (!process.env.CI || failedFiles.length === 0 || failedFiles.length > MOST_AGAIN) return;
  const before = { ...total };
  const second = suite(`${title}, once more`, (resultFile) => runner(failedFiles, resultFile), env);
  // What they had in the first run stands; only their failures are in question.
  Object.assign(total, before);
  if (second.failed > 0) return;
  add({ passed: failed, failed: -failed });
  console.warn(`\n*** UNSTEADY, failed and then passed: ${failedFiles.join(', ')} ***`);
}

if (!options['browsers-only'] && tests.node.length > 0) {
  const runner = (which, resultFile) => [
    '--import=tsx',
    '--test',
    '--test-concurrency=2',
    '--test-timeout=300000',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./scripts/test/node-counts.mjs',
    `--test-reporter-destination=${resultFile}`,
    ...which,
  ];
  const counts = suite('Node', (resultFile) => runner(tests.node, resultFile));
  // A test that another module defines counts to that module, which is no test file.
  if (counts.failedFiles?.every((file) => tests.node.includes(file))) again('Node', counts, runner);
}

/** One run of the browser tests in the engines that are here; the others are named and count as skipped. */
function browsers(title, files, blockPopups) {
  if (files.length === 0) return;
  const { found, missing } = chooseEngines({ blockPopups });
  const runner = (which) => [
    nodeModule('@web/test-runner/dist/bin.js'),
    '--config',
    'web-test-runner.config.mjs',
    '--files',
    ...which,
  ];
  const env = { POPUPS: blockPopups ? 'block' : 'allow' };
  let most = files.length;
  if (found.length > 0) {
    const counts = suite(`${title} (${found.join(', ')})`, () => runner(files), env);
    ({ most } = counts);
    again(title, counts, runner, env);
  }
  for (const name of missing) {
    console.warn(`\n*** No usable ${name} for "${title}": SKIPPED, ${most} tests did not run in it ***`);
    add({ skipped: most });
  }
}

// Minutes of installing and building, so only where everything is wanted. Elsewhere: npm run test:frameworks.
if (process.env.CI && !options.quick && !options.files) {
  suite('Examples for frameworks', () => ['test/frameworks/run.mjs']);
}

if (!options['node-only']) {
  browsers('Browsers', tests.browser, false);
  browsers('Browsers with pop-up blocker', tests.popup, true);
}

rmSync(scratch, { recursive: true, force: true });
if (total.passed + total.failed === 0) {
  console.error('No test matches');
  total.failed = 1;
}
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
