/** A version as npm takes it: three numbers, with a pre-release mark if need be. */
export const isVersion = (text) => /^\d+\.\d+\.\d+(?:-[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*)?$/.test(text);

const NEXT_SECTION = /^## /m;

/** The text below a heading, up to the next one of its kind; undefined without such a heading. */
function sectionAfter(changelog, heading) {
  const found = heading.exec(changelog);
  if (!found) return undefined;
  const start = found.index + found[0].length;
  const length = NEXT_SECTION.exec(changelog.slice(start))?.index ?? changelog.length - start;
  return { start, end: start + length, text: changelog.slice(start, start + length).trim() };
}

/**
 * Turns what is unreleased into the section of a version, below a new, empty one. A version that has its section
 * already keeps it: its tag is being released.
 * @returns {{ changelog: string, section: string }} the whole file, and what the version brings
 * @throws if nothing is unreleased
 */
export function cutChangelog(changelog, version, date) {
  const known = sectionAfter(changelog, new RegExp(`^## ${version.replaceAll('.', '\\.')} \\(.*\\)$`, 'm'));
  if (known) return { changelog, section: known.text };
  const unreleased = sectionAfter(changelog, /^## Unreleased$/m);
  if (!unreleased?.text) throw new Error('CHANGELOG.md has nothing below "## Unreleased".');
  const before = changelog.slice(0, unreleased.start);
  const after = changelog.slice(unreleased.end);
  const section = `\n\n## ${version} (${date})\n\n${unreleased.text}\n`;
  return { changelog: `${before}${section}${after && `\n${after}`}`, section: unreleased.text };
}

/** The first version in a JSON file's text is the package's own; a lock file has it twice, below each other. */
export function setPackageVersion(text, version) {
  const content = JSON.parse(text);
  content.version = version;
  if (content.packages) content.packages[''].version = version;
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The plugin says its version in the header that WordPress reads. */
export const setPluginVersion = (php, version) => php.replace(/^( \* Version: +)\S+$/m, `$1${version}`);

/** Links to what is in the repository but not in the package become addresses. */
export const linkToRepository = (markdown, home, version) =>
  markdown.replaceAll(/\]\((demo\/[^)]*)\)/g, `](${home}/tree/v${version}/$1)`);

/** The address of the repository's page; the only thing a publisher fills in, see docs/releasing.md. */
export const homeOf = ({ repository }) => repository.url.replace(/^git\+|\.git$/g, '');

/** `homepage` and `bugs` follow from the repository. */
export function setAddresses(text) {
  const manifest = JSON.parse(text);
  const home = homeOf(manifest);
  Object.assign(manifest, { homepage: `${home}#readme`, bugs: `${home}/issues` });
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** True until a publisher has put the real repository into package.json. */
export const isPlaceholder = (manifest) => homeOf(manifest).includes('/your-organisation/');

/** What to send with the folders of a content delivery network, in the format of a `_headers` file. */
export function headersFile(version) {
  const shared = [
    'Access-Control-Allow-Origin: *',
    'Cross-Origin-Resource-Policy: cross-origin',
    'X-Content-Type-Options: nosniff',
  ];
  const rule = (folder, cache) => [`/${folder}/*`, `Cache-Control: ${cache}`, ...shared].join('\n  ');
  return `${[
    // What has a full version never changes.
    rule(version, 'public, max-age=31536000, immutable'),
    rule(majorOf(version), 'public, max-age=600, stale-while-revalidate=86400'),
  ].join('\n\n')}\n`;
}

export const majorOf = (version) => version.split('.')[0];

/** The text of a release: what is new, and how to load exactly this version. */
export const releaseNotes = (version, section, hashes) =>
  [
    section,
    '### Subresource Integrity',
    ...Object.entries(hashes).map(
      ([file, integrity]) =>
        `- \`<script src="https://YOUR-CDN/${version}/${file}" integrity="${integrity}" crossorigin="anonymous" defer></script>\``,
    ),
    '',
  ].join('\n\n');
