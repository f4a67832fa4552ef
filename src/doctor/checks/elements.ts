// Checks whether there is an element at all, and finds blocks that became none.

import type { Check } from '../types.js';

export const elements: Check = {
  name: 'elements',
  of: 'page',
  run({ elements: count, emptyBlocks }) {
    if (emptyBlocks > 0)
      return { result: 'warning', says: 'elements-blocks', values: { count: emptyBlocks } };
    if (count === 0) return { result: 'warning', says: 'elements-none' };
    return { result: 'ok', says: 'elements-there', values: { count } };
  },
};
