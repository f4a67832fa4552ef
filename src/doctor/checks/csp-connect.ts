// The page’s Content-Security-Policy and the requests to the API and the token URL.

import { notChecked } from '../obstacle.js';
import type { Check } from '../types.js';

export const cspConnect: Check = {
  name: 'csp-connect',
  of: 'element',
  run({ policy, addresses, probe }) {
    if (addresses === null) return notChecked('address');
    const values = { desk: addresses.origins.api, ...policy.rules?.connect };
    if (policy.connect === false)
      return { result: 'fault', says: 'csp-connect-blocked', code: 'network', values };
    // A refused request fails at once.
    if (probe.kind !== 'network') return { result: 'ok', says: 'csp-connect-allowed' };
    return { result: 'unknown', says: 'csp-connect-unknown', values };
  },
};
