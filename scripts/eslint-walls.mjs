import globals from 'globals';

// Which folder may import from which; an entry, a file in src itself, may import from everywhere.
const FOLDERS = [
  'url',
  'protocol',
  'frame',
  'bridge',
  'api',
  'session',
  'windows',
  'server',
  'locale',
  'settings',
  'doctor',
  'elements',
  'mount',
  'testing',
];
const ALLOWED = {
  url: [],
  protocol: ['url'],
  frame: ['url', 'protocol'],
  bridge: ['url', 'protocol'],
  api: ['url'],
  session: ['url', 'api'],
  windows: ['url', 'api'],
  server: ['url', 'api'],
  locale: [],
  settings: ['url', 'api', 'frame', 'session'],
  doctor: ['url', 'protocol', 'api', 'frame', 'session', 'locale', 'settings'],
  elements: FOLDERS.filter((name) => !['bridge', 'mount', 'server', 'testing'].includes(name)),
  mount: FOLDERS.filter((name) => !['bridge', 'server', 'testing'].includes(name)),
  testing: FOLDERS.filter(
    (name) => !['bridge', 'doctor', 'elements', 'mount', 'frame', 'settings'].includes(name),
  ),
};
const WITHOUT_DOM = ['protocol', 'url', 'api', 'server'];

const LIT = { group: ['lit', 'lit/**', 'lit-html', '@lit/**'], message: 'lit stays in src/elements.' };
const JOSE = { group: ['jose'], message: 'jose stays in access-token, server and testing.' };
const NODE = { group: ['node:*'], message: 'This runs in browsers, or on edge runtimes.' };
const OTHER_ELEMENT = (folder) => ({
  group: [`**/${folder}/**`],
  message: 'An element does not build on the other one.',
});
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
  imports(['src/access-token.ts', 'src/react.ts', 'src/testing.ts', 'src/server.ts'], []),
  ...FOLDERS.map((folder) => imports([`src/${folder}/**/*.ts`], folderPatterns(folder))),
  // The two elements share what stands in src/elements itself, and know nothing of each other.
  imports(['src/elements/workspace/**/*.ts'], [...folderPatterns('elements'), OTHER_ELEMENT('login-button')]),
  imports(['src/elements/login-button/**/*.ts'], [...folderPatterns('elements'), OTHER_ELEMENT('workspace')]),
  {
    files: WITHOUT_DOM.map((folder) => `src/${folder}/**/*.ts`),
    rules: { 'no-restricted-globals': forbid(dom, 'This runs without a DOM.') },
  },
  {
    files: ['src/elements/**/*.ts'],
    rules: {
      'no-restricted-globals': forbid(
        ['setTimeout', 'setInterval', 'fetch'],
        'Elements own no timers and no requests: session and frame do.',
      ),
    },
  },
];
