import { expect } from '@open-wc/testing';
import { clickOn, closeOtherWindows } from '../../support/input.js';
import { lateProvider, WindowDesk } from '../../support/window-desk.js';
import { firstSighting, mountButton } from '../../support/windows.js';

describe('bytedesk-login-button: the token', () => {
  const windows = new WindowDesk();

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
      const { element, log } = await mountButton(windows.button({ token: null, tokenProvider, mode }));
      const inside = new MutationObserver(() => seen.push(element.shadowRoot?.innerHTML ?? ''));
      inside.observe(element.shadowRoot as ShadowRoot, { subtree: true, childList: true, attributes: true });
      const hear = (event: Event): void =>
        void seen.push(
          ...event.composedPath().map((node) => (node instanceof Element ? node.outerHTML : '')),
        );
      addEventListener('click', hear, true);
      await clickOn(element);
      give(windows.token);
      await log.first('bytedesk-login');
      await firstSighting(windows.desk);
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
    for (const [place, text] of Object.entries(places))
      expect(text.includes(windows.token), place).to.equal(false);
    expect(history.length).to.equal(before);
    expect(places.seen.length).to.be.greaterThan(0);
    observer.disconnect();
    mutations.disconnect();
  });
});
