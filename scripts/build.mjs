// npm run build: dist for bundlers, script tags and editors.
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from 'terser';
import { build } from 'vite';
import { BUDGETS, DIST, modules, ROOT, scripts } from './build/entries.mjs';
import { minifyStyles } from './build/minify-styles.mjs';
import { banner, licencesOf, noticesText } from './build/notices.mjs';
import { integrity, measure, sizeTable } from './build/sizes.mjs';
import { node, nodeModule } from './run-step.mjs';

const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const inDist = (name) => join(DIST, name);

function run(title, args) {
  if (node(args) !== 0) throw new Error(`${title} failed, see above`);
}

async function buildModules() {
  if (Object.keys(modules).length === 0) return;
  await build({ configFile: join(ROOT, 'vite.config.ts'), root: ROOT, logLevel: 'warn' });
  if (existsSync(inDist('cli.js'))) chmodSync(inDist('cli.js'), 0o755);
}

/** Once more, by another minifier: it finds 1.5 % that the bundler's own left. */
async function squeeze(name) {
  const [script, map] = [inDist(`${name}.js`), inDist(`${name}.js.map`)];
  const squeezed = await minify(readFileSync(script, 'utf8'), {
    ecma: 2022,
    compress: { passes: 3, keep_fargs: false },
    sourceMap: { content: readFileSync(map, 'utf8'), url: `${name}.js.map` },
  });
  writeFileSync(script, `${squeezed.code}\n`);
  writeFileSync(map, squeezed.map);
}

/** Puts the banner above a finished script, and moves its source map down by that line. */
function addBanner(name, licences) {
  const [script, map] = [inDist(`${name}.js`), inDist(`${name}.js.map`)];
  const sourceMap = JSON.parse(readFileSync(map, 'utf8'));
  writeFileSync(map, JSON.stringify({ ...sourceMap, mappings: `;${sourceMap.mappings}` }));
  writeFileSync(script, `${banner(packageJson, licences)}\n${readFileSync(script, 'utf8')}`);
}

async function buildScript(name, source) {
  const [{ output }] = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    plugins: [minifyStyles()],
    build: {
      target: 'es2022',
      outDir: DIST,
      emptyOutDir: false,
      sourcemap: true,
      reportCompressedSize: false,
      lib: {
        entry: join(ROOT, 'src', source),
        formats: ['iife'],
        name: 'BytedeskEmbed',
        fileName: () => `${name}.js`,
      },
      rolldownOptions: { output: { comments: { legal: false } } },
    },
  });
  const [{ code, moduleIds }] = output;
  // The entry sets its frozen global itself; an export would make the bundler set it once more.
  if (/^(?:var|this\.)/.test(code)) throw new Error(`src/${source} must not export anything`);
  const licences = licencesOf(moduleIds);
  await squeeze(name);
  addBanner(name, licences);
  return licences;
}

async function buildScripts() {
  const licences = new Map();
  for (const [name, source] of Object.entries(scripts)) {
    for (const licence of await buildScript(name, source)) licences.set(licence.name, licence);
  }
  if (licences.size > 0)
    writeFileSync(inDist('THIRD-PARTY-NOTICES.txt'), noticesText([...licences.values()]));
}

function buildTypes() {
  const tsc = nodeModule('typescript/bin/tsc');
  const flags = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', DIST];
  run('The declarations', [tsc, '-p', 'tsconfig.json', ...flags]);
}

function buildEditorData() {
  if (!existsSync(join(ROOT, 'src/elements'))) return;
  const cem = nodeModule('@custom-elements-manifest/analyzer/cem.js');
  run('The custom elements manifest', [
    cem,
    'analyze',
    '--config',
    'scripts/build/manifest.config.mjs',
    '--quiet',
  ]);
}

function report() {
  const entries = [...Object.keys(modules), ...Object.keys(scripts)].map((name) => `${name}.js`);
  const files = entries.filter((name) => existsSync(inDist(name)));
  const bytes = Object.fromEntries(files.sort().map((name) => [name, readFileSync(inDist(name))]));
  const sizes = Object.fromEntries(Object.entries(bytes).map(([name, content]) => [name, measure(content)]));
  if (files.length > 0) console.log(sizeTable(sizes));

  const names = Object.keys(scripts).map((name) => `${name}.js`);
  const hashes = Object.fromEntries(names.map((name) => [name, integrity(bytes[name])]));
  if (names.length > 0) writeFileSync(inDist('integrity.json'), `${JSON.stringify(hashes, null, 2)}\n`);
  for (const [name, hash] of Object.entries(hashes)) console.log(`${name}: integrity="${hash}"`);

  const over = Object.entries(BUDGETS).filter(([name, limit]) => sizes[`${name}.js`]?.brotli > limit);
  for (const [name, limit] of over)
    console.error(`${name}.js is over its budget of ${limit} bytes of brotli`);
  if (over.length > 0) throw new Error('Over budget');
}

try {
  rmSync(DIST, { recursive: true, force: true });
  await buildModules();
  await buildScripts();
  buildTypes();
  buildEditorData();
  report();
} catch (error) {
  console.error(`Build failed: ${error.message}`);
  process.exitCode = 1;
}
