import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../.cache/bench-peers/', import.meta.url));

/** What users take instead: package and version, and the browser file that it ships. */
const PEERS = {
  superset: { name: '@superset-ui/embedded-sdk', version: '0.4.0', file: 'bundle/index.js' },
  penpal: { name: 'penpal', version: '7.0.6', file: 'dist/penpal.min.js' },
} as const;

export type Peer = keyof typeof PEERS;

/** The browser files of the peers, installed into a folder of their own if need be; none where there is no registry. */
export function peerScripts(): Partial<Record<Peer, string>> {
  mkdirSync(FOLDER, { recursive: true });
  const scripts: Partial<Record<Peer, string>> = {};
  for (const [peer, { name, version, file }] of Object.entries(PEERS)) {
    const folder = join(FOLDER, peer);
    const script = join(folder, 'node_modules', name, file);
    try {
      if (!existsSync(script)) {
        const flags = ['--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', '--silent'];
        mkdirSync(folder, { recursive: true });
        execFileSync('npm', ['install', ...flags, '--prefix', folder, `${name}@${version}`], {
          stdio: 'inherit',
          cwd: folder,
          shell: process.platform === 'win32',
        });
      }
      scripts[peer as Peer] = readFileSync(script, 'utf8');
    } catch {
      console.error(`${name} could not be installed; its rows are left out.`);
    }
  }
  return scripts;
}
