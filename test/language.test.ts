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
    // Windows, and what runs on it
    ['Chinese_China.936', 'zh', cn],
    ['Chinese (Simplified)_China.936', 'zh', cn],
    ['Chinese (Simplified)_Singapore.936', 'zh', cn],
    ['Chinese_Taiwan.950', 'zh', tw],
    ['Chinese (Traditional)_Taiwan.950', 'zh', tw],
    ['Chinese (Traditional)_Hong Kong SAR.950', 'zh', tw],
    ['Chinese_Hong Kong S.A.R..950', 'zh', tw],
    ['Chinese (Traditional)_Macau SAR.950', 'zh', tw],
    ['Chinese_Macao', 'zh', tw],
    ['chinese-simplified', 'zh', cn],
    ['chinese-traditional', 'zh', tw],
    // Old codes, which Java wrote up to version 16
    ['iw_IL', 'he'],
    ['in_ID', 'id'],
    ['ji', 'yi'],
    ['constructor', 'constructor'],
    ['he', 'he'],
    ['id-ID', 'id'],
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
    expect(parseLanguage('iw_IL').tag).to.equal('he-il');
  });
});
