// Gives the doctor's findings numbers in its file: in there each name would stand four times, in three languages and in the
// check that finds it, and nobody outside reads one. The texts of a language become a list.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './entries.mjs';

const KEY = /^( +)'([a-z]+(?:-[a-z]+)+)': \[/gm;

/** The part of a file of texts that holds the findings, with what is around it. */
function partsOf(text) {
  const [, before, findings, after] =
    /^([^]*\bfindings(?: =|:) )\{(\n[^]*?\n *)\}((?: as const|,\n {2}words)[^]*)$/.exec(text);
  return { before, findings, after };
}

const namesOf = (text) => [...partsOf(text).findings.matchAll(KEY)].map(([, , name]) => name);

/** @throws Error for texts with other findings than the English ones, or in another order */
function listOf(code, names) {
  const { before, findings, after } = partsOf(code);
  if (namesOf(code).join() !== names.join()) throw new Error('The findings of the doctor’s texts differ');
  return `${before}[${findings.replace(KEY, '$1[')}]${after}`;
}

export const findingNames = () => {
  const names = namesOf(readFileSync(join(ROOT, 'src/doctor/texts/en.ts'), 'utf8'));
  const codes = new Set(readFileSync(join(ROOT, 'src/errors.ts'), 'utf8').match(/'[a-z]+(?:-[a-z]+)+'/g));
  return {
    name: 'finding-names',
    enforce: 'pre',
    transform(code, id) {
      if (!/[/\\]src[/\\]doctor[/\\]/.test(id)) return null;
      if (/[/\\]texts[/\\]/.test(id)) return { code: listOf(code, names), map: null };
      // A finding that has the name of an error code is told by what stands before it.
      const numbered = code.replace(/(\bsays: )?('([a-z]+(?:-[a-z]+)+)')/g, (all, says = '', text, name) =>
        names.includes(name) && (says !== '' || !codes.has(text)) ? says + names.indexOf(name) : all,
      );
      // Line by line the map still fits.
      return { code: numbered, map: null };
    },
  };
};
