// Checks what the session’s record says of the last events.

import type { ErrorCode } from '../../errors.js';
import type { Check, Finding } from '../types.js';

const ERROR = /^error ([a-z-]+)/;
/** A session that ends so often does not only end because its token does. */
const MANY_ENDS = 3;

export const events: Check = {
  name: 'events',
  of: 'element',
  run({ trace }): Finding {
    const count = trace.length;
    if (count === 0) return { result: 'unknown', says: 'events-none' };
    const ends = trace.filter(({ what }) => what.startsWith('token-expired ')).length;
    if (ends >= MANY_ENDS)
      return { result: 'fault', says: 'events-ends', code: 'token-expired', values: { count: ends } };
    const last = trace.findLast(({ what }) => ERROR.test(what));
    if (!last) return { result: 'ok', says: 'events-good', values: { count } };
    const [, code = ''] = ERROR.exec(last.what) ?? [];
    return { result: 'warning', says: 'events-error', code: code as ErrorCode, values: { code } };
  },
};
