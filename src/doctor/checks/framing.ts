// Checks who may frame the desk. Its headers say so, which no page can read.

import { notChecked, obstacleOf } from '../obstacle.js';
import type { Check } from '../types.js';

export const framing: Check = {
  name: 'framing',
  of: 'element',
  run(element, page) {
    const { isWorkspace, evidence, addresses } = element;
    if (!isWorkspace) return { result: 'ok', says: 'framing-none' };
    if (addresses === null) return notChecked('address');
    const values = { hosts: page.hosts, console: addresses.console };
    if (evidence === 'console' || evidence === 'bridge')
      return { result: 'ok', says: 'framing-allowed', values };
    const obstacle = obstacleOf(element, page);
    // Without a bridge, too, framing may be refused.
    return evidence === 'load' || obstacle === null || obstacle === 'bridge'
      ? { result: 'unknown', says: 'framing-unknown', values }
      : notChecked(obstacle);
  },
};
