import { expect } from '@open-wc/testing';
import { registerTerms } from '../../src/locale/localize.js';
import { en } from '../../src/locale/terms.js';
import { zhCN } from '../../src/locale/zh-cn.js';
import { zhTW } from '../../src/locale/zh-tw.js';
import { consoleUrl } from '../../src/url/console-url.js';
import { codes, type MountPage, MountScene, SCRIPT, workspacesIn } from '../mount/mount-page.js';
import { createPage } from '../support/pages.js';
import { showScene } from '../support/panel-scenes.js';
import { TokenEndpoint } from '../support/token-endpoint.js';
import { makeToken } from '../support/tokens.js';
import { mount, next, SharedDesk, until, type WorkspaceSettings } from '../support/workspace.js';

registerTerms('zh-CN', zhCN);
registerTerms('zh_TW.Big5', zhTW);

const EXPIRED = { 'zh-CN': zhCN.expired, 'zh-TW': zhTW.expired, en: 'Your session has ended.' };
const SPELLINGS: readonly (readonly [tag: string, lang: keyof typeof EXPIRED])[] = [
  ['zh_CN.UTF-8', 'zh-CN'],
  ['zh_CN_#Hans', 'zh-CN'],
  ['zh_CN@euro', 'zh-CN'],
  ['zh-hans-cn', 'zh-CN'],
  ['ZH', 'zh-CN'],
  ['zh-hans', 'zh-CN'],
  ['zh_TW', 'zh-TW'],
  ['ZH-Hant', 'zh-TW'],
  ['zh-HK', 'zh-TW'],
  ['zh_TW_#Hant', 'zh-TW'],
  ['zh-CHT', 'zh-TW'],
  ['Chinese_China.936', 'zh-CN'],
  ['Chinese (Traditional)_Taiwan.950', 'zh-TW'],
  ['en_US.utf8', 'en'],
  ['sr_Latn_RS', 'en'],
  ['fil', 'en'],
  ['iw_IL', 'en'],
  ['English_United States.1252', 'en'],
  ['French', 'en'],
  ['中文', 'en'],
  ['--', 'en'],
];

const LABELS = { 'zh-CN': zhCN.openConsole, 'zh-TW': zhTW.openConsole, en: en.openConsole };
const slotOf = (button: Element | null): HTMLSlotElement | null | undefined =>
  button?.shadowRoot?.querySelector('slot');

