// node scripts/setup.mjs packages | browsers | run-times | all; needs nothing but Node.
import { fileURLToPath } from 'node:url';
import { findBrowsers } from './browsers/find-browsers.mjs';
import {
  aptInstall,
  BACK_END_PACKAGES,
  canUseApt,
  ENGINE_PACKAGES,
  FONT_PACKAGES,
  WORDPRESS_PACKAGES,
} from './setup/debian.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { installTypeScripts } from './setup/typescript-versions.mjs';
import { installPortableChromium } from './setup/portable-chromium.mjs';
import { installRunTimes } from './setup/run-times.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Node 20.19 or newer is needed, this is ${process.versions.node}`);
}

async function ensureChromium() {
  if (findBrowsers().chromium) return;
  // npm before apt: it changes nothing on the user's system.
  try {
    if (await installPortableChromium()) return;
  } catch (error) {
    console.warn(error.message);
  }
  if (canUseApt()) aptInstall(ENGINE_PACKAGES.chromium);
  if (findBrowsers().chromium) return;
  throw new Error(
    'No Chromium was found or could be installed. Set CHROME_PATH to a Chrome, Chromium or Edge.',
  );
}

function ensureOtherEngines() {
  const missing = ['firefox', 'webkit'].filter((name) => !findBrowsers()[name]);
  if (missing.length > 0 && canUseApt()) aptInstall(missing.flatMap((name) => ENGINE_PACKAGES[name]));
  const help = {
    firefox: 'install Firefox, or set FIREFOX_PATH',
    webkit: `on Debian as root: apt-get install ${ENGINE_PACKAGES.webkit.join(' ')}; elsewhere it is not supported`,
  };
  for (const name of missing.filter((engine) => !findBrowsers()[engine])) {
    console.warn(`\n*** ${name} is missing: its tests WILL BE SKIPPED. To have them: ${help[name]}. ***\n`);
  }
}

function requireAllEngines() {
  installTypeScripts();
  if (canUseApt()) {
    aptInstall([...Object.values(ENGINE_PACKAGES).flat(), ...FONT_PACKAGES, ...BACK_END_PACKAGES]);
    // Apart from the others, which are needed; without these, some tests are skipped, and say so.
    if (!aptInstall(WORDPRESS_PACKAGES)) console.warn('WordPress could not be installed.');
  }
  const missing = Object.entries(findBrowsers()).filter(([, found]) => !found);
  if (missing.length > 0) throw new Error(`Missing engines: ${missing.map(([name]) => name).join(', ')}`);
}

const modes = {
  packages: () => {},
  browsers: async () => {
    await ensureChromium();
    ensureOtherEngines();
  },
  'run-times': installRunTimes,
  all: async () => {
    await installRunTimes();
    requireAllEngines();
  },
};

try {
  const mode = modes[process.argv[2]];
  if (!mode) throw new Error(`Usage: node scripts/setup.mjs ${Object.keys(modes).join(' | ')}`);
  checkNode();
  ensurePackages(root);
  await mode();
} catch (error) {
  console.error(`Set-up failed: ${error.message}`);
  process.exitCode = 1;
}
