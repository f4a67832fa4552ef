import { expect } from '@open-wc/testing';
import { parseLanguage } from '../src/language.js';

describe('parseLanguage', () => {
  const cn = 'zh-cn';
  const tw = 'zh-tw';
  const cases: readonly (readonly [tag: string, language: string, chinese?: string])[] = [
    ['en-GB', 'en'],
    ['EN_us', 'en'],
    ['zh', 'zh', cn],
    ['ZH', 'zh', cn],
    ['zh-SG', 'zh', cn],
    ['zh-Hans-TW', 'zh', cn],
    ['zh-TW', 'zh', tw],
    ['zh-Hant', 'zh', tw],
    [' zh_hk ', 'zh', tw],
    ['zh-HK', 'zh', tw],
    ['zh-MO', 'zh', tw],
    // PHP and POSIX
    ['zh_CN.UTF-8', 'zh', cn],
    ['zh_TW.Big5', 'zh', tw],
    ['zh_HK.big5hkscs@stroke', 'zh', tw],
    ['en_US.utf8', 'en'],
    ['C', 'c'],
    ['POSIX', 'posix'],
    // Java
    ['zh_CN_#Hans', 'zh', cn],
    ['zh_TW_#Hant', 'zh', tw],
    ['zh_HK_#Hans', 'zh', cn],
    ['zh__#Hant', 'zh', tw],
    // gettext and ICU
    ['zh_CN@euro', 'zh', cn],
    ['zh_TW@pinyin', 'zh', tw],
    ['zh_Hant_TW@calendar=roc', 'zh', tw],
    ['zh-Hans-CN-u-nu-hanidec', 'zh', cn],
    // WordPress, Drupal, TYPO3, Magento, Moodle, MediaWiki, .NET, ISO 639
    ['zh-hans', 'zh', cn],
    ['zh-hant', 'zh', tw],
    ['zh-hans-cn', 'zh', cn],
    ['zh_Hans_CN', 'zh', cn],
    ['zh_tw', 'zh', tw],
    ['zh-CHS', 'zh', cn],
    ['zh-CHT', 'zh', tw],
    ['chs', 'zh', cn],
    ['cht', 'zh', tw],
    ['zht', 'zh', tw],
    ['zho-Hant', 'zh', tw],
    ['cmn-Hans-CN', 'zh', cn],
    ['yue', 'zh', tw],
    ['yue-Hant-HK', 'zh', tw],
    ['cn', 'zh', cn],
    // A header of a request, copied
    ['zh-CN,zh-TW;q=0.9,en;q=0.8', 'zh', cn],
    ['en,zh-TW;q=0.9', 'en'],
    // A region that only begins like one of those
    ['zh-CN-u-rg-twzzzz', 'zh', cn],
    // Twi
    ['tw', 'tw'],
    ['', ''],
    ['--', ''],
    ['中文', ''],
  ];
  for (const [tag, language, chinese] of cases) {
    it(`reads ${JSON.stringify(tag)}`, () => {
      const read = parseLanguage(tag);
      expect([read.language, read.chinese]).to.deep.equal([language, chinese]);
    });
  }

  it('writes every tag in one way', () => {
    for (const tag of ['pt-BR', 'PT_br', ' pt_BR.UTF-8', 'pt_BR@euro', 'pt-br;q=0.9'])
      expect(parseLanguage(tag).tag).to.equal('pt-br');
  });
});