describe('languages', () => {
  const shared = new SharedDesk();
  const { lang: first } = document.documentElement;

  afterEach(() => {
    document.documentElement.lang = first;
    document.documentElement.removeAttribute('dir');
  });

  const expired = (): WorkspaceSettings => ({ server: shared.desk.url, token: makeToken({ lifeS: -5 }) });
  const textOf = (element: Element): string =>
    element.shadowRoot?.querySelector('.cover b')?.textContent ?? '';

  for (const [tag, lang] of SPELLINGS) {
    it(`speaks ${lang} where the page, an ancestor or the element names ${tag}`, async () => {
      document.documentElement.lang = tag;
      const { element } = await mount(expired());
      await until(() => textOf(element) === EXPIRED[lang], 'the text');
      expect(element.shadowRoot?.querySelector<HTMLElement>('.cover')?.lang).to.equal(lang);
      document.documentElement.lang = 'fr';
      (element.parentElement as HTMLElement).lang = tag;
      await until(() => textOf(element) === EXPIRED[lang], 'the text, by an ancestor');
      (element.parentElement as HTMLElement).lang = 'fr';
      element.lang = tag;
      await until(() => textOf(element) === EXPIRED[lang], 'the text, by the element');
      const button = document.createElement('bytedesk-login-button');
      button.lang = tag;
      element.after(button);
      await until(() => slotOf(button)?.textContent === LABELS[lang], 'the label, by the button');
    });
  }

  it('hands the language to the console in its own spelling, however the element names it', async () => {
    for (const [tag, said] of [
      ['zh_CN.UTF-8', 'zh-cn'],
      ['zh_TW_#Hant', 'zh-tw'],
      ['EN_gb', 'en'],
      ['ja_JP.eucJP', 'ja-jp'],
      ['中文', null],
    ] as const) {
      await shared.desk.control('requests/clear', {});
      const { element } = await mount(await shared.settings({ lang: tag }));
      await next(element, 'bytedesk-ready');
      const requests =
        await shared.desk.control<{ path: string; query: Record<string, string> }[]>('requests');
      const page = requests.find(({ path }) => path === '/agent/chat');
      expect(page?.query['lang'] ?? null, tag).to.equal(said);
      const button = document.createElement('bytedesk-login-button');
      Object.assign(button, { server: shared.desk.url, path: '/agent/chat', lang: tag });
      element.replaceWith(button);
      await button.updateComplete;
      const href = button.shadowRoot?.querySelector('a')?.href ?? '';
      expect(new URL(href).searchParams.get('lang'), `${tag}, by the button`).to.equal(said);
    }
  });

  it('takes the language of the page settings in any spelling', async () => {
    const frame = document.createElement('iframe');
    frame.src = await createPage(`<!doctype html><html lang="fr"><script type="module">
      import { configure, registerTerms } from '/src/index.ts';
      import { zhTW } from '/src/locale/zh-tw.ts';
      import '/src/define.ts';
      registerTerms('zh_TW', zhTW);
      configure({ server: '${shared.desk.url}', lang: 'zh_TW.Big5' });
      </script><bytedesk-login-button></bytedesk-login-button>`);
    const { element } = await mount({});
    element.replaceWith(frame);
    const text = (): string | null | undefined =>
      frame.contentDocument?.querySelector('bytedesk-login-button')?.shadowRoot?.querySelector('slot')
        ?.textContent;
    await until(() => text() === zhTW.openConsole, 'the label');
  });

  describe('with the script file', () => {
    let scene: MountScene;

    before(async () => {
      scene = await MountScene.start();
    });
    after(() => scene.desk.close());
    afterEach(() => scene.clear());

    const labelOf = (page: MountPage): string | null | undefined =>
      slotOf(page.document.querySelector('bytedesk-login-button'))?.textContent;
    const isWrong = (tag: string): boolean => /^[^a-z]|^(English|French)/i.test(tag);

    /** Places where a whole page names its language, each as the beginning of the page. */
    const PLACES: Readonly<Record<string, (tag: string) => string>> = {
      'the script tag': (tag) => scene.tag(`data-lang="${tag}"`),
      'configure()': (tag) =>
        `<script src="${SCRIPT}"></script><script>BytedeskEmbed.configure({ server: '${scene.desk.url}', lang: '${tag}' })</script>`,
      'its document': (tag) => `<script>document.documentElement.lang = '${tag}'</script>${scene.tag()}`,
    };
    for (const [where, head] of Object.entries(PLACES))
      it(`are understood in every spelling where ${where} names one, and a wrong tag is a warning`, async () => {
        const pages = await Promise.all(
          SPELLINGS.map(([tag]) => scene.open(head(tag), '<bytedesk-login-button></bytedesk-login-button>')),
        );
        for (const [index, [tag, lang]] of SPELLINGS.entries()) {
          const page = pages[index] as MountPage;
          await until(() => labelOf(page) === LABELS[lang], `${tag}: ${lang}`);
          expect(codes(page), tag).to.deep.equal([]);
          const warnings = page.warnings.filter((text) => text.includes('language tag'));
          expect(warnings.length, tag).to.equal(isWrong(tag) ? 1 : 0);
        }
      });

    const BUTTON = '<bytedesk-login-button></bytedesk-login-button>';
    const inLanguage = (tag: string, rest: string): string =>
      `<script>document.documentElement.lang = '${tag}'</script>${rest}`;
    const bundle = (run: string): string =>
      `<script type="module">import { registerTerms } from '/dist/index.js'; ${run}</script>`;
    const define = '<script type="module" src="/dist/define.js"></script>';

    for (const [what, lang, head, label] of [
      [
        'a bundle that adds a language to the elements of the tag',
        'fr',
        () => scene.tag() + bundle(`registerTerms('fr-FR', { lang: 'fr', openConsole: 'Ouvrir' })`),
        'Ouvrir',
      ],
      [
        'a bundle that replaces a translation of the tag',
        'zh-SG',
        () => scene.tag() + bundle(`registerTerms('zh_CN', { lang: 'zh-CN', openConsole: '打开' })`),
        '打开',
      ],
      [
        'the tag of a page whose elements a bundle has defined',
        'zh-HK',
        () => define + scene.tag('defer'),
        zhTW.openConsole,
      ],
      [
        'the tag, where a bundle has defined the elements, and a third copy replaces its translation',
        'zh-CN',
        () =>
          define +
          scene.tag('defer') +
          `<script type="module">import { registerTerms } from '/src/index.ts';
            registerTerms('zh-CN', { lang: 'zh-CN', openConsole: '打开' });</script>`,
        '打开',
      ],
      [
        'a bundle, whose translation a tag after it does not replace',
        'zh-CN',
        () => define + bundle(`registerTerms('zh', { openConsole: '打开' })`) + scene.tag('defer'),
        zhCN.openConsole,
      ],
      [
        'a bundle, whose translation of the same tag one after it does not replace',
        'zh-CN',
        () =>
          define +
          bundle(`registerTerms('zh-CN', { lang: 'zh-CN', openConsole: '打开' })`) +
          scene.tag('defer'),
        '打开',
      ],
      [
        'a bundle, whose translation of a related tag leaves room for that of the tag',
        'zh-TW',
        () => define + bundle(`registerTerms('zh-HK', { openConsole: '開' })`) + scene.tag('defer'),
        zhTW.openConsole,
      ],
    ] as const)
      it(`come from every copy of the library: ${what}`, async () => {
        const page = await scene.open(inLanguage(lang, head()), BUTTON);
        await until(() => labelOf(page) === label, label);
        expect(page.warnings.filter((text) => text.startsWith('bytedesk-embed'))).to.deep.equal([]);
      });

    it('are texts only, whatever another script leaves in the place that the copies share', async () => {
      const place = `window[Symbol.for('bytedesk-embed.page-settings')]`;
      const page = await scene.open(inLanguage('fr', scene.tag()), BUTTON);
      const put = async (value: string): Promise<void> => {
        (page as MountPage & { eval(code: string): void }).eval(`${place}.terms = ${value}`);
        page.document.documentElement.lang = page.document.documentElement.lang === 'fr' ? 'fr-FR' : 'fr';
        const button = page.document.querySelector('bytedesk-login-button');
        await Promise.resolve();
        await button?.updateComplete;
      };
      for (const value of [
        `new Map([['fr', { lang: 7, openConsole: { html: '<b>' } }]])`,
        `new Map([['fr', null], [null, null], [{}, 7]])`,
        `new Map([['fr', 'text']])`,
        `{ get: () => 7 }`,
        `null`,
        `'fr'`,
      ]) {
        await put(value);
        expect(labelOf(page), value).to.equal(en.openConsole);
      }
      await put(`new Map([['fr', { lang: 'no language', openConsole: 'Ouvrir' }]])`);
      expect(labelOf(page)).to.equal('Ouvrir');
      page.BytedeskEmbed.registerTerms('fr', { ...en, openConsole: 'Entrer' });
      await until(() => labelOf(page) === 'Entrer', 'the texts of a script');
      expect(codes(page)).to.deep.equal([]);
    });

    it('are understood in every spelling where a block names one, and a wrong tag is a warning', async () => {
      const { path } = await TokenEndpoint.open({ status: 401 });
      const tag = `<script src="${SCRIPT}" data-server="${scene.desk.url}" data-token-url="${path}"></script>`;
      const block = ([lang]: (typeof SPELLINGS)[number]): string =>
        `<div data-bytedesk="workspace" data-loading="eager" data-lang="${lang}"></div>`;
      for (const spellings of [SPELLINGS.filter(([lang]) => !isWrong(lang)), SPELLINGS]) {
        const page = await scene.open(tag, spellings.map(block).join(''));
        const said = (): (string | undefined)[] =>
          workspacesIn(page).map(
            ({ shadowRoot }) => shadowRoot?.querySelector<HTMLElement>('.cover:not([hidden])')?.lang,
          );
        const wanted = spellings.map(([, lang]) => lang);
        await until(() => said().join() === wanted.join(), `the panels: ${wanted.join()}`);
        // The panels are there before the events are told.
        expect(codes(page).filter((code) => code !== 'token-source-failed')).to.deep.equal([]);
        const warnings = page.warnings.filter((text) => text.includes('language tag'));
        expect(warnings.length).to.equal(spellings === SPELLINGS ? 1 : 0);
      }
    });
  });

  it('are named to a console in its own spelling by consoleUrl(), and left out where the tag is wrong', () => {
    for (const [lang, said] of [
      ['zh_CN.UTF-8', 'zh-cn'],
      ['zh_CN_#Hans', 'zh-cn'],
      ['zh_TW', 'zh-tw'],
      ['zh-hans', 'zh-cn'],
      ['ZH-Hant', 'zh-tw'],
      ['中文', null],
      ['--', null],
    ] as const) {
      const url = new URL(consoleUrl({ server: 'https://desk.example.com', path: '/agent/chat', lang }));
      expect(url.searchParams.get('lang'), lang).to.equal(said);
    }
  });

  it('lays panels and buttons out on a page that is read from the right', async () => {
    document.documentElement.dir = 'rtl';
    document.documentElement.lang = 'zh-CN';
    const { element } = await mount(expired());
    await until(() => textOf(element) === zhCN.expired, 'the text');
    const panel = element.shadowRoot?.querySelector('[part=panel]') as HTMLElement;
    const [inner, outer] = [panel.getBoundingClientRect(), element.getBoundingClientRect()];
    // The panel stands in the middle, whichever way the page is read.
    expect(Math.abs(inner.left - outer.left - (outer.right - inner.right))).to.be.lessThan(2);
    expect(getComputedStyle(panel).direction).to.equal('ltr');
    const button = document.createElement('bytedesk-login-button');
    element.after(button);
    await button.updateComplete;
    expect(button.scrollWidth).to.be.at.most(button.clientWidth + 1);
    expect(button.getBoundingClientRect().right).to.be.at.most(innerWidth);
  });

  it('read a translation from the right on a page that is read from the left', async () => {
    registerTerms('ar_EG.UTF-8', {
      ...en,
      lang: 'ar',
      signInFailed: 'تعذّر تسجيل الدخول.',
      retry: 'إعادة المحاولة {}.',
      openConsole: 'فتح وحدة التحكم',
    });
    const element = await showScene('retrying', shared.desk);
    element.lang = 'ar-EG';
    const timer = (): string => element.shadowRoot?.querySelector('[role=timer]')?.textContent ?? '';
    await until(() => timer().startsWith('إعادة المحاولة'), 'the countdown');
    const panel = element.shadowRoot?.querySelector('[part=panel]') as HTMLElement;
    expect(getComputedStyle(panel).direction).to.equal('rtl');
    expect(getComputedStyle(element).direction).to.equal('ltr');
    expect(element.shadowRoot?.querySelector<HTMLElement>('.cover')?.lang).to.equal('ar');
    const button = document.createElement('bytedesk-login-button');
    button.lang = 'AR_eg';
    element.after(button);
    await button.updateComplete;
    expect(slotOf(button)?.textContent).to.equal('فتح وحدة التحكم');
  });
});
