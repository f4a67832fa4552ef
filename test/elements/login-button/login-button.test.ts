import { expect } from '@open-wc/testing';
import { registerTerms } from '../../../src/locale/localize.js';
import { zhCN } from '../../../src/locale/zh-cn.js';
import { zhTW } from '../../../src/locale/zh-tw.js';
import { pressKeys } from '../../support/input.js';
import { makeToken } from '../../support/tokens.js';
import { type ButtonSettings, mountButton, partOf } from '../../support/windows.js';
import { unmountAll } from '../../support/workspace.js';

const SERVER = 'https://desk.example.com/base';
const MODES = ['open', 'link', 'form', 'popup'] as const;

describe('bytedesk-login-button', () => {
  afterEach(unmountAll);

  const settings = (more: ButtonSettings = {}): ButtonSettings => ({
    server: SERVER,
    path: '/agent/chat',
    token: makeToken(),
    ...more,
  });

  for (const mode of MODES) {
    it(`has nothing for axe to find (${mode})`, async () => {
      for (const disabled of [false, true]) {
        const { element } = await mountButton(settings({ mode, disabled }));
        await expect(element).to.be.accessible();
        const control = partOf(element);
        expect(control?.getBoundingClientRect().height).to.be.at.least(24);
        expect(control?.getBoundingClientRect().width).to.be.at.least(24);
      }
    });

    it(`takes the focus, and shows it (${mode})`, async () => {
      const { element } = await mountButton(settings({ mode }));
      await pressKeys('Tab');
      expect(document.activeElement === element).to.equal(true);
      const control = partOf(element) as HTMLElement;
      expect(element.shadowRoot?.activeElement === control).to.equal(true);
      expect(getComputedStyle(control).outlineStyle).to.equal('solid');
    });
  }

  it('is a link to the console without the token, for the context menu', async () => {
    for (const mode of ['open', 'popup'] as const) {
      const { element } = await mountButton(settings({ mode }));
      expect(partOf(element)?.href).to.equal(`${SERVER}/agent/chat`);
      expect(partOf(element)?.rel).to.contain('noopener noreferrer');
    }
  });

  it('leaves alone what a page translator made of its label and of the text in it, until another one is due', async () => {
    registerTerms('zh-CN', zhCN);
    const { element } = await mountButton(settings({ mode: 'link' }));
    const slot = partOf(element)?.querySelector('slot');
    // Translators of browsers put <font> elements in the place of text nodes.
    const translate = (node: ChildNode | null | undefined, text: string): void => {
      const font = document.createElement('font');
      font.textContent = text;
      node?.replaceWith(font);
    };
    translate(slot?.firstChild, 'Konsole öffnen');
    element.append('Open');
    translate(element.firstChild, 'Öffnen');
    for (const change of [{ path: '/admin' }, { disabled: true }, { disabled: false }]) {
      Object.assign(element, change);
      await element.updateComplete;
    }
    expect([slot?.textContent, element.textContent]).to.deep.equal(['Konsole öffnen', 'Öffnen']);
    element.lang = 'zh-CN';
    await element.updateComplete;
    expect([slot?.textContent, element.textContent]).to.deep.equal(['进入客服系统', 'Öffnen']);
  });

  it('speaks the language of the page, or takes the label it is given', async () => {
    registerTerms('zh-CN', zhCN);
    registerTerms('zh-TW', zhTW);
    const { element } = await mountButton(settings());
    const label = (): string | undefined => partOf(element)?.textContent?.trim();
    expect(label()).to.equal('Open the customer service console');
    element.lang = 'zh-CN';
    await element.updateComplete;
    expect(label()).to.equal('进入客服系统');
    element.lang = 'zh-TW';
    await element.updateComplete;
    expect(label()).to.equal('進入客服系統');
    element.append('Chat');
    expect(partOf(element)?.querySelector('slot')?.assignedNodes().length).to.equal(1);
  });

  it('has the token in its link or its form in the modes that are made so, and nowhere else', async () => {
    for (const mode of MODES) {
      const token = makeToken();
      const { element } = await mountButton(settings({ mode, token }));
      const inside = element.shadowRoot?.innerHTML ?? '';
      expect(inside.includes(token), mode).to.equal(mode === 'link' || mode === 'form');
      expect(element.outerHTML).not.to.contain(token);
    }
  });

  it('leaves the token out of its link once it has ended', async () => {
    const { element, log } = await mountButton(settings({ mode: 'link', token: makeToken({ lifeS: 2 }) }));
    expect(partOf(element)?.href).to.contain('accessToken');
    await log.first('bytedesk-token-expired');
    await element.updateComplete;
    expect(partOf(element)?.href).to.equal(`${SERVER}/agent/chat`);
  });

  it('has the hidden fields, and the token in no address, in a form', async () => {
    const { element } = await mountButton(
      settings({ mode: 'form', entry: 'login', path: '/agent/chat?a=1' }),
    );
    const form = element.shadowRoot?.querySelector('form');
    expect(form?.method).to.equal('get');
    expect(form?.rel).to.equal('noopener noreferrer');
    expect(form?.action).to.equal(`${SERVER}/agent/auth/login`);
    expect([...(form?.querySelectorAll('input') ?? [])].map(({ name }) => name)).to.deep.equal([
      'redirect',
      'accessToken',
    ]);
  });

  it('tells wrong settings once, and recovers when they are put right', async () => {
    const { element, log } = await mountButton(settings({ path: '/elsewhere' }));
    element.lang = 'en';
    await element.updateComplete;
    expect(log.of('bytedesk-error').map(({ detail }) => detail.code)).to.deep.equal(['invalid-path']);
    expect(partOf(element)?.hasAttribute('href')).to.equal(false);
    element.path = '/admin/welcome';
    await element.updateComplete;
    expect(partOf(element)?.href).to.equal(`${SERVER}/admin/welcome`);
    element.path = '/elsewhere';
    await element.updateComplete;
    expect(log.of('bytedesk-error').length).to.equal(2);
  });

  it('tells a malformed token once', async () => {
    const { element, log } = await mountButton(settings({ token: 'two words' }));
    element.lang = 'en';
    await element.updateComplete;
    expect(log.of('bytedesk-error').map(({ detail }) => detail.code)).to.deep.equal(['token-malformed']);
  });

  it('keeps the focus when its texts change', async () => {
    const { element } = await mountButton(settings({ mode: 'form' }));
    element.focus();
    element.lang = 'zh-CN';
    element.token = makeToken();
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement === partOf(element)).to.equal(true);
  });

  it('takes any value for any property', async () => {
    const { element } = await mountButton(settings());
    const odd = [null, undefined, 7, {}, Symbol('odd')] as unknown[];
    for (const value of odd) {
      Object.assign(element, { mode: value, target: value, popupFeatures: value, disabled: value });
      await element.updateComplete;
      expect(partOf(element)?.localName).to.equal('a');
    }
  });
});
