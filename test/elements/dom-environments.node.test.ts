import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FIXTURE = new URL('../fixtures/dom-environment.mjs', import.meta.url).pathname;

describe('component tests of host applications', () => {
  for (const name of ['jsdom', 'happy-dom']) {
    it(`creates, connects, moves, mounts and removes the elements in ${name} without an exception`, async () => {
      const { stdout } = await run(process.execPath, ['--import', 'tsx', FIXTURE, name]);
      const { states, problems } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<
        string,
        string[]
      >;
      assert.deepEqual(problems, []);
      assert.deepEqual(states, ['loading', 'button', 'main', 'popup-blocked']);
    });
  }
});
