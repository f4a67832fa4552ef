import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findPortableChromium } from '../setup/portable-chromium.mjs';

const windows = process.platform === 'win32';
const mac = process.platform === 'darwin';

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};

const entries = (folder) => (existsSync(folder) ? readdirSync(folder).sort().reverse() : []);

const onPath = (...names) =>
  names
    .flatMap((name) => (windows ? [`${name}.exe`] : [name]))
    .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
    .find(isExecutable);

const programFolders = () =>
  [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(Boolean);

const inStandardPlaces = (macPaths, windowsPaths) => {
  if (mac) {
    return ['/Applications', join(homedir(), 'Applications')]
      .flatMap((folder) => macPaths.map((path) => join(folder, path)))
      .find(isExecutable);
  }
  return programFolders()
    .flatMap((folder) => windowsPaths.map((path) => join(folder, path)))
    .find(isExecutable);
};

/** Chromium builds that puppeteer or playwright have left in their caches, newest first. */
function inToolCaches() {
  const home = homedir();
  const playwright = {
    darwin: join(home, 'Library', 'Caches', 'ms-playwright'),
    win32: join(process.env.LOCALAPPDATA ?? home, 'ms-playwright'),
  };
  const roots = [
    join(process.env.PUPPETEER_CACHE_DIR ?? join(home, '.cache', 'puppeteer'), 'chrome'),
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
      playwright[process.platform] ??
      join(home, '.cache', 'ms-playwright'),
  ];
  const bundle = join('Contents', 'MacOS');
  const inside = [
    'chrome',
    'chrome.exe',
    join('Google Chrome for Testing.app', bundle, 'Google Chrome for Testing'),
    join('Chromium.app', bundle, 'Chromium'),
  ];
  return roots
    .flatMap((root) => entries(root).map((build) => join(root, build)))
    .flatMap((build) => entries(build).map((folder) => join(build, folder)))
    .filter((folder) => /chrome-/.test(folder))
    .flatMap((folder) => inside.map((name) => join(folder, name)))
    .find(isExecutable);
}

function fromEnvironment(name) {
  const path = process.env[name];
  if (path && !isExecutable(path)) throw new Error(`${name} is set to ${path}, which cannot be executed`);
  return path || undefined;
}

function findChromium() {
  const path =
    fromEnvironment('CHROME_PATH') ??
    onPath('google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome', 'msedge') ??
    onPath('microsoft-edge', 'microsoft-edge-stable') ??
    inStandardPlaces(
      [
        'Google Chrome.app/Contents/MacOS/Google Chrome',
        'Chromium.app/Contents/MacOS/Chromium',
        'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      ],
      ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'],
    ) ??
    inToolCaches();
  return path ? { path, env: {}, popupBlocker: true } : findPortableChromium();
}

function findFirefox() {
  const path =
    fromEnvironment('FIREFOX_PATH') ??
    onPath('firefox-esr', 'firefox') ??
    inStandardPlaces(['Firefox.app/Contents/MacOS/firefox'], ['Mozilla Firefox/firefox.exe']);
  return path && { path, popupBlocker: true };
}

function findWebKit() {
  const libraryFolders = ['/usr/lib', '/usr/lib64', '/usr/libexec'];
  const miniBrowser = libraryFolders
    .flatMap((folder) => [folder, ...entries(folder).map((name) => join(folder, name))])
    .flatMap((folder) => ['webkit2gtk-4.1', 'webkitgtk-6.0'].map((api) => join(folder, api, 'MiniBrowser')))
    .find(isExecutable);
  const driver = onPath('WebKitWebDriver');
  const xvfb = onPath('Xvfb');
  return driver && miniBrowser && xvfb ? { driver, miniBrowser, xvfb, popupBlocker: true } : undefined;
}

/** The engines on this machine; a missing one is undefined. The only place that knows where browsers live. */
export function findBrowsers() {
  return { chromium: findChromium(), firefox: findFirefox(), webkit: findWebKit() };
}
