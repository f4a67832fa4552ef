import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PROGRESS } from './packages.mjs';

export const ENGINE_PACKAGES = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  webkit: ['webkit2gtk-driver', 'xvfb', 'xauth'],
};
export const FONT_PACKAGES = ['fonts-noto-cjk'];
/** For the tests of back ends on several machines. Debian starts it as a service; the tests start their own. */
export const BACK_END_PACKAGES = ['redis-server', 'php-cli', 'nginx-light'];

/**
 * For the tests of the WordPress plugin. None of them starts a service: the smallest web server, which nobody runs,
 * is what wordpress depends on instead of Apache.
 */
export const WORDPRESS_PACKAGES = ['wordpress', 'micro-httpd', 'mariadb-server-core', 'php-cli', 'php-mysql'];

/** Root on Debian itself: Ubuntu's packages of the same names are snap stubs. */
export function canUseApt() {
  if (process.getuid?.() !== 0) return false;
  try {
    return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

const isInstalled = (name) => {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' });
  return stdout?.endsWith(' installed') ?? false;
};

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may hold the lock, on a fresh machine the unattended upgrade does.
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-q'];
  return spawnSync('apt-get', [...options, ...args], { stdio: PROGRESS, env }).status === 0;
}

/** Installs what is missing of `packages`; false if apt could not. */
export function aptInstall(packages) {
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return true;
  console.error(`Installing Debian packages: ${missing.join(' ')} ...`);
  return apt('update') && apt('install', '-y', '--no-install-recommends', ...missing);
}
