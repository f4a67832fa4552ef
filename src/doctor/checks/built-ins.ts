// Functions of the browser that another script of the page has replaced.

import type { Check } from '../types.js';

export const builtIns: Check = {
  name: 'built-ins',
  of: 'page',
  run: ({ replacedBuiltIns }) =>
    replacedBuiltIns.length > 0
      ? { result: 'warning', says: 'built-ins-replaced', values: { names: replacedBuiltIns.join(', ') } }
      : { result: 'ok', says: 'built-ins-own' },
};
