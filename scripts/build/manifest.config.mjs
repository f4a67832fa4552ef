import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration';
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration';

const shared = { outdir: 'dist', hideLogs: true };

export default {
  globs: ['src/elements/**/*.ts'],
  exclude: ['src/elements/**/*styles.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  plugins: [
    customElementVsCodePlugin({ ...shared, htmlFileName: 'html-custom-data.json', cssFileName: null }),
    customElementJetBrainsPlugin({ ...shared, webTypesFileName: 'web-types.json', packageJson: false }),
  ],
};
