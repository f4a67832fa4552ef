import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, isListening } from '../support/ports.js';

/** Reason to skip, or false. Debian: nginx-light, installed by scripts/setup.mjs in CI. */
export const withoutNginx: string | false =
  spawnSync('nginx', ['-v']).status === 0 ? false : 'no nginx on this machine';
if (withoutNginx) console.warn(`\n*** ${withoutNginx}: the nginx guide IS NOT TESTED ***\n`);

// Also when the test is killed: its end of the pipe closes then.
const UNTIL_INPUT_ENDS = 'nginx "$@" & read -r _; kill $!; wait';

export interface TestNginx {
  readonly url: string;
  readonly folder: string;
  stop(): Promise<void>;
}

/** A real nginx on a port of its own. @param server makes its `server` block of the port and the folder it may use */
export async function startNginx(server: (port: number, folder: string) => string): Promise<TestNginx> {
  const folder = mkdtempSync(join(tmpdir(), 'bytedesk-nginx-'));
  // Its workers are another user than root.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {}
    http { access_log off; types { text/html html; application/javascript js; } ${temporary.join(' ')} ${server(port, folder)} }`,
  );
  const child = spawn(
    'sh',
    ['-c', UNTIL_INPUT_ENDS, 'sh', '-p', folder, '-c', config, '-e', `${folder}/error.log`],
    {
      stdio: ['pipe', 'ignore', 'inherit'],
    },
  );
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 100; tries += 1) {
    if (await isListening(port)) return { url: `http://127.0.0.1:${port}`, folder, stop };
    await pause(50);
  }
  await stop();
  throw new Error('nginx did not start');
}
