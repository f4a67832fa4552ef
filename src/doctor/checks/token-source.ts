// Checks where tokens come from, and how that source answered last.

import { sourceFinding } from '../source-finding.js';
import { notChecked } from '../obstacle.js';
import type { Check } from '../types.js';

export const tokenSource: Check = {
  name: 'token-source',
  of: 'element',
  run(element, { origin }) {
    const { source } = element.session;
    if (source === 'none')
      return element.settingsError ? notChecked('address') : { result: 'ok', says: 'source-none' };
    const last = element.trace.findLast(({ what }) => /^source-(?:failed|gave-token)/.test(what));
    if (last?.what === 'source-gave-token') return { result: 'ok', says: 'source-gives' };
    if (last === undefined && source === 'provider') return { result: 'unknown', says: 'source-not-asked' };
    return sourceFinding(element, last?.what ?? '', origin);
  },
};
