import { expect } from '@open-wc/testing';
import { open, seal } from '../../src/protocol/envelope.js';
import { BridgeClient } from '../../src/frame/bridge-client.js';
import { issueToken, until } from '../support/workspace.js';
import { BridgeDesk, type BridgeHost, bridgeSource } from './bridge-host.js';
import { AS_OBSERVED } from './consoles.js';
import { FOREIGN_CONSOLE } from './foreign-console.js';

const AGENT = 'agent@example.com';

/** A console that does something and posts what came of it. */
const page = (script: string, before = ''): string =>
  `<!doctype html><html>${before}<head><title>console</title></head><body><script>
  const tell = (told) => parent.postMessage({ told }, '*');
  ${script}</script></body></html>`;

const told = (host: BridgeHost): Promise<unknown> =>
  new Promise((resolve) => {
    addEventListener('message', function listen({ source, data }: MessageEvent) {
      if (source !== host.frame.contentWindow || !(data as { told?: unknown })?.told) return;
      removeEventListener('message', listen);
      resolve(data.told);
    });
  });

describe('the bridge and the page it is in', () => {
  const bridge = new BridgeDesk();
  after(() => bridge.stop());

  const LOOK = `const root = document.documentElement;
    tell([getComputedStyle(root).opacity, root.inert, localStorage.getItem('ACCESS_TOKEN')]);`;

  it('hides the page from its first line on while a sign-in is announced, shows it when there is none', async () => {
    await bridge.start({ page: page(LOOK) });
    const host = bridge.open({ waitMs: 8000, tag: 'someone' });
    expect(await told(host)).to.deep.equal(['0', true, null]);
    const plain = bridge.open();
    expect(await told(plain)).to.deep.equal(['1', false, null]);
  });

  it('starts no console with another user’s login, once a host has answered', async () => {
    await bridge.start({ page: page(LOOK) });
    const token = await issueToken(bridge.desk);
    const first = bridge.open({ waitMs: 20_000, tag: 'first' });
    await told(first);
    // This console reads no address, so that its login is written into the storage.
    await first.link.call(
      { type: 'session:sign-in', token, tag: 'first', path: '/agent/chat' },
      undefined,
      20_000,
    );
    first.close();
    await bridge.desk.control('requests/clear', {});
    const seen: unknown[] = [];
    const second = bridge.open({ waitMs: 20_000, tag: 'second' });
    addEventListener('message', ({ source, data }) => {
      if (source === second.frame.contentWindow) seen.push((data as { told?: unknown }).told);
    });
    await second.sees(/^ready/);
    expect(second.log[0]).to.equal('ready out /agent/chat');
    await until(() => seen.some(Array.isArray), 'its first line');
    expect(seen.filter(Array.isArray)).to.deep.equal([['0', true, null]]);
    const requests =
      await bridge.desk.control<{ path: string; headers: Record<string, string> }[]>('requests');
    const withToken = requests.filter(({ headers }) => headers['authorization'] === `Bearer ${token}`);
    expect(withToken.map(({ path }) => path)).to.deep.equal(['/api/v1/user/logout']);
  });

  it('shows the page after the wait, whether a sign-in came or not', async () => {
    await bridge.start({
      page: page(`const start = performance.now();
        const look = () => document.documentElement.inert ? requestAnimationFrame(look) : tell(performance.now() - start);
        look();`),
    });
    const host = bridge.open({ waitMs: 300, tag: 'someone' });
    expect(await told(host)).to.be.greaterThan(100);
  });

  it('has the token in the address before the first line of the console, and no request has it', async () => {
    const look = `tell([document.documentElement.inert, location.pathname, location.search]);`;
    await bridge.start({ page: page(look) });
    const host = bridge.open({ waitMs: 8000, tag: AGENT });
    await told(host);
    const token = await issueToken(bridge.desk);
    const next = told(host);
    void host.signIn(token, AGENT, '/agent/contact?tab=1').catch(() => undefined);
    expect(await next).to.deep.equal([true, '/agent/contact', `?tab=1&accessToken=${token}`]);
    const requests = await bridge.desk.control<{ query: object }[]>('requests');
    expect(requests.filter(({ query }) => 'accessToken' in query)).to.deep.equal([]);
  });

  it('has the login in place before the first line of a console that takes no address', async () => {
    const beside = `tell({ api: localStorage.getItem('CONFIG_API_URL_AGENT'), user: localStorage.getItem('USER_STORE') });`;
    await bridge.start({ page: page(LOOK + beside) });
    const host = bridge.open({ waitMs: 20_000, tag: AGENT });
    await told(host);
    const token = await issueToken(bridge.desk);
    const seen: unknown[] = [];
    addEventListener('message', ({ data }) => seen.push((data as { told?: unknown }).told));
    await host.link.call(
      { type: 'session:sign-in', token, tag: AGENT, path: '/agent/chat' },
      undefined,
      20_000,
    );
    await until(() => seen.some((one) => Array.isArray(one) && one[2] === token), 'its first line');
    expect(seen.filter(Array.isArray)).to.deep.equal([
      ['0', true, null],
      ['0', true, token],
    ]);
    // What that console needs beside the login, so that no call goes to a compiled-in address and messages come live.
    const isBeside = (one: unknown): boolean => typeof one === 'object' && one !== null && 'api' in one;
    await until(() => seen.filter(isBeside).length === 2, 'what is beside it');
    const { api, user } = seen.filter(isBeside)[1] as { api: string; user: string };
    expect([api, user.includes(AGENT)]).to.deep.equal([bridge.desk.url, true]);
  });

  it('tells frames apart that have the same mark, since they share what a tab keeps for a page', async () => {
    await bridge.start({ page: page('tell({ key: window.name });') });
    const keys = await Promise.all(
      [1, 2].map(async () => (await told(bridge.open({ tag: AGENT }))) as { key: string }),
    );
    expect(new Set(keys.map(({ key }) => key)).size).to.equal(2);
    for (const { key } of keys) expect(key).to.match(/^bytedesk-embed\/1\/0\/agent@example\.com#/);
  });

  const WRAPPED = `
    const seen = [];
    const around = (target, name) => {
      const inner = target[name];
      target[name] = function (...args) { seen.push(name); return inner.apply(this, args); };
    };
    const all = () => {
      around(window, 'fetch');
      around(XMLHttpRequest.prototype, 'open');
      around(XMLHttpRequest.prototype, 'send');
      around(history, 'pushState');
      around(history, 'replaceState');
      around(Storage.prototype, 'setItem');
      around(Storage.prototype, 'removeItem');
    };`;
  const EXERCISE = `(async () => {
      seen.length = 0;
      const request = new Request('/api/v1/user/profile', { method: 'POST', body: 'kept' });
      const answer = await fetch(request.clone());
      const text = await answer.text();
      const direct = await fetch(new URL('/api/v1/none', location.href));
      const missing = await fetch('http://127.0.0.1:1/api/x').catch((error) => error.constructor.name);
      const bad = await fetch('http://[').catch((error) => error.constructor.name);
      const xhr = await new Promise((resolve) => {
        const call = new XMLHttpRequest();
        call.responseType = 'json';
        call.onreadystatechange = () => call.readyState === 4 && resolve([call.status, typeof call.response]);
        call.open('GET', '/api/v1/user/profile');
        call.send();
      });
      let thrown = '';
      try { new XMLHttpRequest().open(); } catch (error) { thrown = error.constructor.name; }
      history.pushState({ a: 1 }, '', '/agent/one');
      history.replaceState({ b: 2 }, '', '/agent/two');
      const state = history.state;
      localStorage.setItem('ACCESS_TOKEN', 'x');
      sessionStorage.setItem('ACCESS_TOKEN', 'y');
      const kept = [localStorage.getItem('ACCESS_TOKEN'), sessionStorage.getItem('ACCESS_TOKEN')];
      localStorage.removeItem('ACCESS_TOKEN');
      sessionStorage.clear();
      tell({ seen, text: text.length > 0, status: [answer.status, direct.status], used: request.bodyUsed,
        missing, bad, xhr, thrown, state, path: location.pathname, kept, gone: localStorage.getItem('ACCESS_TOKEN') });
    })();`;

  for (const [where, before, script] of [
    ['after ours', '', `${WRAPPED} all(); ${EXERCISE}`],
    ['before ours', `<script>${WRAPPED} all();</script>`, EXERCISE],
  ] as const) {
    it(`leaves wrappers that came ${where} and everything they wrap as they are`, async () => {
      await bridge.start({ page: page(script, before) });
      const withBridge = await told(bridge.open());
      await bridge.desk.control('set', { bridge: null });
      const without = await told(bridge.open());
      expect(withBridge).to.deep.equal(without);
      expect((withBridge as { seen: string[] }).seen).to.deep.equal([
        ...['fetch', 'fetch', 'fetch', 'fetch', 'open', 'send', 'open'],
        ...['pushState', 'replaceState', 'setItem', 'setItem', 'removeItem'],
      ]);
    });
  }

  it('asks for nothing of its own, keeps nothing of answers and looks at the login only when it may have changed', async () => {
    const count = `
      let reads = 0;
      let clones = 0;
      const { getItem } = Storage.prototype;
      Storage.prototype.getItem = function (...args) { reads += 1; return getItem.apply(this, args); };
      const { clone } = Response.prototype;
      Response.prototype.clone = function () { clones += 1; return clone.call(this); };`;
    const work = `(async () => {
      reads = 0;
      for (let n = 0; n < 200; n += 1) localStorage.setItem('OTHER', String(n));
      for (let n = 0; n < 20; n += 1) await fetch('/agent/config.json');
      tell({ reads, clones });
    })();`;
    await bridge.start({ page: page(work, `<script>${count}</script>`) });
    expect(await told(bridge.open())).to.deep.equal({ reads: 0, clones: 0 });
    const requests = await bridge.desk.control<{ path: string }[]>('requests');
    expect(requests.filter(({ path }) => path.startsWith('/api'))).to.deep.equal([]);
  });

  it('leaves a rejection that nobody handles to be reported, once', async () => {
    await bridge.start({
      page: page(`let count = 0;
        addEventListener('unhandledrejection', (event) => { event.preventDefault(); count += 1; setTimeout(() => tell(count), 100); });
        fetch('http://127.0.0.1:1/api/x');`),
    });
    expect(await told(bridge.open())).to.equal(1);
  });

  it('tells nothing of answers of other hosts', async () => {
    const other = new BridgeDesk();
    await other.start();
    const script = FOREIGN_CONSOLE.replace(
      'listen();\n  show();\n  if (token)',
      `listen(); show(); fetch('${other.desk.url}/api/v1/user/profile').then(() => parent.postMessage({ told: 1 }, '*'));
       if (token)`,
    );
    await bridge.start({ page: script }, { 'token-key': 'my_login', 'store-key': '' });
    const host = await bridge.signedIn();
    const again = told(host);
    host.signsIn = false;
    await bridge.desk.control('set', { selfReload: 1 });
    await again;
    await host.settled();
    expect(host.session).to.deep.equal([]);
    await bridge.desk.control('set', { selfReload: 0 });
    await other.stop();
  });

  it('takes the API of another origin for the desk’s where it is told so', async () => {
    const api = new BridgeDesk();
    await api.start();
    const script = FOREIGN_CONSOLE.replace('fetch(path,', `fetch('${api.desk.url}' + path,`).replace(
      `fetch('/auth`,
      `fetch('${api.desk.url}/auth`,
    );
    await bridge.start({ page: script }, { 'token-key': 'my_login', 'store-key': '', api: api.desk.url });
    const host = bridge.open({ waitMs: 8000, tag: AGENT });
    const token = await issueToken(api.desk);
    await host.signIn(token, AGENT);
    await host.sees(/^(?:ready|in) agent/);
    // The bridge has seen it work before it is revoked.
    await host.settled();
    await api.desk.control('revoke', { username: AGENT });
    await host.settled();
    await host.sees('expired revoked');
    await api.stop();
  });
});

for (const [name, settings] of [
  ['newer', {}],
  ['as-observed', AS_OBSERVED],
] as const) {
  describe(`the handshake in the ${name} console`, () => {
    const bridge = new BridgeDesk();
    beforeEach(() => bridge.start(settings));
    after(() => bridge.stop());

    it('works for a host that comes late and asks', async () => {
      const host = await bridge.signedIn();
      const heard: unknown[] = [];
      const asked = new Promise((resolve) => {
        addEventListener('message', ({ source, data }: MessageEvent) => {
          if (source !== host.frame.contentWindow || data.body?.type !== 'bridge:hello') return;
          heard.push(data);
          resolve(1);
        });
      });
      host.link.ask();
      await asked;
      await host.sees(`ready ${AGENT} /agent/chat`);
      // Nothing but that it is there.
      expect(heard).to.deep.equal([seal({ type: 'bridge:hello' })]);
    });

    it('keeps several frames apart', async () => {
      const first = await bridge.signedIn();
      const second = bridge.open({ path: '/agent/contact' });
      await second.sees(`ready ${AGENT} /agent/contact`);
      await second.call({ type: 'route:navigate', path: '/agent/setting' });
      await second.sees('route /agent/setting');
      expect(first.log).to.deep.equal([]);
    });

    it('goes on across a load that the host asked for', async () => {
      const host = await bridge.signedIn('admin@example.com', '/agent/chat');
      await host.call({ type: 'route:navigate', path: '/admin/welcome' });
      expect(host.log.filter((line) => line.startsWith('ready'))).to.deep.equal([
        'ready admin@example.com /admin/welcome',
      ]);
    });
  });
}

describe('the bridge and another frame of its page', () => {
  const bridge = new BridgeDesk();
  beforeEach(() => bridge.start());
  after(() => bridge.stop());

  it('does not take another frame’s login for this page’s because of a call that needs none', async () => {
    const form = page(`if (location.search) {
        localStorage.setItem('AUTH_STORE', JSON.stringify({ state: { accessToken: 'login-of-a-frame' } }));
        localStorage.setItem('ACCESS_TOKEN', 'login-of-a-frame');
      } else addEventListener('storage', async ({ key }) => {
        if (key !== 'ACCESS_TOKEN') return;
        await fetch('/kaptcha/api/v1/get');
        const xhr = new XMLHttpRequest();
        xhr.open('GET', '/kaptcha/api/v1/get');
        xhr.onloadend = () => tell('asked');
        xhr.send();
      });`);
    await bridge.start({ page: form });
    const host = bridge.open();
    await host.sees(/^ready out/);
    const asked = told(host);
    bridge.open({ query: '?signs-in' });
    await asked;
    await host.settled();
    expect(host.session).to.deep.equal([]);
  });

  for (const [what, act] of [
    ['an answer of the desk', `xhr.send()`],
    ['a write of its own', `localStorage.setItem('AUTH_STORE', localStorage.getItem('AUTH_STORE'))`],
  ] as const) {
    it(`takes a login that another frame has removed for that, although ${what} comes before the news of it`, async () => {
      const login = await issueToken(bridge.desk);
      // All of it is one task of the page, so the storage event is still to come when the bridge looks.
      const form = page(`const login = '${login}';
        localStorage.setItem('AUTH_STORE', JSON.stringify({ state: { accessToken: login } }));
        localStorage.setItem('ACCESS_TOKEN', login);
        const xhr = new XMLHttpRequest();
        const other = document.body.appendChild(document.createElement('iframe'));
        addEventListener('message', ({ data }) => {
          if (data !== 'act') return;
          addEventListener('storage', () => setTimeout(() => location.replace('/agent/auth/login')));
          xhr.open('GET', '/api/v1/user/profile', false);
          xhr.setRequestHeader('authorization', 'Bearer ' + login);
          other.contentWindow.localStorage.removeItem('ACCESS_TOKEN');
          ${act};
        });`);
      await bridge.desk.control('set', { page: form });
      const host = bridge.open();
      await host.sees(/^ready/);
      host.frame.contentWindow?.postMessage('act', '*');
      await host.sees(/^out /);
      expect(host.session.filter((line) => line.startsWith('out'))).to.deep.equal(['out other-tab']);
    });
  }

  it('is put on the page once, however often the script is there', async () => {
    const twice = `<!doctype html><html><head><title>twice</title><script>${await bridgeSource()}</script></head></html>`;
    await bridge.start({ page: twice });
    const host = bridge.open();
    await host.sees(/^ready/);
    await host.settled();
    expect(host.log).to.have.length(1);
  });
});

describe('BridgeClient', () => {
  const bridge = new BridgeDesk();
  after(() => bridge.stop());

  const codeOf = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => 'done',
      (error: { code: string }) => error.code,
    );

  it('ends calls by their time-out, their signal or its own end, each once', async () => {
    await bridge.start({ bridge: null });
    const { link } = bridge.open();
    expect(await codeOf(link.call({ type: 'session:probe' }, undefined, 50))).to.equal('bridge-missing');
    expect(await codeOf(link.call({ type: 'session:probe' }, AbortSignal.abort()))).to.equal('aborted');
    const abort = new AbortController();
    const aborted = codeOf(link.call({ type: 'session:probe' }, abort.signal));
    abort.abort();
    expect(await aborted).to.equal('aborted');
    const ended = codeOf(link.call({ type: 'session:probe' }));
    link.close();
    link.close();
    expect(await ended).to.equal('aborted');
  });

  it('sends each call once, in order: those that waited for the bridge, then those its readiness brings', async () => {
    const sent: unknown[] = [];
    const given: MessagePort[] = [];
    const window = { postMessage: (_: unknown, __: string, ports: MessagePort[]) => given.push(...ports) };
    const link: BridgeClient = new BridgeClient({
      window: window as unknown as Window,
      origin: 'https://desk.example.com',
      signsIn: () => true,
      onMessage: () => {
        void codeOf(link.call({ type: 'session:sign-in', token: 't', tag: '', path: '/agent' }));
        void codeOf(link.call({ type: 'session:sign-out' }));
      },
      onIncompatible: () => expect.fail('it is ours'),
    });
    void codeOf(link.call({ type: 'session:probe' }));
    link.receive(seal({ type: 'bridge:hello' }));
    const [port] = given as [MessagePort];
    port.onmessage = ({ data }) => sent.push(open(data)?.type);
    port.postMessage(seal({ type: 'bridge:ready', signedIn: false, username: null, path: '/agent' }));
    await until(() => sent.includes('session:sign-out'), 'the last call');
    expect(sent).to.deep.equal(['session:probe', 'session:sign-in', 'session:sign-out']);
    link.close();
  });

  it('times out on a bridge that is there but waits for a slow desk', async () => {
    await bridge.start();
    const host = await bridge.signedIn();
    await bridge.desk.control('set', { slow: 1000 });
    expect(await codeOf(host.link.call({ type: 'session:probe' }, undefined, 100))).to.equal('timeout');
  });
});
