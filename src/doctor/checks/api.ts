// Checks whether the desk’s API answers, and whether it is the API that answers.

import { apiObstacle, notChecked } from '../obstacle.js';
import type { Check, Finding } from '../types.js';

const OVERLOADED = 500;
/** An API that takes so long makes its users wait at each click. */
const LATE_MS = 2_000;

export const api: Check = {
  name: 'api',
  of: 'element',
  run(element): Finding {
    const { probe, addresses, localNetwork } = element;
    const values = { api: addresses?.api ?? '', server: addresses?.server ?? '' };
    if (probe.kind === 'timeout') return { result: 'fault', says: 'api-slow', code: 'timeout', values };
    if (probe.kind !== 'answer') {
      const obstacle = apiObstacle(element);
      if (obstacle !== 'api') return notChecked(obstacle);
      const isDenied = localNetwork === 'denied' && addresses?.isPrivate && !addresses.isPagePrivate;
      return isDenied
        ? notChecked('local-network')
        : { result: 'fault', says: 'api-unreachable', code: 'network', values };
    }
    const { status, deskCode, ms } = probe;
    const all = { ...values, status };
    if (status >= OVERLOADED)
      return { result: 'fault', says: 'api-fails', code: 'server-error', values: all };
    if (deskCode === null)
      // An answer that is not the desk's own comes from a gate, or is a page.
      return status === 401 || status === 403
        ? { result: 'fault', says: 'api-gate', code: 'unauthorized', values: all }
        : {
            result: 'fault',
            says: values.api === values.server ? 'api-no-api' : 'api-elsewhere',
            code: 'server-error',
            values: all,
          };
    if (deskCode === 404) return { result: 'fault', says: 'api-wrong-path', code: 'not-found', values: all };
    if (deskCode >= OVERLOADED)
      return {
        result: 'fault',
        says: 'api-fails',
        code: 'server-error',
        values: { ...values, status: deskCode },
      };
    return ms >= LATE_MS
      ? { result: 'warning', says: 'api-late', values: { ...values, seconds: Math.round(ms / 1000) } }
      : { result: 'ok', says: 'api-answers', values };
  },
};
