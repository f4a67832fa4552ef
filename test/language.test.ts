import { expect } from '@open-wc/testing';
import { parseLanguage } from '../src/language.js';

describe('parseLanguage', () => {
  const cases = [
    ['en-GB', { language: 'en' }],
    ['EN_us', { language: 'en' }],
    ['zh', { language: 'zh', chinese: 'zh-cn' }],
    ['zh-SG', { language: 'zh', chinese: 'zh-cn' }],
    ['zh-Hans-TW', { language: 'zh', chinese: 'zh-cn' }],
    ['zh-TW', { language: 'zh', chinese: 'zh-tw' }],
    ['zh-Hant', { language: 'zh', chinese: 'zh-tw' }],
    [' zh_hk ', { language: 'zh', chinese: 'zh-tw' }],
    ['', { language: '' }],
    ['--', { language: '' }],
  ] as const;
  for (const [tag, expected] of cases) {
    it(`reads ${JSON.stringify(tag)}`, () => {
      expect(parseLanguage(tag)).to.deep.equal(expected);
    });
  }
});
