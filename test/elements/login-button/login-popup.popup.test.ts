import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import { clickOn, closeOtherWindows } from '../../support/input.js';
import { createPage } from '../../support/pages.js';
import { lateProvider, WindowDesk } from '../../support/window-desk.js';
import { firstSighting, mountButton, sightings, untilWindows } from '../../support/windows.js';
import { issueToken, until } from '../../support/workspace.js';

describe('bytedesk-login-button: mode="popup"', () => {
  const windows = new WindowDesk();

  let clock: SinonFakeTimers;
  const look = (): void => void clock.tick(500);

  beforeEach(() => {
    clock = useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(() => clock.restore());

  it('opens one pop-up for all buttons of a desk, which knows its opener, and tells of its end', async () => {
    const { element, log } = await mountButton(windows.button({ mode: 'popup' }));
    await clickOn(element);
    expect((await log.first('bytedesk-login')).detail.mode).to.equal('popup');
    const { opener, referrer } = await firstSighting(windows.desk);
    expect([opener, referrer]).to.deep.equal(['true', '']);

    const other = await mountButton(windows.button({ mode: 'popup', path: '/admin/welcome' }));
    await clickOn(other.element);
    await clickOn(element);
    await untilWindows(1);
    expect((await sightings(windows.desk)).length).to.equal(1);
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
      windows.button({ mode: 'popup', token: await issueToken(windows.desk, { seconds: 3 }) }),
    );
    await clickOn(element);
    await log.first('bytedesk-login');
    const { detail } = await log.first('bytedesk-token-expired');
    expect([detail.subject, detail.source]).to.deep.equal(['token', 'clock']);

    element.token = windows.token;
    const workspace = document.createElement('bytedesk-workspace');
    Object.assign(workspace, { server: windows.desk.url, token: await issueToken(windows.desk) });
    document.body.append(workspace);
    await workspace.updateComplete;
    await workspace.logout();
    expect((await log.first('bytedesk-logout')).detail.reason).to.equal('host');
    workspace.remove();
    await untilWindows(1);
  });

  it('finds the pop-up of another document of the page’s own, also after a reload', async () => {
    const { element, log } = await mountButton(windows.button({ mode: 'popup' }));
    await clickOn(element);
    await log.first('bytedesk-login');
    await firstSighting(windows.desk);
    const frame = document.createElement('iframe');
    frame.src = await createPage(`<!doctype html><script type="module">import '/src/define.ts'</script>
      <script>onclick = () => (clicked = true)</script>
      <style>bytedesk-login-button::part(button) { position: fixed; inset: 0 }</style>
      <bytedesk-login-button mode="popup" server="${windows.desk.url}" token="${windows.token}">x</bytedesk-login-button>`);
    document.body.append(frame);
    const there = (): Element | null | undefined =>
      frame.contentDocument?.querySelector('bytedesk-login-button:defined');
    await until(() => Boolean(there()), 'the other document is there');
    await clickOn(frame);
    const clicked = (): boolean => frame.contentWindow !== null && 'clicked' in frame.contentWindow;
    await until(clicked, 'clicked');
    await untilWindows(1);
    expect((await sightings(windows.desk)).length).to.equal(1);
    frame.contentWindow?.location.reload();
    await until(() => !clicked() && Boolean(there()), 'the other document is there again');
    await clickOn(frame);
    await until(clicked, 'clicked');
    await untilWindows(1);
    expect((await sightings(windows.desk)).length).to.equal(1);
    frame.remove();
  });

  it('has a pop-up of its own for each base path of a desk', async () => {
    const { element } = await mountButton(windows.button({ mode: 'popup' }));
    const other = await mountButton(windows.button({ mode: 'popup', server: `${windows.desk.url}/other` }));
    await clickOn(element);
    await untilWindows(1);
    await clickOn(other.element);
    await untilWindows(2);
  });

  it('opens another at once for a click after it was closed, and tells of the end of each, once', async () => {
    const { element, log } = await mountButton(windows.button({ mode: 'popup' }));
    for (const count of [1, 2]) {
      await clickOn(element);
      await until(() => log.of('bytedesk-login').length === count, `${count} opened`);
      await until(async () => (await sightings(windows.desk)).length === count, `${count} consoles`);
      look();
      await closeOtherWindows();
      await untilWindows(0);
      // Nobody has looked since.
      expect(log.of('bytedesk-popup-close').length).to.equal(count - 1);
    }
    await until(() => (look(), log.of('bytedesk-popup-close').length === 2), 'told of its end');
  });

  it('opens another for a click after the empty one was closed', async () => {
    const { tokenProvider, give } = lateProvider();
    const { element, log } = await mountButton(windows.button({ mode: 'popup', token: null, tokenProvider }));
    await clickOn(element);
    await untilWindows(1);
    await closeOtherWindows();
    await untilWindows(0);
    await clickOn(element);
    await untilWindows(1);
    look();
    give(windows.token);
    await log.first('bytedesk-login');
    expect((await firstSighting(windows.desk)).search).to.contain(windows.token);
    await untilWindows(1);
    expect(log.of('bytedesk-error')).to.deep.equal([]);
    expect(log.of('bytedesk-popup-close').length).to.equal(1);
  });
});
