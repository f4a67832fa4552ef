import { expect } from '@open-wc/testing';
import { createPage } from '../../support/pages.js';
import { WindowDesk } from '../../support/window-desk.js';
import { firstSighting, sightings, untilWindows } from '../../support/windows.js';
import { until } from '../../support/workspace.js';

const COOP = { 'cross-origin-opener-policy': 'same-origin' };

describe('bytedesk-login-button on a page with Cross-Origin-Opener-Policy', () => {
  const windows = new WindowDesk();
  let told: string[];
  let page: BroadcastChannel;

  // The page is in a group of windows of its own: nothing but this reaches it.
  beforeEach(() => {
    told = [];
    page = new BroadcastChannel('test');
    page.onmessage = ({ data }) => told.push(String(data));
  });
  afterEach(() => page.close());

  const hear = async (what: string): Promise<void> =>
    until(() => told.includes(what), `${what}, not ${told.join()}`);

  for (const mode of ['open', 'popup']) {
    it(`opens the console, and claims no events that cannot be had (${mode})`, async () => {
      const html = `<!doctype html><script type="module">
        import '/src/define.ts';
        const test = new BroadcastChannel('test');
        const tell = ({ type }) => test.postMessage(type);
        for (const type of ['login', 'logout', 'popup-close', 'token-expired', 'error'])
          addEventListener('bytedesk-' + type, tell);
        console.warn = (text) => /Opener/.test(text) && test.postMessage('warned');
        test.onmessage = () => document.querySelector('bytedesk-login-button').click();
        test.postMessage('there');
        </script><bytedesk-login-button mode="${mode}" server="${windows.desk.url}" token="${windows.token}">
        </bytedesk-login-button>`;
      open(await createPage(html, COOP));
      await hear('there');
      page.postMessage('click');
      const { opener, search } = await firstSighting(windows.desk);
      expect([opener, search]).to.deep.equal(['false', `?accessToken=${windows.token}`]);
      await hear('bytedesk-login');
      if (mode === 'popup') await hear('warned');
      // There is no finding the first one again.
      page.postMessage('click');
      await until(async () => (await sightings(windows.desk)).length === 2, 'another console');
      await untilWindows(3);
      expect([...new Set(told)].toSorted()).to.deep.equal([
        'bytedesk-login',
        'there',
        ...(mode === 'popup' ? ['warned'] : []),
      ]);
    });
  }
});
