import { expect } from '@open-wc/testing';
import { clickOn, closeOtherWindows } from '../../support/input.js';
import { lateProvider, WindowDesk } from '../../support/window-desk.js';
import { firstSighting, mountButton, partOf, untilWindows } from '../../support/windows.js';
import { task, until } from '../../support/workspace.js';

describe('bytedesk-login-button: waiting for a token', () => {
  const windows = new WindowDesk();

  for (const mode of ['open', 'popup'] as const) {
    it(`opens one window for two clicks in a row, asks once for a token, and is busy meanwhile (${mode})`, async () => {
      const { tokenProvider, asked, give } = lateProvider();
      const { element, log } = await mountButton(windows.button({ token: null, tokenProvider, mode }));
      expect(asked(), 'nobody clicked').to.equal(0);
      await clickOn(element);
      await clickOn(element);
      expect(await untilWindows(1)).to.deep.equal(['about:blank']);
      expect(partOf(element)?.getAttribute('aria-busy')).to.equal('true');
      expect(asked()).to.equal(1);
      give(windows.token);
      await log.first('bytedesk-login');
      expect((await firstSighting(windows.desk)).search).to.contain(windows.token);
      await until(() => partOf(element)?.getAttribute('aria-busy') === 'false', 'busy no more');
      await untilWindows(1);
      expect(log.of('bytedesk-login').length).to.equal(1);
    });
  }

  it('closes the window again, and says why, if no token is to be had', async () => {
    const tokenProvider = (): Promise<string> => Promise.reject(new Error('the secret'));
    for (const mode of ['open', 'popup'] as const) {
      const { element, log } = await mountButton(windows.button({ token: null, tokenProvider, mode }));
      await clickOn(element);
      const { detail } = await log.first('bytedesk-error');
      expect(detail.code).to.equal('token-source-failed');
      expect(String(detail.error.stack) + String(detail.error.cause)).not.to.contain('the secret');
      await untilWindows(0);
      await until(() => partOf(element)?.getAttribute('aria-busy') === 'false', 'busy no more');
      expect(log.of('bytedesk-error').length).to.equal(1);
      expect(log.of('bytedesk-popup-close').length).to.equal(0);
    }
  });

  it('asks again at the next click', async () => {
    let count = 0;
    const tokenProvider = (): Promise<string> =>
      (count += 1) > 1 ? Promise.resolve(windows.token) : Promise.reject(new Error('not yet'));
    const { element, log } = await mountButton(windows.button({ token: null, tokenProvider }));
    await clickOn(element);
    await log.first('bytedesk-error');
    await until(() => partOf(element)?.getAttribute('aria-busy') === 'false', 'busy no more');
    await clickOn(element);
    await log.first('bytedesk-login');
    await untilWindows(1);
  });

  it('gives up when it is taken off the page, without a word', async () => {
    const { tokenProvider, give } = lateProvider();
    const { element, log } = await mountButton(windows.button({ token: null, tokenProvider }));
    await clickOn(element);
    await untilWindows(1);
    element.remove();
    await untilWindows(0);
    give(windows.token);
    await task();
    expect(log.events).to.deep.equal([]);
  });

  it('goes on when it is moved', async () => {
    const { tokenProvider, give } = lateProvider();
    const { element, log } = await mountButton(windows.button({ token: null, tokenProvider }));
    await clickOn(element);
    await untilWindows(1);
    document.body.append(element);
    await task();
    give(windows.token);
    await log.first('bytedesk-login');
    element.remove();
  });

  it('opens another window for a click after the user closed the one that waited', async () => {
    const { tokenProvider, give } = lateProvider();
    const { element, log } = await mountButton(windows.button({ token: null, tokenProvider }));
    await clickOn(element);
    await untilWindows(1);
    await closeOtherWindows();
    await untilWindows(0);
    await clickOn(element);
    await untilWindows(1);
    expect(partOf(element)?.getAttribute('aria-busy')).to.equal('true');
    give(windows.token);
    await log.first('bytedesk-login');
    expect((await firstSighting(windows.desk)).search).to.contain(windows.token);
    await until(() => partOf(element)?.getAttribute('aria-busy') === 'false', 'busy no more');
    expect(log.of('bytedesk-error')).to.deep.equal([]);
  });

  for (const mode of ['open', 'popup'] as const) {
    it(`brings the window that waits to the front by a second click (${mode})`, async () => {
      const { tokenProvider, give } = lateProvider();
      const { element, log } = await mountButton(windows.button({ token: null, tokenProvider, mode }));
      const { open } = window;
      const opened: Window[] = [];
      window.open = (...args) => {
        const other = open.apply(window, args);
        if (other) opened.push(other);
        return other;
      };
      try {
        await clickOn(element);
        let count = 0;
        await until(() => opened.length === 1, 'opened');
        (opened[0] as Window).focus = () => (count += 1);
        await clickOn(element);
        await until(() => count === 1, 'in front');
      } finally {
        window.open = open;
      }
      give(windows.token);
      await log.first('bytedesk-login');
    });
  }

  it('closes nothing, and stays, if there is no token for this very page', async () => {
    const tokenProvider = (): Promise<string> => Promise.reject(new Error('no'));
    const { element, log } = await mountButton(
      windows.button({ token: null, tokenProvider, target: '_self' }),
    );
    const before = location.href;
    await clickOn(element);
    expect((await log.first('bytedesk-error')).detail.code).to.equal('token-source-failed');
    expect([location.href, history.state]).to.deep.equal([before, null]);
  });
});
