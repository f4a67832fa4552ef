import { expect } from '@open-wc/testing';
import type { BytedeskWorkspaceElement } from '../../../../src/elements/workspace/workspace-element.js';
import { bridged } from '../../../bridge/bridge-host.js';
import type { TestDesk } from '../../../support/desk.js';
import { frameOf, issueToken, task, until, withOwnDesk } from '../../../support/workspace.js';
import { mountBridged } from './sign-in-suite.js';

const AGENT = 'agent@example.com';

/**
 * A page that speaks as a bridge does, step by step as the test says, and posts each sign-in that it gets to its parent. Its
 * `load` comes when the step `load` does.
 */
const STEPPER = `<!doctype html>
<html><head><title>Console step by step</title></head><body><script>
const seal = (body) => ({ ns: 'bytedesk-embed', v: 1, body });
const held = Object.assign(document.createElement('iframe'), { src: '/held' });
document.body.append(held);
let port;
let ids = [];
const tell = (body) => port.postMessage(seal(body));
const steps = {
  hello: () => parent.postMessage(seal({ type: 'bridge:hello' }), '*'),
  load: () => held.remove(),
  out: () => tell({ type: 'bridge:ready', signedIn: false, username: null, path: '/agent/chat' }),
  in: () => tell({ type: 'session:signed-in', username: '${AGENT}' }),
  done: () => ids.forEach((id) => tell({ type: 'call:done', id, ok: true, shared: true })),
};
addEventListener('message', ({ data, ports }) => {
  const step = data && steps[data.step];
  if (step) step();
  const type = data && data.body && data.body.type;
  if (type === 'host:ask') steps.hello();
  if (type === 'host:welcome') {
    port = ports[0];
    port.onmessage = (event) => {
      if (event.data.body.type !== 'session:sign-in') return;
      ids.push(event.data.body.id);
      parent.postMessage({ signIn: event.data.body.id }, '*');
    };
    steps.out();
  }
  if (step) parent.postMessage({ done: data.step }, '*');
});
parent.postMessage({ done: 'start' }, '*');
</script></body></html>`;

