// Trusted Types: this library needs no policy, and its parts must not be refused one.

import type { Check } from '../types.js';

export const trustedTypes: Check = {
  name: 'trusted-types',
  of: 'page',
  run({ trustedTypes: state }) {
    if (state === 'refused') return { result: 'fault', says: 'trusted-types-refused' };
    if (state === 'unknown') return { result: 'unknown', says: 'trusted-types-unknown' };
    return { result: 'ok', says: state === 'enforced' ? 'trusted-types-enforced' : 'trusted-types-free' };
  },
};
