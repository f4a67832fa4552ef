import { expect, fixture, html } from '@open-wc/testing';
import { spy } from 'sinon';
import { followLanguage, nearestLanguage, registerTerms, termsFor } from '../../src/locale/localize.js';
import { en } from '../../src/locale/terms.js';
import { zhCN } from '../../src/locale/zh-cn.js';
import { zhTW } from '../../src/locale/zh-tw.js';

describe('termsFor', () => {
  before(() => {
    registerTerms('zh-CN', zhCN);
    registerTerms('zh-TW', zhTW);
  });

  const cases = [
    ['', en],
    ['en-GB', en],
    ['pt', en],
    ['zh', zhCN],
    ['zh-CN', zhCN],
    ['ZH_cn', zhCN],
    ['zh-Hans-HK', zhCN],
    ['zh-TW', zhTW],
    ['zh-HK', zhTW],
    ['zh-Hant', zhTW],
    ['zh-Hant-MO', zhTW],
  ] as const;
  for (const [tag, terms] of cases) {
    it(`finds the terms for ${tag || 'no language'}`, () => {
      expect(termsFor(tag)).to.equal(terms);
    });
  }

  it('has every term in every language, none of them empty or left in English', () => {
    for (const terms of [zhCN, zhTW]) {
      expect(Object.keys(terms)).to.have.members(Object.keys(en));
      for (const [name, text] of Object.entries(terms)) {
        expect(text, name).to.match(/\p{Script=Han}/u);
      }
    }
  });
});

describe('nearestLanguage', () => {
  it('looks outwards through shadow roots', async () => {
    const outer = await fixture(html`<div lang="zh-TW"><div id="host"></div></div>`);
    const host = outer.querySelector('#host');
    const inner = document.createElement('p');
    host?.attachShadow({ mode: 'open' }).append(inner);
    expect(nearestLanguage(inner)).to.equal('zh-TW');
    inner.lang = 'fr';
    expect(nearestLanguage(inner)).to.equal('fr');
  });
});

describe('followLanguage', () => {
  it('tells of a changed language until it is ended', async () => {
    const told = spy();
    const changed = async (tag: string): Promise<void> => {
      document.documentElement.lang = tag;
      await Promise.resolve();
    };
    const end = followLanguage(told);
    await changed('zh-CN');
    expect(told.callCount).to.equal(1);
    end();
    await changed('en');
    expect(told.callCount).to.equal(1);
  });
});
