import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { typeScriptVersions } from '../../scripts/setup/typescript-versions.mjs';
import { DIST } from '../../scripts/build/entries.mjs';
import { COMPLETE, MODES, Projects } from './projects.js';

const [, ...others] = typeScriptVersions();

describe(
  'types for other versions of TypeScript',
  {
    skip: existsSync(DIST) ? false : 'not built: npm run build',
  },
  () => {
    let projects: Projects;

    before(() => {
      projects = new Projects();
    });
    after(() => projects.remove());

    for (const other of others) {
      const skip = other.tsc ? false : 'not installed: node scripts/setup/typescript-versions.mjs';
      for (const mode of Object.keys(MODES) as (keyof typeof MODES)[]) {
        for (const [title, project] of Object.entries(COMPLETE)) {
          it(`hold in TypeScript ${other.version} for ${title}, ${mode}`, { skip }, () => {
            assert.deepEqual(projects.faults(project, mode, other), []);
          });
        }
      }
    }
  },
);
