// The clocks of the page, of the host’s server and of the desk.

import { timeOf } from '../shown.js';
import type { Check } from '../types.js';

const TOLERANCE_MS = 5 * 60_000;

export const clock: Check = {
  name: 'clock',
  of: 'element',
  run({ now, hostNow, session: { issuedAt } }) {
    // A token cannot have been issued in the future: by the clock of the desk this page is behind.
    if (issuedAt !== null && issuedAt - now > TOLERANCE_MS)
      return {
        result: 'fault',
        says: 'clock-behind',
        values: { here: timeOf(now), there: timeOf(issuedAt) },
      };
    if (hostNow !== null && Math.abs(hostNow - now) > TOLERANCE_MS)
      return { result: 'warning', says: 'clock-host', values: { here: timeOf(now), there: timeOf(hostNow) } };
    return hostNow === null && issuedAt === null
      ? { result: 'unknown', says: 'clock-unknown' }
      : { result: 'ok', says: 'clock-agrees' };
  },
};
