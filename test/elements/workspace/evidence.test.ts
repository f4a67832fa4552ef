import { expect } from '@open-wc/testing';
import type { TestDesk } from '../../support/desk.js';
import {
  frameOf,
  issueToken,
  mount,
  next,
  requestsOf,
  task,
  unmountAll,
  until,
  withOwnDesk,
} from '../../support/workspace.js';

/** A console that speaks when it is told to, and at once if its address says so; it then has loaded when it is told to. */
const SPEAKER = `<!doctype html>
<html><head><title>Console that speaks</title></head><body><script>
const speak = () => parent.postMessage({ source: 'bytedesk-desktop', type: 'hello', data: {} }, '*');
addEventListener('message', ({ data }) => data === 'speak' && speak());
if (location.pathname.endsWith('/early')) {
  const held = Object.assign(document.createElement('iframe'), { src: '/agent/held' });
  document.body.append(held);
  addEventListener('message', ({ data }) => data === 'load' && held.remove());
  speak();
}
</script></body></html>`;

describe('<bytedesk-workspace> and what has proven its console', () => {
  let desk: TestDesk;
  let options: object = {};
  withOwnDesk(
    (own) => (desk = own),
    async () => options,
  );

  describe('where nobody is signed in', () => {
    // A desk of each test's own has a storage of its own: where a login is stored, the console is signed in and speaks.
    it('shows the console’s own sign-in form without a token if told so: it has loaded, and no more', async () => {
      const { element } = await mount({ server: desk.url, signIn: 'console' });
      const { detail } = await next(element, 'bytedesk-ready');
      expect(detail).to.deep.equal({ path: '/agent/auth/login', evidence: 'load' });
      expect(element.storage).to.equal('persistent');
      const [page] = (await requestsOf(desk)).filter(({ path }) => path === '/agent/auth/login');
      expect(page?.query).to.deep.equal({});
      // The form is there: it has asked for its picture. It does not speak.
      await until(
        async () => (await requestsOf(desk)).some(({ path }) => path.startsWith('/kaptcha')),
        'form',
      );
      expect(element.evidence).to.equal('load');
    });
  });

  it('is its load or its word, whichever is first, where a login is stored; in the end its word', async () => {
    const { element } = await mount({ server: desk.url, token: await issueToken(desk), path: '/agent/chat' });
    await until(() => element.evidence === 'console', 'signed in');
    await unmountAll();
    const again = await mount({ server: desk.url, signIn: 'console' });
    const { detail } = await next(again.element, 'bytedesk-ready');
    expect(['load', 'console']).to.include(detail.evidence);
    await until(() => again.element.evidence === 'console', 'signed in again');
    expect(again.log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
  });

  describe('by the order of its proofs', () => {
    before(() => (options = { page: SPEAKER }));
    after(() => (options = {}));

    it('is the load where that comes first; the property keeps up with what the console says later', async () => {
      const { element, log } = await mount({
        server: desk.url,
        token: await issueToken(desk),
        path: '/agent/chat',
      });
      const { detail } = await next(element, 'bytedesk-ready');
      expect(detail).to.deep.equal({ path: '/agent/chat', evidence: 'load' });
      frameOf(element)?.contentWindow?.postMessage('speak', desk.url);
      await log.first('bytedesk-console-message');
      expect(element.evidence).to.equal('console');
      expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
    });

    it('is the console’s word where that comes first, and its load afterwards takes nothing from it', async () => {
      await desk.control('set', { fail: { as: 'never', path: '/agent/held' } });
      const { element, log } = await mount({
        server: desk.url,
        token: await issueToken(desk),
        path: '/agent/early',
      });
      const { detail } = await next(element, 'bytedesk-ready');
      expect(detail).to.deep.equal({ path: '/agent/early', evidence: 'console' });
      const frame = frameOf(element);
      const loaded = new Promise((resolve) => frame?.addEventListener('load', resolve, { once: true }));
      frame?.contentWindow?.postMessage('load', desk.url);
      await loaded;
      // The load counts one task later.
      await task();
      await task();
      expect(element.evidence).to.equal('console');
      expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
    });
  });
});
