// npm run build: dist for bundlers, script tags and editors.
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from 'terser';
import { build } from 'vite';
import { BUDGETS, DIST, docsAt, FOLDER_BUDGETS, modules, ROOT, scripts } from './build/entries.mjs';
import { findingNames } from './build/finding-names.mjs';
import { assertInternal, mangledNames } from './build/internal-names.mjs';
import { leanLibraries } from './build/lean-libraries.mjs';
import { minifyStyles } from './build/minify-styles.mjs';
import { folderSizes, folderTable } from './build/module-sizes.mjs';
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

/** Ways to write the same that brotli takes differently; which is best depends on the script. */
const HABITS = [
  {},
  { collapse_vars: false },
  { sequences: false },
  { collapse_vars: false, sequences: false },
  { negate_iife: false },
  { comparisons: false },
  { if_return: false },
  { hoist_funs: true, collapse_vars: false },
  { hoist_funs: true, lhs_constants: false },
  { hoist_funs: true, if_return: false },
  { hoist_funs: true, keep_fargs: true, comparisons: false, sequences: false },
];

/** Once more, by another minifier: it finds 1.5 % that the bundler's own left, and shortens the names inside. */
async function squeeze(name, licences) {
  const [script, map] = [inDist(`${name}.js`), inDist(`${name}.js.map`)];
  const code = readFileSync(script, 'utf8');
  assertInternal(code);
  const content = readFileSync(map, 'utf8');
  const results = [];
  for (const habits of HABITS) {
    const result = await minify(code, {
      ecma: 2022,
      format: { semicolons: name !== 'bytedesk-bridge' },
      compress: { passes: 3, keep_fargs: false, unsafe_arrows: true, ...habits },
      ...(name === 'bytedesk-bridge' ? {} : mangledNames()),
      // A desk serves the bridge alone, without its source map.
      sourceMap: { content, ...(name !== 'bytedesk-bridge' && { url: `${name}.js.map` }) },
    });
    const finished = `${headOf(name, licences).join('\n')}\n${result.code}\n`;
    results.push({ ...result, size: measure(Buffer.from(finished)).brotli });
  }
  const [squeezed] = results.sort((a, b) => a.size - b.size);
  writeFileSync(script, `${squeezed.code}\n`);
  writeFileSync(map, squeezed.map);
}

/**
 * Makes Chromium compile all functions of the script while the file arrives, beside the page's own work. Without it each of
 * the 300 functions that run before the frame's request is compiled when it is first called.
 */
const COMPILE_HINT = '//# allFunctionsCalledOnLoad';

/**
 * The lines above a finished script. The byte order mark says that the file is UTF-8, whatever the page is: one in GBK would
 * show our Chinese texts garbled.
 */
const headOf = (name, licences) => [
  `\u{feff}${banner(packageJson, licences)}`,
  ...(name === 'bytedesk-embed' ? [COMPILE_HINT] : []),
];

/** Puts these lines above a finished script, and moves its source map down by them. */
function addBanner(name, licences) {
  const [script, map] = [inDist(`${name}.js`), inDist(`${name}.js.map`)];
  const sourceMap = JSON.parse(readFileSync(map, 'utf8'));
  const lines = headOf(name, licences);
  writeFileSync(
    map,
    JSON.stringify({ ...sourceMap, mappings: `${';'.repeat(lines.length)}${sourceMap.mappings}` }),
  );
  writeFileSync(script, `${lines.join('\n')}\n${readFileSync(script, 'utf8')}`);
}

/** The script file loads the doctor's file only when it is asked for, so that its own build takes another loader. */
const doctorBeside = {
  name: 'doctor-beside-the-script',
  enforce: 'pre',
  resolveId: (id) =>
    /(?:^\.|\/doctor)\/load\.js$/.test(id) ? join(ROOT, 'src/doctor/load-beside.ts') : null,
};

/** What the build knows and the sources do not. The doctor's file is built before the script file, which checks it. */
const defines = (name) => ({
  __BYTEDESK_EMBED_VERSION__: JSON.stringify(packageJson.version),
  __BYTEDESK_EMBED_DOCS__: JSON.stringify(docsAt(packageJson.homepage)),
  ...(name === 'bytedesk-doctor' && { __IS_DOCTOR_FILE__: 'true' }),
  ...(name === 'bytedesk-embed' && {
    __DOCTOR_INTEGRITY__: JSON.stringify(integrity(readFileSync(inDist('bytedesk-doctor.js')))),
  }),
});

async function buildScript(name, source) {
  const [{ output }] = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    plugins: [minifyStyles(), leanLibraries(), findingNames(), doctorBeside],
    define: defines(name),
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
  await squeeze(name, licences);
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

/** Prints the sizes, and stops the build where something has become too large. */
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

  const folders = folderSizes(inDist('bytedesk-embed.js'));
  console.log(folderTable(folders));

  const over = Object.entries(BUDGETS).filter(([name, limit]) => sizes[`${name}.js`]?.brotli > limit);
  for (const [name, limit] of over)
    console.error(`${name}.js is over its budget of ${limit} bytes of brotli`);
  const large = folders.filter(({ folder, raw }) => raw > (FOLDER_BUDGETS[folder] ?? 0));
  for (const { folder, raw } of large)
    console.error(
      `${folder} has ${raw} bytes in the script file; its limit is ${FOLDER_BUDGETS[folder] ?? 0}`,
    );
  if (over.length + large.length > 0) throw new Error('Over budget');
}

try {
  rmSync(DIST, { recursive: true, force: true });
  await buildModules();
  await buildScripts();
  buildTypes();
  buildEditorData();
  assertInternal('', readFileSync(inDist('custom-elements.json'), 'utf8'));
  report();
} catch (error) {
  console.error(`Build failed: ${error.message}`);
  process.exitCode = 1;
}
