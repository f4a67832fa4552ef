import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { type TypeScript, typeScriptVersions } from '../../scripts/setup/typescript-versions.mjs';
import { DIST } from '../../scripts/build/entries.mjs';
import { ALONE, COMPLETE, MODES, Projects } from './projects.js';

const [own] = typeScriptVersions();

// What must not compile stands in the same files, behind @ts-expect-error.
describe(
  `types for a strict project, TypeScript ${own?.version}`,
  {
    skip: existsSync(DIST) ? false : 'not built: npm run build',
  },
  () => {
    let projects: Projects;

    before(() => {
      projects = new Projects();
    });
    after(() => projects.remove());

    for (const mode of Object.keys(MODES) as (keyof typeof MODES)[]) {
      for (const [title, project] of Object.entries(COMPLETE)) {
        it(`hold for ${title}, ${mode}`, () => {
          assert.deepEqual(projects.faults(project, mode, own as TypeScript), []);
        });
      }
    }

    for (const [title, project] of Object.entries(ALONE)) {
      it(`need nothing else for ${title}`, () => {
        assert.deepEqual(projects.faults(project, 'Bundler', own as TypeScript), []);
      });
    }
  },
);
