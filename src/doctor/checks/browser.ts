// Checks which features this browser lacks.

import type { Check } from '../types.js';

export const browser: Check = {
  name: 'browser',
  of: 'page',
  run: ({ missingFeatures }) =>
    missingFeatures.length > 0
      ? { result: 'warning', says: 'browser-lacks', values: { names: missingFeatures.join(', ') } }
      : { result: 'ok', says: 'browser-complete' },
};
