import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { StandInDesk } from '../../src/testing.js';
import {
  type ConsoleBrowser,
  hasChromium,
  placeOf,
  storageOf,
  until,
  withConsoles,
} from './console-browser.js';
import { AGENT } from './desk-client.js';

const LOGOUT = '/api/v1/user/logout';

describe('the session of an agent console', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let browser: ConsoleBrowser;
  withConsoles((given) => ({ desk, browser } = given));

  const signedIn = async (): Promise<Page> => {
    const page = await browser.tab(`${desk.url}/agent/chat?lang=en&accessToken=${await desk.issueToken()}`);
    await page.waitForSelector('.thread');
    await until('the console is loaded', () => desk.snapshot().consoles.some(({ username }) => username));
    desk.clearRequests();
    return page;
  };
  const atForm = async (page: Page): Promise<void> => {
    await page.waitForSelector('form.sign-in');
    assert.equal(placeOf(page), '/agent/auth/login');
  };
  const logouts = (): number => desk.requests().filter(({ path }) => path === LOGOUT).length;
  const historyLength = (page: Page): Promise<number> => page.evaluate(() => history.length);

  for (const status of [400, 401, 403]) {
    it(`ends when any call is answered HTTP ${status}, by more than one logout call`, async () => {
      const page = await signedIn();
      const before = await historyLength(page);
      desk.set({ fail: { as: status, path: '/api/v1/message' } });
      await page.click('.thread');
      await atForm(page);
      await until('two logout calls', () => logouts() === 2);
      const stored = await storageOf(page);
      assert.equal(stored.ACCESS_TOKEN, undefined);
      assert.equal(stored.AUTH_STORE, '{"state":{"accessToken":""},"version":0}');
      assert.equal(await historyLength(page), before);
    });
  }

  it('ends by three logout calls where it is told so, the later ones answered 401', async () => {
    const page = await signedIn();
    desk.set({ logoutCalls: 3, fail: { as: 403, path: '/api/v1/message' } });
    await page.reload();
    await page.waitForSelector('.thread');
    await page.click('.thread');
    await atForm(page);
    const statuses = (): (number | null)[] =>
      desk
        .requests()
        .filter(({ path }) => path === LOGOUT)
        .map(({ status }) => status);
    await until('three answers', () => statuses().filter(Boolean).length === 3);
    assert.deepEqual(statuses().sort(), [200, 401, 401]);
  });

  it('stays on HTTP 500; the list of conversations is asked for four times at start', async () => {
    const page = await signedIn();
    desk.set({ fail: { as: 500, path: '/api/v1/thread/query' } });
    await page.reload();
    const asked = (): number => desk.requests().filter(({ path }) => path === '/api/v1/thread/query').length;
    await until('three retries', () => asked() === 4);
    await page.waitForSelector('.agent');
    assert.equal(placeOf(page), '/agent/chat?lang=en');
    assert.equal(logouts(), 0);
  });

  it('stays when the network fails', async () => {
    const page = await signedIn();
    desk.set({ fail: { as: 'cut', path: '/api/v1/message', count: 1 } });
    await page.click('.thread');
    await until('the call', () => desk.requests().some(({ path }) => path.startsWith('/api/v1/message')));
    await page.click('.thread');
    await page.waitForSelector('.message');
    assert.equal(logouts(), 0);
  });

  it('is over at once when the token is dead at load: a toast with the status, then the form', async () => {
    const page = await signedIn();
    desk.revoke(AGENT.username);
    await page.reload();
    await atForm(page);
    await page.waitForFunction(() => /401/.test(document.querySelector('.toast')?.textContent ?? ''));
  });

  it('does not notice a revocation before the next call', async () => {
    const page = await signedIn();
    desk.revoke(AGENT.username);
    assert.equal(await page.$eval('.agent', () => true), true);
    assert.deepEqual(desk.requests(), []);
    await page.click('.thread');
    await atForm(page);
  });

  it('ends at once from the gear menu, by one logout call, without reload or dialog', async () => {
    const page = await signedIn();
    const before = await historyLength(page);
    await page.click('.gear summary');
    await page.click('[data-action="sign-out"]');
    await atForm(page);
    assert.equal(await historyLength(page), before);
    await until('the logout call', () => logouts() === 1);
    assert.ok(!desk.requests().some(({ path }) => path === '/agent/auth/login'));
  });

  it('ends from the footer after a confirmation in the page', async () => {
    const page = await signedIn();
    await page.click('[data-action="ask-sign-out"]');
    await page.waitForSelector('[data-action="confirm-sign-out"]', { visible: true });
    assert.equal(logouts(), 0);
    await page.click('[data-action="confirm-sign-out"]');
    await atForm(page);
  });

  it('leaves keys emptied, with uid, deviceUid and user name in them', async () => {
    const page = await signedIn();
    const device = JSON.parse((await storageOf(page)).USER_STORE ?? '').state.deviceUid;
    desk.signOut();
    await atForm(page);
    const stored = await storageOf(page);
    assert.deepEqual(JSON.parse(stored.USER_STORE ?? '').state, {
      userInfo: { uid: 'user-1' },
      deviceUid: device,
    });
    for (const key of ['AGENT_STORE', 'THREAD_STORE', 'MESSAGE_STORE', 'ORGANIZATION_STORE']) {
      assert.deepEqual(JSON.parse(stored[key] ?? '').state, {}, key);
    }
    assert.match(stored.bytedesk_login_credentials ?? '', /agent@example\.com/);
  });

  for (const as of [401, 500, 'cut'] as const) {
    it(`is cleared in the browser even when the logout call fails: ${as}`, async () => {
      const page = await signedIn();
      desk.set({ fail: { as, path: LOGOUT } });
      desk.signOut();
      await atForm(page);
      assert.equal((await storageOf(page)).ACCESS_TOKEN, undefined);
    });
  }

  it('ends when an administrator kicks the user, told over the live connection', async () => {
    const page = await signedIn();
    assert.equal(desk.kick(AGENT.username), 1);
    await atForm(page);
    await page.waitForFunction(() => /administrator/.test(document.body.textContent ?? ''));
  });

  describe('kicked with a confirmation', () => {
    const dialog = '[role="alertdialog"]';
    const kicked = async (): Promise<Page> => {
      const page = await signedIn();
      desk.set({ kickConfirmation: true });
      assert.equal(desk.kick(AGENT.username), 1);
      await page.waitForSelector(dialog);
      return page;
    };

    it('stays on the screen with a dead token until it is confirmed', async () => {
      const page = await kicked();
      assert.ok(await page.$('.thread'));
      assert.ok((await storageOf(page)).ACCESS_TOKEN);
      assert.equal(placeOf(page), '/agent/chat?lang=en');
      assert.deepEqual(desk.requests(), []);
      assert.ok(desk.tokens().every(({ live }) => !live));
      assert.equal(
        await page.$eval('[data-action="confirm-kick"]', (node) => node === document.activeElement),
        true,
      );
      await page.click('[data-action="confirm-kick"]');
      await atForm(page);
      assert.equal(await page.$(dialog), null);
      await page.waitForFunction(() =>
        /administrator/.test(document.querySelector('.toast')?.textContent ?? ''),
      );
      await until('the logout calls', () => logouts() === 2);
    });

    it('is confirmed by the control too, and only where there is something to confirm', async () => {
      const page = await kicked();
      assert.equal(desk.confirmKick({ username: 'second@example.com' }), 0);
      assert.equal(desk.confirmKick(), 1);
      await atForm(page);
      desk.confirmKick();
      assert.equal(await page.$('.agent'), null);
    });

    it('ends by itself when a call is refused before', async () => {
      const page = await kicked();
      await page.$eval('.thread', (node) => (node as HTMLElement).click());
      await atForm(page);
      assert.equal(await page.$(dialog), null);
    });

    it('comes over a strict live connection too', async () => {
      desk.set({ live: 'strict', kickConfirmation: true });
      const page = await signedIn();
      await until('a live connection', () => desk.clients().some(({ isConnected }) => isConnected));
      assert.equal(desk.kick(AGENT.username), 1);
      await page.waitForSelector(dialog);
      await page.click('[data-action="confirm-kick"]');
      await atForm(page);
    });
  });

  it('ends at once for a user who may not read the profile, as any 403 does', async () => {
    const page = await browser.tab(
      `${desk.url}/agent/chat?accessToken=${await desk.issueToken('norights@example.com')}`,
    );
    await atForm(page);
  });

  it('leaves a second tab in limbo: it still shows, sends nothing, and says nothing', async () => {
    const page = await signedIn();
    const other = await browser.tab(`${desk.url}/agent/chat`);
    await other.waitForSelector('.thread');
    await page.bringToFront();
    await page.click('.gear summary');
    await page.click('[data-action="sign-out"]');
    await atForm(page);
    desk.clearRequests();
    await other.bringToFront();
    await other.type('.search', 'chen');
    await other.keyboard.press('Enter');
    // Chromium may draw no frame of a tab that was behind another one, so that waiting for frames could wait for ever.
    await other.waitForFunction(() => document.querySelectorAll('.thread').length === 1, {
      polling: 'mutation',
    });
    assert.deepEqual(desk.requests(), []);
    assert.equal(await other.$('.toast'), null);
    await other.reload();
    await atForm(other);
  });
});
