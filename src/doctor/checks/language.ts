// The language of this library’s own texts.

import type { Check } from '../types.js';

export const language: Check = {
  name: 'language',
  of: 'element',
  run: ({ unknownLanguage }) =>
    unknownLanguage === null
      ? { result: 'ok', says: 'language-known' }
      : { result: 'warning', says: 'language-unknown', values: { tag: unknownLanguage } },
};
