import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import type { TokenProvider } from '../../src/api/token-source.js';
import { clickOn, type ClickOptions, closeOtherWindows, otherWindows, pressKeys } from '../support/input.js';
import { createPage } from '../support/pages.js';
import { makeToken } from '../support/tokens.js';
import {
  firstSighting,
  mountButton,
  partOf,
  sightings,
  untilWindows,
  watchConsoles,
} from '../support/windows.js';
import type { ButtonSettings } from '../support/windows.js';
import { issueToken, SharedDesk, task, until } from '../support/workspace.js';

describe('bytedesk-login-button: windows', () => {
  const shared = new SharedDesk();
  let token: string;

  before(async () => {
    await watchConsoles(shared.desk);
    token = await issueToken(shared.desk);
  });
  beforeEach(closeOtherWindows);
  afterEach(closeOtherWindows);

  const settings = (more: ButtonSettings = {}): ButtonSettings => ({
    server: shared.desk.url,
    path: '/agent/chat?uid=7#top',
    token,
    ...more,
  });

  // First: a click still counts for a while.
  it('says that the browser blocked the window, and offers a plain link', async () => {
    const { element, log } = await mountButton(settings());
    element.click();
    expect((await log.first('bytedesk-error')).detail.code).to.equal('popup-blocked');
    await element.updateComplete;
    const plain = partOf(element, 'fallback');
    expect(plain?.href).to.equal(`${shared.desk.url}/agent/chat?uid=7#top`);
    expect(plain?.checkVisibility()).to.equal(true);
    await expect(element).to.be.accessible();
    await untilWindows(0);

    await clickOn(plain as Element);
    const { opener, referrer, search } = await firstSighting(shared.desk);
    expect([opener, referrer, search]).to.deep.equal(['false', '', '?uid=7']);
    await clickOn(partOf(element) as Element);
    await log.first('bytedesk-login');
    await element.updateComplete;
    expect(plain?.checkVisibility()).to.equal(false);
  });

  const ways: readonly (readonly [name: string, options: ClickOptions])[] = [
    ['a click', {}],
    ['a middle click', { button: 'middle' }],
    ['a click with Control', { modifiers: ['Control'] }],
    ['a click with Shift', { modifiers: ['Shift'] }],
    ['a click with Meta', { modifiers: ['Meta'] }],
  ];
  for (const [name, options] of ways) {
    it(`opens the console, signed in, by ${name}`, async () => {
      const { element, log } = await mountButton(
        settings({ target: 'modifiers' in options ? '_self' : '_blank' }),
      );
      await clickOn(element, options);
      expect((await log.first('bytedesk-login')).detail).to.deep.equal({
        path: '/agent/chat?uid=7#top',
        mode: 'open',
      });
      const { opener, referrer, search, hash } = await firstSighting(shared.desk);
      expect(search).to.equal(`?uid=7&accessToken=${token}`);
      expect([opener, referrer, hash]).to.deep.equal(['false', '', '#top']);
      await untilWindows(1);
    });
  }

  it('opens the console by keyboard', async () => {
    const { element, log } = await mountButton(settings());
    element.focus();
    await pressKeys('Enter');
    await log.first('bytedesk-login');
    expect((await firstSighting(shared.desk)).search).to.contain(token);
  });

  /** A provider that answers when it is told to. */
  function lateProvider(): { tokenProvider: TokenProvider; asked: () => number; give(answer: string): void } {
    const waiting: ((answer: string) => void)[] = [];
    let asked = 0;
    const tokenProvider: TokenProvider = () => {
      asked += 1;
      return new Promise((resolve) => waiting.push(resolve));
    };
    return {
      tokenProvider,
      asked: () => asked,
      give: (answer) => waiting.splice(0).forEach((end) => end(answer)),
    };
  }

  for (const mode of ['open', 'popup'] as const) {
    it(`opens one window for two clicks in a row, asks once for a token, and is busy meanwhile (${mode})`, async () => {
      const { tokenProvider, asked, give } = lateProvider();
      const { element, log } = await mountButton(settings({ token: null, tokenProvider, mode }));
      expect(asked(), 'nobody clicked').to.equal(0);
      await clickOn(element);
      await clickOn(element);
      expect(await untilWindows(1)).to.deep.equal(['about:blank']);
      expect(partOf(element)?.ariaBusy).to.equal('true');
      expect(asked()).to.equal(1);
      give(token);
      await log.first('bytedesk-login');
      expect((await firstSighting(shared.desk)).search).to.contain(token);
      await until(() => partOf(element)?.ariaBusy === 'false', 'busy no more');
      await untilWindows(1);
      expect(log.of('bytedesk-login').length).to.equal(1);
    });
  }

  it('closes the window again, and says why, if no token is to be had', async () => {
    const tokenProvider = (): Promise<string> => Promise.reject(new Error('the secret'));
    for (const mode of ['open', 'popup'] as const) {
      const { element, log } = await mountButton(settings({ token: null, tokenProvider, mode }));
      await clickOn(element);
      const { detail } = await log.first('bytedesk-error');
      expect(detail.code).to.equal('token-source-failed');
      expect(String(detail.error.stack) + String(detail.error.cause)).not.to.contain('the secret');
      await untilWindows(0);
      await until(() => partOf(element)?.ariaBusy === 'false', 'busy no more');
      expect(log.of('bytedesk-error').length).to.equal(1);
      expect(log.of('bytedesk-popup-close').length).to.equal(0);
    }
  });

  it('asks again at the next click', async () => {
    let count = 0;
    const tokenProvider = (): Promise<string> =>
      (count += 1) > 1 ? Promise.resolve(token) : Promise.reject(new Error('not yet'));
    const { element, log } = await mountButton(settings({ token: null, tokenProvider }));
    await clickOn(element);
    await log.first('bytedesk-error');
    await until(() => partOf(element)?.ariaBusy === 'false', 'busy no more');
    await clickOn(element);
    await log.first('bytedesk-login');
    await untilWindows(1);
  });

  it('gives up when it is taken off the page, without a word', async () => {
    const { tokenProvider, give } = lateProvider();
    const { element, log } = await mountButton(settings({ token: null, tokenProvider }));
    await clickOn(element);
    await untilWindows(1);
    element.remove();
    await untilWindows(0);
    give(token);
    await task();
    expect(log.events).to.deep.equal([]);
  });

  it('goes on when it is moved', async () => {
    const { tokenProvider, give } = lateProvider();
    const { element, log } = await mountButton(settings({ token: null, tokenProvider }));
    await clickOn(element);
    await untilWindows(1);
    document.body.append(element);
    await task();
    give(token);
    await log.first('bytedesk-login');
    element.remove();
  });

  it('puts the token of a provider into its link, and opens by itself as long as there is none', async () => {
    const { tokenProvider, give, asked } = lateProvider();
    const { element, log } = await mountButton(settings({ token: null, tokenProvider, mode: 'link' }));
    await until(() => asked() === 1, 'asked');
    expect(partOf(element)?.href).not.to.contain('accessToken');
    await clickOn(element);
    await untilWindows(1);
    give(token);
    await log.first('bytedesk-login');
    await until(() => partOf(element)?.href.includes(token) === true, 'the link has it');
    await until(async () => (await sightings(shared.desk)).length > 0, 'the console is there');
    // A page may tell twice what it sees: WebKit asks again for an image that it has not got.
    expect(new Set((await sightings(shared.desk)).map(({ opener }) => opener))).to.deep.equal(
      new Set(['false']),
    );
  });

  it('shows the page nothing of the token', async () => {
    const { tokenProvider, give } = lateProvider();
    const entries: PerformanceEntry[] = [];
    const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
    observer.observe({ entryTypes: ['resource', 'navigation'] });
    const seen: string[] = [];
    const mutations = new MutationObserver(() => seen.push(document.documentElement.outerHTML));
    mutations.observe(document, { subtree: true, childList: true, attributes: true });
    const { history: before } = { history: history.length };
    for (const mode of ['open', 'popup'] as const) {
      const { element, log } = await mountButton(settings({ token: null, tokenProvider, mode }));
      const inside = new MutationObserver(() => seen.push(element.shadowRoot?.innerHTML ?? ''));
      inside.observe(element.shadowRoot as ShadowRoot, { subtree: true, childList: true, attributes: true });
      const hear = (event: Event): void =>
        void seen.push(
          ...event.composedPath().map((node) => (node instanceof Element ? node.outerHTML : '')),
        );
      addEventListener('click', hear, true);
      await clickOn(element);
      give(token);
      await log.first('bytedesk-login');
      await firstSighting(shared.desk);
      removeEventListener('click', hear, true);
      inside.disconnect();
      seen.push(element.shadowRoot?.innerHTML ?? '', element.outerHTML, JSON.stringify(log.events));
      seen.push(JSON.stringify(log.events.map(({ detail }) => detail as unknown)));
      await closeOtherWindows();
    }
    const places = {
      seen: seen.join(''),
      performance: JSON.stringify([...performance.getEntries(), ...entries]),
      storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
      location: location.href + JSON.stringify(history.state),
    };
    for (const [place, text] of Object.entries(places)) expect(text.includes(token), place).to.equal(false);
    expect(history.length).to.equal(before);
    expect(places.seen.length).to.be.greaterThan(0);
    observer.disconnect();
    mutations.disconnect();
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
        const { element, log } = await mountButton(settings({ ...more, mode }));
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
      const { element, log } = await mountButton(settings({ mode, disabled: true }));
      let clicks = 0;
      element.addEventListener('click', () => (clicks += 1));
      await clickOn(element);
      element.click();
      element.focus();
      await pressKeys('Enter');
      expect(document.activeElement === element, mode).to.equal(false);
      expect([clicks, log.events.length, (await otherWindows()).length], mode).to.deep.equal([0, 0, 0]);
      expect(partOf(element)?.outerHTML).not.to.contain(token);
    }
  });

  it('leads with its own link by mode="link"', async () => {
    const { element, log } = await mountButton(settings({ mode: 'link' }));
    const link = partOf(element);
    expect(link?.href).to.equal(`${shared.desk.url}/agent/chat?uid=7&accessToken=${token}#top`);
    expect(link?.relList.contains('noopener') && link.relList.contains('noreferrer')).to.equal(true);
    await clickOn(element);
    const { opener, referrer, search } = await firstSighting(shared.desk);
    expect([opener, referrer, search]).to.deep.equal(['false', '', `?uid=7&accessToken=${token}`]);
    expect(log.of('bytedesk-login')[0]?.detail).to.deep.equal({
      path: '/agent/chat?uid=7#top',
      mode: 'link',
    });
    await untilWindows(1);
  });

  it('sends a form by mode="form", with the query of the path', async () => {
    const { element, log } = await mountButton(
      settings({ mode: 'form', path: '/agent/chat?uid=7&q=a%26b#top' }),
    );
    element.focus();
    await pressKeys('Enter');
    const { opener, referrer, search, hash } = await firstSighting(shared.desk);
    expect([...new URLSearchParams(search)]).to.deep.equal([
      ['uid', '7'],
      ['q', 'a&b'],
      ['accessToken', token],
    ]);
    expect([opener, referrer, hash]).to.deep.equal(['false', '', '#top']);
    expect(log.of('bytedesk-login')[0]?.detail.mode).to.equal('form');
    await untilWindows(1);
  });

  describe('mode="popup"', () => {
    let clock: SinonFakeTimers;
    const look = (): void => void clock.tick(500);

    beforeEach(() => {
      clock = useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    });
    afterEach(() => clock.restore());

    it('opens one pop-up for all buttons of a desk, which knows its opener, and tells of its end', async () => {
      const { element, log } = await mountButton(settings({ mode: 'popup' }));
      await clickOn(element);
      expect((await log.first('bytedesk-login')).detail.mode).to.equal('popup');
      const { opener, referrer } = await firstSighting(shared.desk);
      expect([opener, referrer]).to.deep.equal(['true', '']);

      const other = await mountButton(settings({ mode: 'popup', path: '/admin/welcome' }));
      await clickOn(other.element);
      await clickOn(element);
      await untilWindows(1);
      expect((await sightings(shared.desk)).length).to.equal(1);
      expect(log.of('bytedesk-login').length).to.equal(1);
      expect(other.log.events).to.deep.equal([]);

      look();
      await closeOtherWindows();
      await untilWindows(0);
      await until(() => (look(), log.of('bytedesk-popup-close').length > 0), 'told of its end');
      expect(log.of('bytedesk-popup-close')[0]?.detail).to.deep.equal({ path: '/agent/chat?uid=7#top' });
      await clickOn(element);
      await untilWindows(1);
    });

    it('tells of the end of the token and of a sign-out while it is open', async () => {
      const { element, log } = await mountButton(
        settings({ mode: 'popup', token: await issueToken(shared.desk, { seconds: 3 }) }),
      );
      await clickOn(element);
      await log.first('bytedesk-login');
      const { detail } = await log.first('bytedesk-token-expired');
      expect([detail.subject, detail.source]).to.deep.equal(['token', 'clock']);

      element.token = token;
      const workspace = document.createElement('bytedesk-workspace');
      Object.assign(workspace, { server: shared.desk.url, token: await issueToken(shared.desk) });
      document.body.append(workspace);
      await workspace.updateComplete;
      await workspace.logout();
      expect((await log.first('bytedesk-logout')).detail.reason).to.equal('host');
      workspace.remove();
      await untilWindows(1);
    });

    it('finds the pop-up of another document of the page’s own', async () => {
      const { element, log } = await mountButton(settings({ mode: 'popup' }));
      await clickOn(element);
      await log.first('bytedesk-login');
      await firstSighting(shared.desk);
      const frame = document.createElement('iframe');
      frame.src = await createPage(`<!doctype html><script type="module">import '/src/define.ts'</script>
        <script>onclick = () => (clicked = true)</script>
        <style>bytedesk-login-button::part(button) { position: fixed; inset: 0 }</style>
        <bytedesk-login-button mode="popup" server="${shared.desk.url}" token="${token}">x</bytedesk-login-button>`);
      document.body.append(frame);
      const there = (): Element | null | undefined =>
        frame.contentDocument?.querySelector('bytedesk-login-button:defined');
      await until(() => Boolean(there()), 'the other document is there');
      await clickOn(frame);
      await until(() => frame.contentWindow !== null && 'clicked' in frame.contentWindow, 'clicked');
      await untilWindows(1);
      expect((await sightings(shared.desk)).length).to.equal(1);
      frame.remove();
    });
  });

  it('navigates the page itself by target="_self", and its frame by "_parent"', async () => {
    for (const target of ['_self', '_parent']) {
      const outer = document.createElement('iframe');
      const page = await createPage(`<!doctype html><script type="module">import '/src/define.ts'</script>
        <style>bytedesk-login-button::part(button) { position: fixed; inset: 0 }</style>
        <bytedesk-login-button target="${target}" server="${shared.desk.url}" path="/agent/chat" token="${token}">
          x</bytedesk-login-button>`);
      const nest = `<!doctype html><style>* { margin: 0 } iframe { width: 100%; height: 100% }</style>
        <iframe src="${page}"></iframe>`;
      outer.src = target === '_self' ? page : await createPage(nest);
      document.body.append(outer);
      const inner = (): Document | null | undefined =>
        target === '_self'
          ? outer.contentDocument
          : outer.contentDocument?.querySelector('iframe')?.contentDocument;
      await until(() => Boolean(inner()?.querySelector('bytedesk-login-button:defined')), 'defined');
      await clickOn(outer);
      const { search } = await firstSighting(shared.desk);
      expect(search, target).to.equal(`?accessToken=${token}`);
      expect(outer.contentDocument, target).to.equal(null);
      expect(await otherWindows()).to.deep.equal([]);
      outer.remove();
      await shared.desk.control('requests/clear', {});
    }
  });
});
