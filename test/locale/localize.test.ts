import { expect, fixture, html } from '@open-wc/testing';
import { spy, stub } from 'sinon';
import { followDocument, nearestLanguage, registerTerms, termsFor } from '../../src/locale/localize.js';
import { en, type Terms } from '../../src/locale/terms.js';
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
      expect(termsFor(tag)).to.deep.equal(terms);
    });
  }

  it('takes a wrong tag with a warning, and never throws for it, then or later', () => {
    const warnings = stub(console, 'warn');
    try {
      for (const tag of ['', '--', '中文', 'a b c', 'x', null, 42, {}] as string[]) {
        registerTerms(tag, { ...en, lang: tag, loading: 'wrong' });
        termsFor(String(tag));
        new Intl.RelativeTimeFormat(termsFor(String(tag)).lang);
      }
      expect(termsFor('').loading).to.equal(en.loading);
      expect(warnings.args.flat().join()).to.contain('no language tag');
    } finally {
      warnings.restore();
    }
  });

  const spellings = {
    'zh-CN': [
      'zh_CN.UTF-8',
      'zh_CN_#Hans',
      'zh_CN@euro',
      'zh-hans-cn',
      'ZH',
      'zh-CHS',
      'cn',
      'cmn-Hans-CN',
      'Chinese_China.936',
    ],
    'zh-TW': [
      'zh_TW.Big5',
      'zh_TW_#Hant',
      'zh_TW@stroke',
      'zh-hant-hk',
      'zh-HK',
      'zh-CHT',
      'zh_Hant_MO',
      'Chinese_Taiwan.950',
    ],
    en: ['C', 'POSIX', '', '--', '中文', 'x', 'en_US.utf8'],
  };
  for (const [lang, tags] of Object.entries(spellings))
    it(`speaks ${lang} where other systems name it, and names it to the browser as it takes it`, () => {
      for (const tag of tags) expect(termsFor(tag).lang, tag).to.equal(lang);
    });

  it('takes a translation by whatever spelling, for related languages, too, and prefers the nearest', () => {
    const put = (tag: string, loading: string): void => registerTerms(tag, { ...en, lang: tag, loading });
    put('pt_BR.UTF-8', 'Carregando');
    expect(['pt-BR', 'PT_br', 'pt', 'pt-PT'].map((tag) => termsFor(tag).loading)).to.deep.equal(
      Array(4).fill('Carregando'),
    );
    put('pt', 'A carregar');
    expect(['pt-BR', 'pt', 'pt-PT'].map((tag) => termsFor(tag).loading)).to.deep.equal([
      'Carregando',
      'A carregar',
      'A carregar',
    ]);
    put('zh_HK', '載入緊');
    expect(['zh-HK', 'zh-TW', 'zh-MO'].map((tag) => termsFor(tag).loading)).to.deep.equal([
      '載入緊',
      zhTW.loading,
      zhTW.loading,
    ]);
  });

  it('finds a translation by old codes of its language, and registers one by them', () => {
    const put = (tag: string, loading: string): void => registerTerms(tag, { ...en, lang: tag, loading });
    put('he', 'טוען');
    expect(['iw', 'iw_IL', 'he-IL'].map((tag) => termsFor(tag).loading)).to.deep.equal(Array(3).fill('טוען'));
    put('in_ID', 'Memuat');
    expect(['in', 'id', 'id-ID'].map((tag) => termsFor(tag).loading)).to.deep.equal(Array(3).fill('Memuat'));
    expect(termsFor('id').lang).to.equal('id-ID');
  });

  it('says in English what a translation lacks', () => {
    registerTerms('xx', { lang: 'xx', loading: 'Xx' } as Terms);
    expect(termsFor('xx')).to.deep.equal({ ...en, lang: 'xx', loading: 'Xx' });
  });

  it('has every term in every language, none of them empty or left in English', () => {
    for (const { lang, ...terms } of [zhCN, zhTW]) {
      expect(Object.keys({ lang, ...terms })).to.have.members(Object.keys(en));
      for (const [name, text] of Object.entries(terms)) {
        expect(text, name).to.match(/\p{Script=Han}/u);
      }
    }
  });

  it('says of every language which one it is, and keeps the places for what is filled in', () => {
    const places = (terms: Terms) => Object.entries(terms).filter(([, text]) => String(text).includes('{}'));
    for (const terms of [en, zhCN, zhTW]) {
      expect(termsFor(terms.lang)).to.deep.equal(terms);
      expect(places(terms).map(([name]) => name)).to.deep.equal(['conflict', 'retry']);
    }
  });

  const onlyIn = {
    'zh-CN': /[務進開載過無線響應頁許顯誤滿帳號動檢網絡試聯請點繼續時裡說該這個們關後閉錄]/u,
    'zh-TW': /[务进开载过无线响应页许显误满账号动检网络试联请点继续时里说该这个们关后闭录]/u,
  };
  for (const [lang, foreign] of Object.entries(onlyIn)) {
    it(`writes ${lang} in one script`, () => {
      for (const text of Object.values(termsFor(lang))) expect(text).not.to.match(foreign);
    });
  }
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

  it('is not misled by what forms and images name', async () => {
    const outer = await fixture(
      html`<div lang="zh-TW">
        <form><p></p></form>
      </div>`,
    );
    const form = outer.querySelector('form') as HTMLFormElement;
    for (const name of ['parentNode', 'getAttribute', 'closest', 'host', 'nodeType', 'getRootNode']) {
      const field = document.createElement('input');
      field.name = name;
      form.append(field);
    }
    const inner = form.querySelector('p') as Element;
    expect(nearestLanguage(inner)).to.equal('zh-TW');
    form.lang = 'fr';
    expect(nearestLanguage(inner)).to.equal('fr');
    outer.remove();
    const image = document.createElement('img');
    image.name = 'host';
    const { lang } = document.documentElement;
    document.documentElement.lang = '';
    document.body.append(image);
    try {
      expect(nearestLanguage(document.body)).to.equal('');
    } finally {
      image.remove();
      document.documentElement.lang = lang;
    }
  });

  it('knows the nodes of other windows', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe></iframe>`);
    const other = frame.contentDocument as Document;
    other.documentElement.lang = 'zh-CN';
    const host = other.createElement('div');
    host.attachShadow({ mode: 'open' }).append(other.createElement('p'));
    other.body.append(host);
    expect(nearestLanguage(host.shadowRoot?.querySelector('p') as Element)).to.equal('zh-CN');
  });
});

describe('followDocument', () => {
  it('tells of a changed language until it is ended', async () => {
    const told = spy();
    const changed = async (tag: string): Promise<void> => {
      document.documentElement.lang = tag;
      await Promise.resolve();
    };
    const end = followDocument(told, document);
    await changed('zh-CN');
    expect(told.callCount).to.equal(1);
    end();
    await changed('en');
    expect(told.callCount).to.equal(1);
  });

  it('follows each document of its own, also when its root is replaced', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe></iframe>`);
    const other = frame.contentDocument as Document;
    const [here, there] = [spy(), spy()];
    const ends = [followDocument(here, document), followDocument(there, other)];
    const root = other.createElement('html');
    other.documentElement.replaceWith(root);
    root.lang = 'zh-TW';
    await Promise.resolve();
    expect(there.callCount).to.equal(1);
    ends[1]?.();
    there.resetHistory();
    root.lang = 'fr';
    await Promise.resolve();
    expect(there.callCount).to.equal(0);
    here.resetHistory();
    document.documentElement.lang = 'zh-TW';
    await Promise.resolve();
    expect(here.callCount).to.equal(1);
    ends[0]?.();
    document.documentElement.lang = 'en';
  });
});