/** What the page posts to this one. */
class Told {
  readonly steps: string[] = [];
  readonly signIns: string[] = [];
  readonly #onMessage = ({ data }: MessageEvent): void => {
    if (data?.done) this.steps.push(data.done);
    if (data?.signIn) this.signIns.push(data.signIn);
  };

  constructor() {
    addEventListener('message', this.#onMessage);
  }

  end(): void {
    removeEventListener('message', this.#onMessage);
  }
}

/** Orders in which a console's page may come up. Only `done` makes it ready, and each hello brings no second sign-in. */
const ORDERS = [
  ['hello', 'load', 'done', 'in'],
  ['hello', 'load', 'in', 'done'],
  ['load', 'hello', 'in', 'done'],
  ['load', 'hello', 'done', 'in'],
  ['hello', 'hello', 'load', 'hello', 'done', 'in'],
  ['load', 'hello', 'hello', 'in', 'hello', 'done'],
  ['hello', 'in', 'load', 'done'],
  ['hello', 'in', 'hello', 'done', 'load'],
  ['hello', 'done', 'in', 'load', 'hello'],
];

describe('<bytedesk-workspace delivery="bridge"> whose console comes up step by step', () => {
  let desk: TestDesk;
  let told: Told;
  withOwnDesk(
    (own) => (desk = own),
    async () => ({ page: STEPPER, fail: [{ as: 'never', path: '/held' }] }),
  );
  beforeEach(() => (told = new Told()));
  afterEach(() => told.end());

  const step = async (element: BytedeskWorkspaceElement, name: string): Promise<void> => {
    const before = told.steps.length;
    frameOf(element)?.contentWindow?.postMessage({ step: name }, desk.url);
    await until(() => told.steps.length > before, name);
    if (name === 'load') await task();
  };

  for (const order of ORDERS) {
    it(`signs in once: ${order.join(', ')}`, async () => {
      const { element, log } = await mountBridged(desk, await issueToken(desk), { timeout: 60 });
      await until(() => told.steps.includes('start'), 'the page');
      for (const name of order) {
        expect(log.of('bytedesk-ready').length).to.equal(element.state === 'ready' ? 1 : 0);
        // Each new hello is answered by a welcome, and has the call once more that is not done yet.
        const calls = told.signIns.length;
        const isOpen = element.state !== 'ready';
        await step(element, name);
        if (name === 'hello' && isOpen) await until(() => told.signIns.length > calls, 'a sign-in');
        if (name === 'done') await until(() => element.state === 'ready', 'ready');
        else if (isOpen) expect([name, element.state]).to.deep.equal([name, 'loading']);
      }
      expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
      expect(element.evidence).to.equal('bridge');
      expect(log.of('bytedesk-console-login')).to.deep.equal([]);
      if (!order.slice(order.indexOf('done')).includes('hello'))
        expect(new Set(told.signIns).size).to.equal(1);
    });
  }
});

/** A console that swaps the token in its address at once and calls the API with its own; it has loaded when it is told so. */
const HELD = `<!doctype html>
<html><head><title>Console that loads for long</title></head><body><script>
const held = Object.assign(document.createElement('iframe'), { src: '/held' });
if (new URLSearchParams(location.search).has('accessToken')) document.body.append(held);
addEventListener('message', ({ data }) => data === 'load' && held.remove());
const post = (path, body, token) => fetch(path, { method: 'POST', body, headers: {
  'content-type': 'application/json', ...(token ? { authorization: 'Bearer ' + token } : {}) } });
(async () => {
  const accessToken = new URLSearchParams(location.search).get('accessToken');
  if (!accessToken) return;
  const { data } = await (await post('/auth/v1/login/accessToken', JSON.stringify({ accessToken }))).json();
  localStorage.setItem('AUTH_STORE', JSON.stringify({ state: { accessToken: data.accessToken }, version: 0 }));
  localStorage.setItem('ACCESS_TOKEN', data.accessToken);
  history.replaceState(null, '', location.pathname);
  await fetch('/api/v1/user/profile', { headers: { authorization: 'Bearer ' + data.accessToken } });
  parent.postMessage({ done: 'works' }, '*');
})();
</script></body></html>`;

describe('<bytedesk-workspace delivery="bridge"> whose console works before its page has loaded', () => {
  let desk: TestDesk;
  let told: Told;
  withOwnDesk(
    (own) => (desk = own),
    () => bridged({ page: HELD, fail: [{ as: 'never', path: '/held' }] }),
  );
  beforeEach(() => (told = new Told()));
  afterEach(() => told.end());

  it('keeps the panel, and is ready with the load', async () => {
    const { element, log } = await mountBridged(desk, await issueToken(desk), { timeout: 60 });
    await until(() => told.steps.includes('works'), 'it works');
    // Whatever the bridge had to say of that is here after an answer to a hello of its own.
    await task();
    await desk.control('state');
    await task();
    expect(log.names).to.deep.equal(['idle>loading']);
    expect(frameOf(element)?.hidden).to.equal(true);
    expect(element.shadowRoot?.querySelector('.cover [part="panel"]')).not.to.equal(null);
    frameOf(element)?.contentWindow?.postMessage('load', desk.url);
    await log.first('bytedesk-ready');
    expect(frameOf(element)?.hidden).to.equal(false);
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
  });

  it('leaves nothing behind if it is removed before that, and comes up when it is back', async () => {
    const { element, log } = await mountBridged(desk, await issueToken(desk), { timeout: 60 });
    await until(() => told.steps.includes('works'), 'it works');
    const parent = element.parentElement as HTMLElement;
    element.remove();
    await task();
    expect(log.names).to.deep.equal(['idle>loading', 'loading>idle']);
    told.steps.length = 0;
    log.events.length = 0;
    parent.append(element);
    // A browser may fire `load` while it takes a page away, at which the bridge notes whose login that is. Else nobody has
    // noted it, and it is signed out, and in again.
    await until(() => {
      if (told.steps.includes('works')) frameOf(element)?.contentWindow?.postMessage('load', desk.url);
      return element.state === 'ready';
    }, 'it is ready again');
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
    const { tokens } = await desk.control<{ tokens: readonly { readonly revoked: boolean }[] }>('state');
    expect(tokens.filter(({ revoked }) => !revoked).length).to.equal(2);
  });
});
