import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const DIST = join(ROOT, 'dist');

/** Where the documents are, for texts that lead to them. @param homepage the package's */
export const docsAt = (homepage) => `${homepage.replace(/#.*/, '')}/blob/main/docs/`;

const inSource = (name) => existsSync(join(ROOT, 'src', name));

// The file names of languages are lower case, their public names are language tags.
const languageTag = (file) => file.replace(/-(\w+)$/, (_, region) => `-${region.toUpperCase()}`);

const LOCALE_FILE = /^([a-z]{2}-[a-z]{2})\.ts$/;

const locales = readdirSync(join(ROOT, 'src'), { recursive: false }).includes('locale')
  ? readdirSync(join(ROOT, 'src', 'locale')).flatMap((file) => LOCALE_FILE.exec(file)?.[1] ?? [])
  : [];

const fixed = {
  index: 'index.ts',
  define: 'define.ts',
  bridge: 'bridge.ts',
  server: 'server.ts',
  react: 'react.ts',
  jsx: 'jsx.ts',
  vue: 'vue.ts',
  svelte: 'svelte.ts',
  solid: 'solid.ts',
  global: 'global.ts',
  testing: 'testing.ts',
  cli: 'testing/cli.ts',
};

/** ES module entries: name in dist, without `.js`, to source file in src. */
export const modules = {
  ...Object.fromEntries(Object.entries(fixed).filter(([, source]) => inSource(source))),
  ...Object.fromEntries(locales.map((file) => [`locales/${languageTag(file)}`, `locale/${file}.ts`])),
};

/** Classic scripts: src/script.ts is the main one, src/NAME-script.ts becomes dist/bytedesk-NAME.js. */
export const scripts = Object.fromEntries(
  readdirSync(join(ROOT, 'src'))
    .map((file) => [/^(?:(\w+)-)?script\.ts$/.exec(file), file])
    .filter(([match]) => match)
    .map(([match, file]) => [`bytedesk-${match[1] ?? 'embed'}`, file]),
);

/**
 * Brotli bytes above which the build fails, a little above what the files have now. The goals are 25,500 and 3,500: the
 * page settings, the flight recorder, the stores of a console and the sign-in by the documented way took the files beyond
 * them.
 */
export const BUDGETS = { 'bytedesk-embed': 31_050, 'bytedesk-bridge': 4_210, 'bytedesk-doctor': 29_150 };

/** Minified bytes that each folder, or package, may have in the script file: about a tenth more than it had when it was cut. */
export const FOLDER_BUDGETS = {
  'elements/workspace': 26_500,
  session: 17_900,
  elements: 7_300,
  'elements/login-button': 6_600,
  frame: 6_900,
  '@lit/reactive-element': 4_400,
  locale: 5_500,
  settings: 5_000,
  src: 4_600,
  mount: 3_800,
  url: 2_900,
  api: 2_200,
  protocol: 1_900,
  windows: 1_900,
  jose: 1_000,
  doctor: 900,
};
