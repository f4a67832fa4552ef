import globals from 'globals';

// Which folder may import from which; an entry, a file in src itself, may import from everywhere.
const FOLDERS = [
  'url',
  'protocol',
  'relay',
  'bridge',
  'api',
  'session',
  'windows',
  'server',
  'locale',
  'elements',
  'mount',
  'diagnose',
  'testing',
];
const ALLOWED = {
  url: [],
  protocol: ['url'],
  relay: ['url', 'protocol'],
  bridge: ['protocol'],
  api: ['url'],
  session: ['url', 'api'],
  windows: ['url', 'api'],
  server: ['url', 'api', 'session'],
  locale: [],
  elements: FOLDERS.filter((name) => !['bridge', 'mount', 'server', 'testing'].includes(name)),
  mount: FOLDERS.filter((name) => !['bridge', 'server', 'testing'].includes(name)),
  diagnose: FOLDERS.filter((name) => !['bridge', 'elements', 'mount', 'server', 'testing'].includes(name)),
  testing: FOLDERS.filter((name) => !['bridge', 'elements', 'mount', 'relay'].includes(name)),
};
const WITHOUT_DOM = ['protocol', 'url', 'api', 'server'];

const LIT = { group: ['lit', 'lit/**', 'lit-html', '@lit/**'], message: 'lit stays in src/elements.' };
const JOSE = { group: ['jose'], message: 'jose stays in session/access-token, server and testing.' };
const NODE = { group: ['node:*'], message: 'This runs in browsers, or on edge runtimes.' };
const RUNS_IN_NODE = ['testing'];

const imports = (files, patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const folderPatterns = (folder) => [
  ...FOLDERS.filter((other) => other !== folder && !ALLOWED[folder].includes(other)).map((other) => ({
    group: [`**/${other}/**`],
    message: `src/${folder} does not build on src/${other}.`,
  })),
  ...(folder === 'elements' ? [] : [LIT]),
  ...(['server', 'testing'].includes(folder) ? [] : [JOSE]),
  ...(RUNS_IN_NODE.includes(folder) ? [] : [NODE]),
];

const forbid = (names, message) => ['error', ...names.map((name) => ({ name, message }))];

const onlyInBrowsers = Object.keys(globals.browser).filter((name) => !(name in globals.nodeBuiltin));
const dom = [...new Set([...onlyInBrowsers, 'navigator', 'localStorage', 'sessionStorage', 'Storage'])];

export const walls = [
  imports(['src/*.ts'], [LIT, JOSE]),
  imports(['src/react.ts', 'src/testing.ts', 'src/server.ts'], []),
  ...FOLDERS.map((folder) => imports([`src/${folder}/**/*.ts`], folderPatterns(folder))),
  imports(
    ['src/session/access-token.ts'],
    folderPatterns('session').filter((pattern) => pattern !== JOSE),
  ),
  {
    files: WITHOUT_DOM.map((folder) => `src/${folder}/**/*.ts`),
    rules: { 'no-restricted-globals': forbid(dom, 'This runs without a DOM.') },
  },
  {
    files: ['src/elements/**/*.ts'],
    rules: {
      'no-restricted-globals': forbid(
        ['setTimeout', 'setInterval', 'fetch'],
        'Elements own no timers and no requests: session and relay do.',
      ),
    },
  },
];
