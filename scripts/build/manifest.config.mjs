import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration';
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration';
import { ROOT } from './entries.mjs';
import { manifestPlugin } from './manifest-plugin.mjs';

const { homepage } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const shared = { outdir: 'dist', hideLogs: true };

/** The section of the documentation that describes a tag. */
const reference = (_name, tag) => ({
  name: 'Documentation',
  url: homepage.replace(/#.*/, `#${tag}`),
});

export default {
  globs: ['src/elements/**/*.ts'],
  exclude: ['src/elements/**/*styles.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  plugins: [
    // First: the others write down what it leaves.
    await manifestPlugin(),
    customElementVsCodePlugin({
      ...shared,
      htmlFileName: 'html-custom-data.json',
      cssFileName: null,
      referencesTemplate: (name, tag) => [reference(name, tag)],
    }),
    customElementJetBrainsPlugin({
      ...shared,
      webTypesFileName: 'web-types.json',
      packageJson: false,
      referenceTemplate: reference,
    }),
  ],
};
