import { relative } from 'node:path';

/**
 * Reporter of node:test that prints the sums as JSON, and the files of tests that failed. A suite counts only if skipped
 * whole, or if a hook of its failed.
 */
export default async function* nodeCounts(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failedFiles = new Set();
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isSuite = data.details?.type === 'suite';
    const hookFailed = data.details?.error?.failureType === 'hookFailed';
    const skipped = data.skip !== undefined || data.todo !== undefined;
    if (isSuite && !hookFailed && !skipped) continue;
    if (skipped) counts.skipped++;
    else counts[type === 'test:pass' ? 'passed' : 'failed']++;
    if (type === 'test:fail' && !skipped) failedFiles.add(relative('', data.file));
  }
  yield JSON.stringify({ ...counts, failedFiles: [...failedFiles] });
}
