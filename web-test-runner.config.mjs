import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chooseEngines } from './scripts/browsers/engines.mjs';
import { serveBridgeScript } from './test/support/bridge-script.mjs';
import { builtFiles } from './test/support/built-files.mjs';
import { deskFarm } from './test/support/desk-farm.mjs';
import { hostPages } from './test/support/host-pages.mjs';
import { loopbackOnly } from './test/support/loopback-only.mjs';
import { realInput } from './test/support/real-input.mjs';
import { tokenEndpoints } from './test/support/token-endpoints.mjs';
import { startSecondOrigin } from './test/support/second-origin.mjs';
import { userSettings } from './test/support/user-settings.mjs';
import { countingReporter } from './scripts/test/counting-reporter.mjs';

// POPUPS=block runs the *.popup.test.ts files with each engine's pop-up blocker on; all others run with it off.
const blocking = process.env.POPUPS === 'block';
const { found, launch } = chooseEngines({ blockPopups: blocking });
const pages = hostPages();
const { origin } = await startSecondOrigin(pages);

/** Loads the one module of jose that pages use, instead of its 46, for each of hundreds of pages. */
const leanJose = {
  name: 'lean-jose',
  resolveImport: ({ source }) =>
    source === 'jose' ? '/node_modules/jose/dist/webapi/util/decode_jwt.js' : undefined,
};

// A console from elsewhere for test/bridge/conformance.test.ts, see docs/protocol.md.
const { BRIDGE_CONSOLE: url, BRIDGE_TOKENS: tokens } = process.env;
const underTest = url ? `window.__BRIDGE_CONSOLE__ = ${JSON.stringify({ url, tokens })};` : '';

const testRunnerHtml = (path) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>bytedesk-embed test</title></head>
  <body>
    <script>window.__OTHER_ORIGIN__ = ${JSON.stringify(origin)};${underTest}</script>
    <script type="module" src="${path}"></script>
  </body>
</html>`;

export default {
  rootDir: fileURLToPath(new URL('.', import.meta.url)),
  files: blocking
    ? ['test/**/*.popup.test.ts']
    : ['test/**/*.test.ts', '!test/**/*.node.test.ts', '!test/**/*.popup.test.ts'],
  hostname: 'localhost',
  nodeResolve: { exportConditions: ['development'] },
  browsers: found.map(launch),
  concurrentBrowsers: 2,
  browserStartTimeout: 150_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 300_000,
  testFramework: { config: { ui: 'bdd', timeout: '20000' } },
  testRunnerHtml,
  staticLogging: true,
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  middleware: [builtFiles(), pages.middleware, tokenEndpoints()],
  plugins: [
    leanJose,
    loopbackOnly(),
    deskFarm(),
    serveBridgeScript(),
    realInput(),
    userSettings(),
    esbuildPlugin({
      ts: true,
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
      target: 'es2022',
    }),
  ],
  reporters: [countingReporter({ resultFile: process.env.TEST_RESULT_FILE })],
};
