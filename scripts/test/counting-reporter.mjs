import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const allTests = (suite, path = []) => [
  ...(suite?.tests ?? []).map((test) => ({ ...test, name: [...path, test.name].join(' › ') })),
  ...(suite?.suites ?? []).flatMap((inner) => allTests(inner, [...path, inner.name])),
];

/** A session that broke outside its tests (import error, time-out, crash) has no failed test: it counts as one. */
export function countSession(session) {
  const tests = allTests(session.testResults);
  const failed = tests.filter((test) => !test.passed && !test.skipped).length;
  const broken = session.errors.length > 0 || !session.passed;
  return {
    passed: tests.filter((test) => test.passed && !test.skipped).length,
    skipped: tests.filter((test) => test.skipped).length,
    failed: failed === 0 && broken ? 1 : failed,
  };
}

const indent = (text) => String(text).trimEnd().replace(/^/gm, '      ');

function describeError({ message = '', stack = '', expected, actual }) {
  const lines = [message];
  if (expected !== undefined || actual !== undefined)
    lines.push(`expected: ${expected}`, `actual:   ${actual}`);
  if (stack && stack !== message) lines.push(stack.replace(message, '').trim());
  return indent(lines.join('\n'));
}

function describeSession(session, file) {
  const { passed, failed, skipped } = countSession(session);
  const counts = `${passed} passed${failed ? `, ${failed} failed` : ''}${skipped ? `, ${skipped} skipped` : ''}`;
  const lines = [`${failed ? 'FAIL' : 'ok  '} ${session.browser.name.padEnd(8)} ${file}: ${counts}`];
  for (const args of session.logs) lines.push(indent(`log: ${args.map(printed).join(' ')}`));
  if (failed) for (const path of session.request404s) lines.push(indent(`not found: ${path}`));
  for (const error of session.errors) lines.push(describeError(error));
  const failures = allTests(session.testResults).filter((test) => !test.passed && !test.skipped);
  const withError = failures.filter((test) => test.error);
  for (const test of withError) lines.push(`    ${test.name}`, describeError(test.error));
  const rest = failures.length - withError.length;
  if (rest > 0) lines.push(`    ${rest} did not run, since a hook failed`);
  return lines.join('\n');
}

const printed = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Prints each file once it is through all engines, and leaves the sums in `resultFile`. */
export function countingReporter({ resultFile }) {
  const file = (path) => relative(process.cwd(), path);
  return {
    reportTestFileResults({ logger, sessionsForTestFile, testFile }) {
      for (const session of sessionsForTestFile) logger.log(describeSession(session, file(testFile)));
    },
    onTestRunFinished({ sessions }) {
      const total = { passed: 0, failed: 0, skipped: 0 };
      const engines = {};
      const failedFiles = new Set();
      for (const session of sessions) {
        const counts = countSession(session);
        if (counts.failed > 0) failedFiles.add(file(session.testFile));
        for (const [kind, count] of Object.entries(counts)) {
          total[kind] += count;
          engines[session.browser.name] = (engines[session.browser.name] ?? 0) + count;
        }
      }
      // What an engine that is not here would have run.
      const most = Math.max(0, ...Object.values(engines));
      if (resultFile)
        writeFileSync(resultFile, JSON.stringify({ ...total, most, failedFiles: [...failedFiles] }));
      console.log(`Browsers: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
    },
  };
}
