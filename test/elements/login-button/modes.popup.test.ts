import { expect, fixture } from '@open-wc/testing';
import { clickOn, otherWindows, pressKeys } from '../../support/input.js';
import { createPage, otherOrigin } from '../../support/pages.js';
import { makeToken } from '../../support/tokens.js';
import { lateProvider, WindowDesk } from '../../support/window-desk.js';
import {
  type ButtonSettings,
  firstSighting,
  mountButton,
  partOf,
  sightings,
  untilWindows,
} from '../../support/windows.js';
import { until } from '../../support/workspace.js';

describe('bytedesk-login-button: modes', () => {
  const windows = new WindowDesk();

  for (const markup of ['<img name="defaultView">', '<iframe name="defaultView" hidden></iframe>'])
    it(`opens from its own window, although there is ${markup}`, async () => {
      const taker = document.createElement('div');
      taker.innerHTML = markup;
      document.body.append(taker);
      try {
        const { element, log } = await mountButton(windows.button({ mode: 'open' }));
        await clickOn(element);
        await log.first('bytedesk-login');
        await untilWindows(1);
      } finally {
        taker.remove();
      }
    });

  it('leads with its own link by mode="link"', async () => {
    const { element, log } = await mountButton(windows.button({ mode: 'link' }));
    const link = partOf(element);
    expect(link?.href).to.equal(`${windows.desk.url}/agent/chat?uid=7&accessToken=${windows.token}#top`);
    expect(link?.relList.contains('noopener') && link.relList.contains('noreferrer')).to.equal(true);
    await clickOn(element);
    const { opener, referrer, search } = await firstSighting(windows.desk);
    expect([opener, referrer, search]).to.deep.equal(['false', '', `?uid=7&accessToken=${windows.token}`]);
    expect(log.of('bytedesk-login')[0]?.detail).to.deep.equal({
      path: '/agent/chat?uid=7#top',
      mode: 'link',
    });
    await untilWindows(1);
  });

  for (const mode of ['link', 'form'] as const)
    // A page around a frame may learn its address by reports of a policy, though it is of another origin.
    it(`leaves a frame alone that has the name of its target, in whatever page (${mode})`, async () => {
      const inner = await createPage('<!doctype html><iframe name="shop"></iframe>');
      const outer = await fixture<HTMLIFrameElement>(document.createElement('iframe'));
      const loaded = new Promise((resolve) => outer.addEventListener('load', resolve, { once: true }));
      outer.src = otherOrigin() + inner;
      await loaded;
      const { element, log } = await mountButton(windows.button({ mode, target: 'shop' }));
      await until(() => element.shadowRoot?.innerHTML.includes(windows.token) === true, 'it has the token');
      await clickOn(element);
      expect((await log.first('bytedesk-login')).detail.mode).to.equal(mode);
      const { opener, search } = await firstSighting(windows.desk);
      expect([opener, search.includes(windows.token)]).to.deep.equal(['false', true]);
      await untilWindows(1);
    });

  it('puts the token of a provider into its link, and opens by itself as long as there is none', async () => {
    const { tokenProvider, give, asked } = lateProvider();
    const { element, log } = await mountButton(windows.button({ token: null, tokenProvider, mode: 'link' }));
    await until(() => asked() === 1, 'asked');
    expect(partOf(element)?.href).not.to.contain('accessToken');
    await clickOn(element);
    await untilWindows(1);
    give(windows.token);
    await log.first('bytedesk-login');
    await until(() => partOf(element)?.href.includes(windows.token) === true, 'the link has it');
    await until(async () => (await sightings(windows.desk)).length > 0, 'the console is there');
    expect((await sightings(windows.desk)).map(({ opener }) => opener)).to.deep.equal(['false']);
  });

  it('sends a form by mode="form", with the query of the path', async () => {
    const { element, log } = await mountButton(
      windows.button({ mode: 'form', path: '/agent/chat?uid=7&q=a%26b#top' }),
    );
    element.focus();
    await pressKeys('Enter');
    const { opener, referrer, search, hash } = await firstSighting(windows.desk);
    expect([...new URLSearchParams(search)]).to.deep.equal([
      ['uid', '7'],
      ['q', 'a&b'],
      ['accessToken', windows.token],
    ]);
    expect([opener, referrer, hash]).to.deep.equal(['false', '', '#top']);
    expect(log.of('bytedesk-login')[0]?.detail.mode).to.equal('form');
    await untilWindows(1);
  });

  const refusals: readonly (readonly [code: string, more: ButtonSettings])[] = [
    ['token-missing', { token: null }],
    ['token-expired', { token: makeToken({ lifeS: -5 }) }],
    ['token-malformed', { token: 'two words' }],
    ['invalid-path', { path: '/elsewhere' }],
    ['invalid-server', { server: 'desk' }],
  ];
  for (const mode of ['open', 'link', 'form', 'popup'] as const) {
    for (const [code, more] of refusals) {
      it(`opens no window for ${code} (${mode})`, async () => {
        const { element, log } = await mountButton(windows.button({ ...more, mode }));
        log.events.length = 0;
        await clickOn(element);
        await until(() => log.of('bytedesk-error').some(({ detail }) => detail.code === code), code);
        expect(await otherWindows()).to.deep.equal([]);
        expect(log.of('bytedesk-login')).to.deep.equal([]);
      });
    }
  }

  it('does nothing while disabled', async () => {
    for (const mode of ['open', 'link', 'form', 'popup'] as const) {
      const { element, log } = await mountButton(windows.button({ mode, disabled: true }));
      let clicks = 0;
      element.addEventListener('click', () => (clicks += 1));
      await clickOn(element);
      element.click();
      element.focus();
      await pressKeys('Enter');
      expect(document.activeElement === element, mode).to.equal(false);
      expect([clicks, log.events.length, (await otherWindows()).length], mode).to.deep.equal([0, 0, 0]);
      expect(partOf(element)?.outerHTML).not.to.contain(windows.token);
    }
  });

  const ways: readonly (readonly [name: string, activate: (element: HTMLElement) => Promise<void>])[] = [
    ['a click', (element) => clickOn(element)],
    ['a tap', (element) => clickOn(element, { byTouch: true })],
    ['the Enter key', (element) => (element.focus(), pressKeys('Enter'))],
    ['a click with Control', (element) => clickOn(element, { modifiers: ['Control'] })],
  ];
  for (const mode of ['link', 'form', 'popup'] as const) {
    for (const [name, activate] of ways) {
      it(`opens the console, signed in, by ${name} (${mode})`, async () => {
        const { element, log } = await mountButton(windows.button({ mode }));
        await activate(element);
        const { search, opener } = await firstSighting(windows.desk);
        expect(new URLSearchParams(search).get('accessToken')).to.equal(windows.token);
        // With a key held down a pop-up is a window like others.
        if (mode !== 'popup') expect(opener).to.equal('false');
        await untilWindows(1);
        expect(log.of('bytedesk-login').length).to.equal(1);
      });
    }
  }

  it('opens the console from what stands in its slot', async () => {
    const { element } = await mountButton(windows.button());
    const icon = document.createElement('b');
    icon.textContent = 'Desk';
    element.append(icon);
    await clickOn(icon);
    expect((await firstSighting(windows.desk)).search).to.contain(windows.token);
  });

  it('takes the plain link away when the console was opened after all, or it is disabled', async () => {
    const { element, log } = await mountButton(windows.button());
    const { open } = window;
    window.open = () => null;
    try {
      await clickOn(element);
      await log.first('bytedesk-error');
    } finally {
      window.open = open;
    }
    await element.updateComplete;
    const isOffered = (): boolean => partOf(element, 'fallback')?.checkVisibility() === true;
    expect(isOffered()).to.equal(true);
    element.disabled = true;
    await element.updateComplete;
    expect(isOffered()).to.equal(false);
    element.disabled = false;
    element.mode = 'link';
    await element.updateComplete;
    expect(isOffered()).to.equal(true);
    await clickOn(element);
    await log.first('bytedesk-login');
    await element.updateComplete;
    expect(isOffered()).to.equal(false);
    // The browser follows the link after the event, so that its window would come in the midst of the next test.
    await untilWindows(1);
  });

  it('leaves the context menu to the browser, with a link that has no token', async function () {
    // The menu of WebKit's browser is a window that its driver cannot close.
    if (/AppleWebKit(?!.*Chrome)/.test(navigator.userAgent)) this.skip();
    for (const mode of ['open', 'popup'] as const) {
      const { element, log } = await mountButton(windows.button({ mode }));
      let wasPrevented: boolean | undefined;
      // The menu itself is not opened: while it is, the browser takes no further input of the driver.
      const look = (event: Event): void => {
        wasPrevented = event.defaultPrevented;
        event.preventDefault();
      };
      addEventListener('contextmenu', look, { once: true });
      await clickOn(element, { button: 'right' });
      await until(() => wasPrevented !== undefined, 'the menu is asked for');
      expect(wasPrevented, mode).to.equal(false);
      expect(partOf(element)?.href).to.equal(`${windows.desk.url}/agent/chat?uid=7#top`);
      expect(log.events).to.deep.equal([]);
      expect(await otherWindows()).to.deep.equal([]);
    }
  });
});
