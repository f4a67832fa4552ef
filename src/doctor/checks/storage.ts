// Checks where the console keeps its login.

import { notChecked } from '../obstacle.js';
import type { Check } from '../types.js';

export const storage: Check = {
  name: 'storage',
  of: 'element',
  run({ isWorkspace, isBridged, isEphemeral, addresses, evidence, error }, { isStorageBlocked }) {
    if (isStorageBlocked) return { result: 'warning', says: 'storage-blocked' };
    if (isWorkspace && isEphemeral) return { result: 'warning', says: 'storage-ephemeral', isAside: true };
    if (addresses === null) return notChecked('address');
    if (addresses.isSameSite === null) return { result: 'unknown', says: 'storage-unknown' };
    if (addresses.isSameSite || !isWorkspace) return { result: 'ok', says: 'storage-own-site' };
    // It can be the cause only where a console has loaded and no other cause is known; a bridge signs in anew by itself.
    const isSuspect = evidence === 'load' && !isBridged && error === null;
    return { result: isSuspect ? 'warning' : 'ok', says: 'storage-partitioned', isAside: true };
  },
};
