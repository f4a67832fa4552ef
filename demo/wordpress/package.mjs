// node demo/wordpress/package.mjs FOLDER: the plugin as WordPress takes it, a folder and a zip file of it.
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { messageFile, readTranslations, scriptTranslations } from './translations.mjs';
import { zip } from './zip.mjs';

const NAME = 'bytedesk-embed';
const SOURCE = fileURLToPath(new URL(NAME, import.meta.url));
const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const ASSETS = ['bytedesk-embed.js', 'bytedesk-doctor.js', 'integrity.json', 'THIRD-PARTY-NOTICES.txt'];

function addTranslations(plugin) {
  const folder = join(plugin, 'languages');
  for (const file of readdirSync(folder)) {
    const base = file.replace(/\.po$/, '');
    const translations = readTranslations(readFileSync(join(folder, file), 'utf8'));
    writeFileSync(join(folder, `${base}.mo`), messageFile(translations));
    writeFileSync(join(folder, `${base}-bytedesk-embed-editor.json`), scriptTranslations(translations));
  }
}

/**
 * Puts the plugin together from its source and the built script with its hash.
 * @returns {string} the plugin's folder, inside `folder`
 */
export function packagePlugin(folder) {
  const plugin = join(folder, NAME);
  rmSync(plugin, { recursive: true, force: true });
  mkdirSync(join(plugin, 'assets'), { recursive: true });
  cpSync(SOURCE, plugin, { recursive: true });
  for (const file of ASSETS) copyFileSync(join(DIST, file), join(plugin, 'assets', file));
  copyFileSync(join(DIST, '..', 'LICENSE'), join(plugin, 'LICENSE'));
  addTranslations(plugin);
  return plugin;
}

/** Writes the zip file that WordPress takes under Plugins, Add New, Upload. @returns {string} its path */
export function zipPlugin(plugin) {
  const files = readdirSync(plugin, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const entries = files.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [join(NAME, path.slice(plugin.length)).replaceAll('\\', '/'), readFileSync(path)];
  });
  const file = `${plugin}.zip`;
  writeFileSync(file, zip(entries.sort()));
  return file;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = process.argv[2];
  if (!folder) throw new Error('Usage: node demo/wordpress/package.mjs FOLDER, after npm run build');
  console.log(zipPlugin(packagePlugin(resolve(folder))));
}
