// Checks how many copies of this library the page has loaded.

import type { Check } from '../types.js';

export const copies: Check = {
  name: 'copies',
  of: 'page',
  run({ copies: count, isDefined }) {
    if (!isDefined) return { result: 'fault', says: 'copies-undefined' };
    if (count === null) return { result: 'unknown', says: 'copies-unknown' };
    if (count > 1) return { result: 'warning', says: 'copies-many', values: { count } };
    return { result: 'ok', says: 'copies-one' };
  },
};
