// Cross-origin isolation: which frames the page may hold.

import type { Check } from '../types.js';

export const isolation: Check = {
  name: 'isolation',
  of: 'element',
  run({ isWorkspace, isBridged, isEphemeral, error }, { isIsolated }) {
    if (!isIsolated || !isWorkspace) return { result: 'ok', says: 'isolation-none' };
    const isRefused = error?.code === 'frame-blocked' || !(isBridged || isEphemeral);
    if (isRefused) return { result: 'fault', says: 'isolation-blocks', code: 'frame-blocked' };
    // With an ordinary frame the desk decides, by headers that the page cannot read.
    return isEphemeral
      ? { result: 'ok', says: 'isolation-ephemeral' }
      : { result: 'unknown', says: 'isolation-desk' };
  },
};
