// The page’s Content-Security-Policy and the frame.

import { notChecked, obstacleOf } from '../obstacle.js';
import type { Check } from '../types.js';

/** Errors of a frame that was sent on its way and that no policy has refused. */
const TRIED = /^(?:bridge-|frame-timeout|identity-)/;

export const cspFrame: Check = {
  name: 'csp-frame',
  of: 'element',
  run(element, page) {
    const { isWorkspace, policy, addresses, evidence, error } = element;
    if (!isWorkspace) return { result: 'ok', says: 'csp-frame-none' };
    if (addresses === null) return notChecked('address');
    const values = { desk: addresses.origins.server, ...policy.rules?.frame };
    const obstacle = obstacleOf(element, page);
    if (obstacle === 'csp-frame' || policy.frame === false)
      return { result: 'fault', says: 'csp-frame-blocked', code: 'frame-blocked', values };
    if (evidence !== 'none' || policy.frame || TRIED.test(error?.code ?? ''))
      return { result: 'ok', says: 'csp-frame-allowed' };
    if (obstacle !== null) return notChecked(obstacle);
    return { result: 'unknown', says: 'csp-frame-unknown', values };
  },
};
