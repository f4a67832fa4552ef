import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import { docsAt, modules } from './scripts/build/entries.mjs';

const { version, homepage } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string;
  homepage: string;
};

const fromSource = (file: string): string => new URL(`src/${file}`, import.meta.url).pathname;

/** `vite` and `npm start` serve the host pages; the build is the one for bundlers, scripts/build.mjs adds the scripts. */
export default defineConfig({
  // The console's pages, on another port of this machine, have no business reading ours.
  server: { host: '127.0.0.1', cors: false },
  define: {
    __BYTEDESK_EMBED_VERSION__: JSON.stringify(version),
    __BYTEDESK_EMBED_DOCS__: JSON.stringify(docsAt(homepage)),
  },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false,
    sourcemap: true,
    // Bundlers minify; readable modules make readable stack traces.
    minify: false,
    reportCompressedSize: false,
    lib: {
      entry: Object.fromEntries(Object.entries(modules).map(([name, file]) => [name, fromSource(file)])),
      formats: ['es'],
    },
    rolldownOptions: {
      // The directive of src/react.ts stays the first line of its file, which test/package.node.test.ts looks at.
      checks: { moduleLevelDirective: false },
      // Every package stays an import.
      external: /^(?!\.{0,2}\/|[A-Za-z]:|\0)/,
      output: {
        // One file a module: a bundler then leaves out what a page does not use, also what it could not prove unused.
        preserveModules: true,
        preserveModulesRoot: 'src',
        entryFileNames: '[name].js',
      },
    },
  },
});
