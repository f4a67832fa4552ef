// Checks what the frame has proved.

import { notChecked, obstacleOf } from '../obstacle.js';
import type { Check } from '../types.js';

export const frame: Check = {
  name: 'frame',
  of: 'element',
  run(element, page) {
    const { isWorkspace, state, evidence, error, isBridged, addresses } = element;
    if (!isWorkspace) return { result: 'ok', says: 'frame-none' };
    const code = error?.code;
    const obstacle = obstacleOf(element, page);
    if (code === 'frame-timeout') return { result: 'fault', says: 'frame-late', code };
    if (code === 'frame-blocked' && obstacle !== 'local-network')
      return { result: 'fault', says: 'frame-refused', code };
    if (code === 'identity-conflict') return { result: 'fault', says: 'frame-conflict', code };
    if (state === 'expired') return { result: 'fault', says: 'frame-expired', code: 'token-expired' };
    if (state === 'signed-out') return { result: 'warning', says: 'frame-signed-out' };
    if (obstacle !== null) return notChecked(obstacle);
    const values = { hosts: page.hosts, console: addresses?.console ?? '' };
    if (evidence === 'load') return { result: 'unknown', says: 'frame-loaded', values };
    if (evidence !== 'none')
      return { result: 'ok', says: evidence === 'bridge' ? 'frame-bridge' : 'frame-console' };
    return {
      result: 'unknown',
      says: state === 'idle' ? 'frame-idle' : isBridged ? 'frame-bridging' : 'frame-loading',
    };
  },
};
