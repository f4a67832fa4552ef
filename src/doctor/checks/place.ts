// Checks where the element stands, and whether anybody can see it.

import type { Check } from '../types.js';

export const place: Check = {
  name: 'place',
  of: 'element',
  run({ place: { hasNoSize, isLazy, isOtherWindow, size, hider } }) {
    if (hasNoSize) return { result: 'fault', says: 'place-no-size', values: { size, hider } };
    if (isLazy) return { result: 'warning', says: 'place-lazy' };
    return { result: 'ok', says: isOtherWindow ? 'place-other-window' : 'place-seen' };
  },
};
