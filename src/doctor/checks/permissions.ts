// Features such as the microphone that the page itself may not use and thus cannot hand on.

import type { Check } from '../types.js';

export const permissions: Check = {
  name: 'permissions',
  of: 'element',
  run({ policy: { deniedFeatures } }) {
    if (deniedFeatures === null) return { result: 'unknown', says: 'permissions-unknown' };
    if (deniedFeatures.length === 0) return { result: 'ok', says: 'permissions-allowed' };
    return { result: 'warning', says: 'permissions-denied', values: { names: deniedFeatures.join(', ') } };
  },
};
