// Checks which settings hold for the page, and who made them.

import type { Check } from '../types.js';

export const pageSettings: Check = {
  name: 'page-settings',
  of: 'page',
  run({ settings }) {
    const { from, namesServer, namesTokenUrl, isRefused, tagsDiffer, differences } = settings;
    const values = { keys: differences || 'configure()' };
    if (tagsDiffer && from === 'none')
      return { result: 'fault', says: 'settings-tags-differ', code: 'untrusted-origin', values };
    if (isRefused) return { result: 'warning', says: 'settings-refused', values };
    if (from === 'none') return { result: 'warning', says: 'settings-none' };
    if (namesTokenUrl && !namesServer) return { result: 'warning', says: 'settings-no-server' };
    return { result: 'ok', says: from === 'tag' ? 'settings-tag' : 'settings-configure' };
  },
};
