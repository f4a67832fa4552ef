import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './entries.mjs';

const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)\//g;

const packageOf = (moduleId) => [...moduleId.replaceAll('\\', '/').matchAll(PACKAGE)].at(-1)?.[1];

function licenceOf(name) {
  const folder = join(ROOT, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  if (!file) throw new Error(`${name} is bundled, but its licence text was not found`);
  return { name, version, license, text: readFileSync(join(folder, file), 'utf8').trim() };
}

/** The packages these modules belong to, whose licences ask to be passed on. */
export function licencesOf(moduleIds) {
  const names = new Set(moduleIds.map(packageOf).filter(Boolean));
  return [...names].sort().map(licenceOf);
}

export const noticesText = (licences) =>
  [
    'The script files of bytedesk-embed contain code of these packages.',
    ...licences.map(({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}`),
  ].join(`\n\n${'-'.repeat(72)}\n\n`) + '\n';

/** One line at the top of a script; the texts are beside it. */
export function banner({ name, version, license }, licences) {
  const parts = licences.map((part) => `${part.name} ${part.license}`);
  const rest = parts.length > 0 ? ` | ${parts.join(', ')}: see THIRD-PARTY-NOTICES.txt` : '';
  return `/*! ${name} ${version} ${license}${rest} */`;
}
