import { expect } from '@open-wc/testing';
import { clickOn, type ClickOptions, otherWindows, pressKeys } from '../../support/input.js';
import { createPage } from '../../support/pages.js';
import { WindowDesk } from '../../support/window-desk.js';
import { firstSighting, inClick, mountButton, partOf, untilWindows } from '../../support/windows.js';
import { until } from '../../support/workspace.js';

describe('bytedesk-login-button: the window it opens', () => {
  const windows = new WindowDesk();

  // First: a click still counts for a while.
  it('says that the browser blocked the window, and offers a plain link', async () => {
    const { element, log } = await mountButton(windows.button());
    element.click();
    expect((await log.first('bytedesk-error')).detail.code).to.equal('popup-blocked');
    await element.updateComplete;
    const plain = partOf(element, 'fallback');
    expect(plain?.href).to.equal(`${windows.desk.url}/agent/chat?uid=7#top`);
    expect(plain?.checkVisibility()).to.equal(true);
    await expect(element).to.be.accessible();
    await untilWindows(0);

    await clickOn(plain as Element);
    const { opener, referrer, search } = await firstSighting(windows.desk);
    expect([opener, referrer, search]).to.deep.equal(['false', '', '?uid=7']);
    await clickOn(partOf(element) as Element);
    await log.first('bytedesk-login');
    await element.updateComplete;
    expect(plain?.checkVisibility()).to.equal(false);
  });

  const ways: readonly (readonly [name: string, options: ClickOptions])[] = [
    ['a click', {}],
    ['a tap', { byTouch: true }],
    ['a middle click', { button: 'middle' }],
    ['a click with Control', { modifiers: ['Control'] }],
    ['a click with Shift', { modifiers: ['Shift'] }],
    ['a click with Meta', { modifiers: ['Meta'] }],
  ];
  for (const [name, options] of ways) {
    it(`opens the console, signed in, by ${name}`, async () => {
      const { element, log } = await mountButton(
        windows.button({ target: 'modifiers' in options ? '_self' : '_blank' }),
      );
      await clickOn(element, options);
      expect((await log.first('bytedesk-login')).detail).to.deep.equal({
        path: '/agent/chat?uid=7#top',
        mode: 'open',
      });
      const { opener, referrer, search, hash } = await firstSighting(windows.desk);
      expect(search).to.equal(`?uid=7&accessToken=${windows.token}`);
      expect([opener, referrer, hash]).to.deep.equal(['false', '', '#top']);
      await untilWindows(1);
    });
  }

  it('opens the console by keyboard', async () => {
    const { element, log } = await mountButton(windows.button());
    element.focus();
    await pressKeys('Enter');
    await log.first('bytedesk-login');
    expect((await firstSighting(windows.desk)).search).to.contain(windows.token);
  });

  it('navigates the page itself by target="_self", and its frame by "_parent"', async () => {
    for (const target of ['_self', '_parent']) {
      const outer = document.createElement('iframe');
      const page = await createPage(`<!doctype html><script type="module">import '/src/define.ts'</script>
        <style>bytedesk-login-button::part(button) { position: fixed; inset: 0 }</style>
        <bytedesk-login-button target="${target}" server="${windows.desk.url}" path="/agent/chat" token="${windows.token}">
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
      const { search } = await firstSighting(windows.desk);
      expect(search, target).to.equal(`?accessToken=${windows.token}`);
      expect(outer.contentDocument, target).to.equal(null);
      expect(await otherWindows()).to.deep.equal([]);
      outer.remove();
      await windows.desk.control('requests/clear', {});
    }
  });

  it('navigates the whole window by target="_top", and takes its opener away', async () => {
    const inner = await createPage(`<!doctype html><script type="module">import '/src/define.ts'</script>
      <bytedesk-login-button target="_top" server="${windows.desk.url}" path="/agent/chat" token="${windows.token}">
        x</bytedesk-login-button>`);
    const outer = await createPage(`<!doctype html><iframe src="${inner}"></iframe>`);
    const host = (await inClick(() => open(outer))) as Window;
    const button = (): HTMLElement | null | undefined =>
      host.document
        .querySelector('iframe')
        ?.contentDocument?.querySelector<HTMLElement>('bytedesk-login-button:defined');
    await until(() => Boolean(button()), 'defined');
    expect(host.opener).to.equal(window);
    button()?.click();
    const { opener, search } = await firstSighting(windows.desk);
    expect([opener, search]).to.deep.equal(['false', `?accessToken=${windows.token}`]);
    await untilWindows(1);
  });

  it('takes the opener from a named window that shows a page of this host', async () => {
    // First: nothing is drawn while another window is in front.
    const { element, log } = await mountButton(windows.button({ target: 'shop' }));
    const page = await createPage('<!doctype html><title>here</title>');
    const named = (await inClick(() => open(page, 'shop'))) as Window;
    await until(() => named.document.title === 'here', 'the page is there');
    await clickOn(element);
    await log.first('bytedesk-login');
    const { opener, referrer, search } = await firstSighting(windows.desk);
    expect([opener, referrer]).to.deep.equal(['false', '']);
    expect(search).to.contain(windows.token);
  });
});
