// A page on the internet that shows a desk in a private network.

import { notChecked, obstacleOf } from '../obstacle.js';
import type { Check } from '../types.js';

export const localNetwork: Check = {
  name: 'local-network',
  of: 'element',
  run(element, page) {
    const { addresses, localNetwork: permission } = element;
    if (addresses === null) return notChecked('address');
    if (obstacleOf(element, page) === 'local-network')
      return { result: 'fault', says: 'local-network-denied', code: 'frame-blocked' };
    if (!addresses.isPrivate || addresses.isPagePrivate)
      // A name may lead to a private address all the same.
      return permission === 'denied' && !addresses.isPagePrivate
        ? { result: 'unknown', says: 'local-network-name' }
        : { result: 'ok', says: 'local-network-none' };
    if (permission === null) return { result: 'unknown', says: 'local-network-unseen' };
    if (permission === 'granted') return { result: 'ok', says: 'local-network-granted' };
    return permission === 'denied'
      ? { result: 'fault', says: 'local-network-denied', code: 'network' }
      : { result: 'warning', says: 'local-network-prompt' };
  },
};
