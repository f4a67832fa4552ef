// The page’s Content-Security-Policy and the form of a login button with mode="form".

import { notChecked } from '../obstacle.js';
import type { Check } from '../types.js';

export const cspForm: Check = {
  name: 'csp-form',
  of: 'element',
  run({ isForm, policy, addresses }) {
    if (!isForm) return { result: 'ok', says: 'csp-form-none' };
    if (addresses === null) return notChecked('address');
    const values = { desk: addresses.origins.server, ...policy.rules?.form };
    if (policy.form === false) return { result: 'fault', says: 'csp-form-blocked', values };
    if (policy.form) return { result: 'ok', says: 'csp-form-allowed' };
    return { result: 'unknown', says: 'csp-form-unknown', values };
  },
};
