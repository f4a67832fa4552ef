// npm run test:frameworks [-- NAME ...]: the examples of demo/frameworks, built from the packed package, in a browser.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { findBrowsers } from '../../scripts/browsers/find-browsers.mjs';
import { node, ROOT, sideBySide } from '../../scripts/run-step.mjs';
import { buildProject, exampleFolder, exampleNames, installProject, packForProjects } from './projects.mjs';
import { runReactSuite } from './react/suite.mjs';
import { runScenario } from './scenario.mjs';

/** Builds at a time: more would only fight for the same two processors. */
const WORKERS = 2;
/** Examples that run once more, with other versions of what they stand on. */
const VARIANTS = {
  'react-18': {
    example: 'react',
    versions: {
      react: '18.3.1',
      'react-dom': '18.3.1',
      '@types/react': '18.3.32',
      '@types/react-dom': '18.3.7',
    },
  },
};
const WRITTEN_DESK = 'https://desk.example.com';
/** Chromium will not start as root with its sandbox. */
const FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(0)} s`;

async function startBrowser() {
  const { chromium } = findBrowsers();
  if (!chromium) throw new Error('No Chromium. npm test gets one, or set CHROME_PATH.');
  const { path: executablePath, env } = chromium;
  return puppeteer.launch({ executablePath, args: FLAGS, env: { ...process.env, ...env } });
}

async function tryExample(name, { tarball, browser, createStandInDesk }) {
  const start = Date.now();
  const desk = await createStandInDesk();
  try {
    const { example = name, versions = {} } = VARIANTS[name] ?? {};
    const folder = await installProject({
      name,
      source: exampleFolder(example),
      versions: { ...versions, 'bytedesk-embed': `file:${tarball}` },
      change: (text) => text.replaceAll(WRITTEN_DESK, desk.url),
    });
    const installed = seconds(start);
    const site = await buildProject(folder);
    const built = seconds(start);
    await runScenario({ browser, desk, folder: site });
    if (example === 'react') await runReactSuite({ browser, desk, folder });
    console.log(
      `ok   ${name} (installed after ${installed}, built after ${built}, done after ${seconds(start)})`,
    );
    return true;
  } catch (error) {
    console.error(`FAIL ${name}\n${error.stack}`);
    return false;
  } finally {
    await desk.close();
  }
}

async function tryAll(names) {
  if (!existsSync(join(ROOT, 'dist/index.js')) && node(['scripts/build.mjs']) !== 0)
    throw new Error('Build failed');
  const tarball = packForProjects();
  const { createStandInDesk } = await import('bytedesk-embed/testing');
  const browser = await startBrowser();
  try {
    return await sideBySide(names, WORKERS, (name) =>
      tryExample(name, { tarball, browser, createStandInDesk }),
    );
  } finally {
    await browser.close();
  }
}

const known = [...exampleNames(), ...Object.keys(VARIANTS)];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0)
  throw new Error(`No such example: ${unknown.join(', ')}. There are ${known.join(', ')}.`);
const results = await tryAll(wanted.length > 0 ? wanted : known);
const passed = results.filter(Boolean).length;
const counts = { passed, failed: results.length - passed, skipped: 0 };
if (process.env.TEST_RESULT_FILE) writeFileSync(process.env.TEST_RESULT_FILE, JSON.stringify(counts));
console.log(`\n${passed} passed, ${results.length - passed} failed, 0 skipped`);
// Whatever a browser may have left open must not keep this waiting.
process.exit(counts.failed > 0 ? 1 : 0);
