// Checks whether the page is shown and online, since a page that nobody sees makes no requests.

import type { Check } from '../types.js';

export const pageLife: Check = {
  name: 'page-life',
  of: 'page',
  run({ isHidden, isOnline }) {
    if (isHidden) return { result: 'warning', says: 'page-hidden' };
    if (!isOnline) return { result: 'warning', says: 'page-offline' };
    return { result: 'ok', says: 'page-shown' };
  },
};
