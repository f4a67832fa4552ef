import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** What the pages load, by its path. */
export type Assets = Readonly<Record<string, { readonly type: string; readonly text: string }>>;

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * The page's script with the element, and what it loads on demand, by file name: the app serves nothing else, least of
 * all its own source.
 */
async function bundle(entry: string): Promise<readonly (readonly [string, string])[]> {
  const results = await build({
    configFile: false,
    logLevel: 'warn',
    resolve: {
      // Without `development`, which is lit with its warnings.
      conditions: ['module', 'browser'],
      // As in the script file: lit's index brings a template engine, whose Trusted Types policy these pages refuse.
      alias: [{ find: /^lit$/, replacement: '@lit/reactive-element' }],
    },
    build: { write: false, minify: true, lib: { entry, formats: ['es'], fileName: 'service' } },
  });
  const outputs = [results].flat().flatMap((result) => ('output' in result ? result.output : []));
  const chunks = outputs.filter((output) => output.type === 'chunk');
  if (chunks.length === 0) throw new Error('The script of the host app was not built');
  return chunks.map(({ fileName, code }) => [fileName, code]);
}

/** Makes and reads them once. */
export async function loadAssets(): Promise<Assets> {
  const [shared, own, scripts] = await Promise.all([
    readFile(fileOf('../shared.css'), 'utf8'),
    readFile(fileOf('host-app.css'), 'utf8'),
    bundle(fileOf('service.ts')),
  ]);
  const [css, js] = ['text/css; charset=utf-8', 'text/javascript; charset=utf-8'];
  return {
    '/assets/shared.css': { type: css, text: shared },
    '/assets/host-app.css': { type: css, text: own },
    ...Object.fromEntries(scripts.map(([name, text]) => [`/assets/${name}`, { type: js, text }])),
  };
}
