// The address of the desk, and mixed content.

import type { ErrorCode } from '../../errors.js';
import type { FindingName } from '../texts/en.js';
import type { Check } from '../types.js';

const BY_CODE: Partial<Record<ErrorCode, FindingName>> = {
  'mixed-content': 'address-mixed',
  'untrusted-origin': 'address-untrusted',
};

export const address: Check = {
  name: 'address',
  of: 'element',
  run({ settingsError: error, addresses }) {
    if (error)
      return {
        result: 'fault',
        says: BY_CODE[error.code] ?? 'address-refused',
        code: error.code,
        // This library's own texts repeat no address.
        values: { text: error.message, refused: error.refused ?? '?', allowed: error.allowed ?? '?' },
      };
    const values = { server: addresses?.server ?? '', api: addresses?.api ?? '' };
    if (addresses?.isOwnOrigin) return { result: 'warning', says: 'address-own', values };
    return { result: 'ok', says: 'address-good', values };
  },
};
