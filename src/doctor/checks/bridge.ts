// Checks whether a bridge has answered, with which version and for which host.

import { PROTOCOL_VERSION } from '../../protocol/envelope.js';
import { notChecked, obstacleOf } from '../obstacle.js';
import type { Check } from '../types.js';

export const bridge: Check = {
  name: 'bridge',
  of: 'element',
  run(element, page) {
    const { isWorkspace, isBridged, bridge: status, error, addresses } = element;
    const { origin, hosts } = page;
    const values = { origin, hosts, console: addresses?.console ?? '', version: PROTOCOL_VERSION };
    if (!isWorkspace) return { result: 'ok', says: 'bridge-not-needed' };
    if (status === 'ready') return { result: 'ok', says: 'bridge-ready', values };
    if (status === 'incompatible' || error?.code === 'bridge-incompatible')
      return { result: 'fault', says: 'bridge-incompatible', code: 'bridge-incompatible', values };
    // One that does not allow this page keeps quiet: no page can tell it from none.
    if (error?.code === 'bridge-missing')
      return { result: 'fault', says: 'bridge-missing', code: 'bridge-missing', values };
    if (!isBridged) return { result: 'ok', says: 'bridge-not-needed' };
    const obstacle = obstacleOf(element, page);
    return obstacle === null ? { result: 'unknown', says: 'bridge-awaited' } : notChecked(obstacle);
  },
};
