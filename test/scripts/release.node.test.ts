import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DIST, ROOT } from '../../scripts/build/entries.mjs';
import { integrity } from '../../scripts/build/sizes.mjs';
import { layOutCdn, writeChecksums } from '../../scripts/release/artifacts.mjs';
import * as texts from '../../scripts/release/texts.mjs';

const CHANGELOG = `# Changelog

## Unreleased

### Added

- A thing.

## 1.0.0 (2026-01-01)

- The first.
`;

describe('the changelog of a release', () => {
  it('gets a section of what was unreleased, below an empty one', () => {
    const { changelog, section } = texts.cutChangelog(CHANGELOG, '1.1.0', '2026-02-03');
    assert.equal(section, '### Added\n\n- A thing.');
    assert.match(
      changelog,
      /## Unreleased\n\n## 1\.1\.0 \(2026-02-03\)\n\n### Added\n\n- A thing\.\n\n## 1\.0\.0/,
    );
  });

  it('stays as it is for a version that has its section', () => {
    const answer = texts.cutChangelog(CHANGELOG, '1.0.0', '2026-02-03');
    assert.deepEqual(answer, { changelog: CHANGELOG, section: '- The first.' });
    const { changelog } = texts.cutChangelog(CHANGELOG, '1.1.0', '2026-02-03');
    assert.equal(texts.cutChangelog(changelog, '1.1.0', '2027-01-01').changelog, changelog);
  });

  it('must have something that is unreleased', () => {
    const { changelog } = texts.cutChangelog(CHANGELOG, '1.1.0', '2026-02-03');
    assert.throws(() => texts.cutChangelog(changelog, '1.2.0', '2026-02-03'), /nothing below/);
    assert.throws(() => texts.cutChangelog('# Changelog\n', '1.2.0', '2026-02-03'), /nothing below/);
  });

  it('is the one that the repository has', () => {
    const { section } = texts.cutChangelog(
      readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'),
      '99.0.0',
      '2026-02-03',
    );
    assert.ok(section.length > 100);
  });
});

describe('the version of a release', () => {
  for (const good of ['1.2.3', '0.1.0', '10.20.30', '1.0.0-beta.1'])
    it(`may be ${good}`, () => assert.ok(texts.isVersion(good)));
  for (const bad of ['', '1', '1.2', 'v1.2.3', '1.2.3; rm', '1.2.3-', '../1.2.3', '1.2.3\n'])
    it(`may not be ${JSON.stringify(bad)}`, () => assert.ok(!texts.isVersion(bad)));

  it('is written wherever a version stands', () => {
    const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
    const manifest = JSON.parse(texts.setPackageVersion(read('package.json'), '9.8.7')) as {
      version: string;
    };
    assert.equal(manifest.version, '9.8.7');
    const lock = JSON.parse(texts.setPackageVersion(read('package-lock.json'), '9.8.7')) as {
      version: string;
      packages: Record<string, { version: string }>;
    };
    assert.deepEqual([lock.version, lock.packages['']?.version], ['9.8.7', '9.8.7']);
    const plugin = read('demo/wordpress/bytedesk-embed/bytedesk-embed.php');
    assert.match(texts.setPluginVersion(plugin, '9.8.7'), /^ \* Version: +9\.8\.7$/m);
  });

  it('leads from the repository to its other addresses', () => {
    const text = JSON.stringify({ repository: { url: 'git+https://github.com/some/where.git' } });
    assert.deepEqual(JSON.parse(texts.setAddresses(text)), {
      repository: { url: 'git+https://github.com/some/where.git' },
      homepage: 'https://github.com/some/where#readme',
      bugs: 'https://github.com/some/where/issues',
    });
    const readme = '[a](demo/host-app) [b](docs/cms.md)';
    assert.equal(
      texts.linkToRepository(readme, 'https://github.com/some/where', '1.2.3'),
      '[a](https://github.com/some/where/tree/v1.2.3/demo/host-app) [b](docs/cms.md)',
    );
  });
});

describe(
  'the files of a release',
  { skip: existsSync(join(DIST, 'integrity.json')) ? false : 'not built' },
  () => {
    it('have one folder for ever and one for the newest, headers, integrity values and sums that are right', () => {
      const out = mkdtempSync(join(tmpdir(), 'bytedesk-embed-release-'));
      try {
        layOutCdn(DIST, out, '1.2.3');
        writeChecksums(out);
        const scripts = [
          'bytedesk-bridge.js',
          'bytedesk-bridge.js.map',
          'bytedesk-doctor.js',
          'bytedesk-doctor.js.map',
          'bytedesk-embed.js',
          'bytedesk-embed.js.map',
        ];
        const floating = ['THIRD-PARTY-NOTICES.txt', ...scripts];
        assert.deepEqual(readdirSync(join(out, '1')).sort(), floating);
        assert.deepEqual(readdirSync(join(out, '1.2.3')).sort(), [...floating, 'integrity.json']);
        const hashes = JSON.parse(readFileSync(join(out, '1.2.3/integrity.json'), 'utf8')) as Record<
          string,
          string
        >;
        for (const [file, hash] of Object.entries(hashes))
          assert.equal(integrity(readFileSync(join(out, '1.2.3', file))), hash);
        const headers = readFileSync(join(out, '_headers'), 'utf8');
        assert.match(headers, /^\/1\.2\.3\/\*\n {2}Cache-Control: public, max-age=31536000, immutable\n/);
        assert.match(headers, /\n\/1\/\*\n {2}Cache-Control: public, max-age=600/);
        // A script with an integrity value is fetched with CORS.
        assert.equal(headers.match(/Access-Control-Allow-Origin: \*/g)?.length, 2);
        if (process.platform === 'linux')
          execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: out });
      } finally {
        rmSync(out, { recursive: true, force: true });
      }
    });

    it('are not made of a version that is none', () => {
      const { status, stderr } = spawnSync(process.execPath, ['scripts/release.mjs', 'next'], {
        cwd: ROOT,
        encoding: 'utf8',
      });
      assert.equal(status, 1);
      assert.match(stderr, /A version such as 1\.2\.3 is needed/);
    });
  },
);
