import { chromeLauncher, puppeteerCore } from '@web/test-runner-chrome';
import { findBrowsers } from './find-browsers.mjs';
import { webkitLauncher } from './webkit.mjs';

const CHROMIUM_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Chromium will not start as root with its sandbox.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

// A browser takes its time on a machine that has other things to do.
const timeout = 120_000;

// A thread of its own per engine would let two pages fight for the focus.
const concurrency = 1;

const launchers = {
  chromium: ({ path, env }, popups) =>
    named(
      'Chromium',
      chromeLauncher({
        concurrency,
        launchOptions: {
          executablePath: path,
          headless: true,
          networkEnabled: false,
          timeout,
          env: { ...process.env, ...env },
          args: CHROMIUM_FLAGS,
          ignoreDefaultArgs: popups ? [] : ['--disable-popup-blocking'],
        },
      }),
    ),
  firefox: ({ path }, popups) =>
    named(
      'Firefox',
      chromeLauncher({
        puppeteer: puppeteerCore,
        concurrency,
        launchOptions: {
          browser: 'firefox',
          executablePath: path,
          headless: true,
          networkEnabled: false,
          timeout,
          extraPrefsFirefox: popups ? {} : { 'dom.disable_open_during_load': true },
        },
      }),
    ),
  webkit: (browser, popups) => webkitLauncher({ browser, popups }),
};

const named = (name, launcher) => Object.assign(launcher, { name });

export const ENGINES = Object.keys(launchers);

/**
 * The engines asked for by BROWSERS (all by default), divided into those that can run here and those that cannot:
 * not installed or, where a pop-up blocker is wanted, without one.
 */
export function chooseEngines({ blockPopups = false, wanted = process.env.BROWSERS } = {}) {
  const names = wanted ? wanted.split(',').map((name) => name.trim()) : ENGINES;
  const unknown = names.filter((name) => !ENGINES.includes(name));
  if (unknown.length > 0)
    throw new Error(`BROWSERS: ${unknown.join(', ')} is not one of ${ENGINES.join(', ')}`);
  const browsers = findBrowsers();
  const fits = (name) => browsers[name] && (browsers[name].popupBlocker || !blockPopups);
  return {
    found: names.filter(fits),
    missing: names.filter((name) => !fits(name)),
    launch: (name) => launchers[name](browsers[name], !blockPopups),
  };
}
