import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { headersFile, majorOf } from './texts.mjs';

/** What a content delivery network hands out: the script files with their maps, and the licences they owe. */
const CDN_FILE = /^bytedesk-.*\.js(\.map)?$|^THIRD-PARTY-NOTICES\.txt$/;

/**
 * Lays out a content delivery network: `/x.y.z/` for ever, `/x/` for the newest of a major version, and the headers to
 * send. Integrity values are only with the first, since the files of the other one change.
 */
export function layOutCdn(dist, folder, version) {
  const names = readdirSync(dist).filter((name) => CDN_FILE.test(name));
  for (const place of [version, majorOf(version)]) {
    mkdirSync(join(folder, place), { recursive: true });
    for (const name of names) copyFileSync(join(dist, name), join(folder, place, name));
  }
  copyFileSync(join(dist, 'integrity.json'), join(folder, version, 'integrity.json'));
  writeFileSync(join(folder, '_headers'), headersFile(version));
}

/** Writes SHA256SUMS of everything in a folder, as `sha256sum --check` reads it. */
export function writeChecksums(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'SHA256SUMS')
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  const line = (file) => {
    const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
    return `${hash}  ${relative(folder, file).replaceAll('\\', '/')}\n`;
  };
  writeFileSync(join(folder, 'SHA256SUMS'), files.map(line).join(''));
}
