import { expect } from '@open-wc/testing';
import { seal } from '../../src/protocol/envelope.js';
import { frameName } from '../../src/protocol/frame-name.js';
import { createPage, otherOrigin } from '../support/pages.js';
import { emit, issueToken, requestsOf, until } from '../support/workspace.js';
import { BridgeDesk, type BridgeHost } from './bridge-host.js';
import { AS_OBSERVED } from './consoles.js';

const AGENT = 'agent@example.com';
const here = location.origin;

/** What a window hears, bridge or not. */
function listenTo(window: () => Window | null): { readonly heard: unknown[]; readonly stop: () => void } {
  const heard: unknown[] = [];
  const listen = ({ source, data }: MessageEvent): void => {
    if (source === window()) heard.push(data);
  };
  addEventListener('message', listen);
  return { heard, stop: () => removeEventListener('message', listen) };
}

const isOurs = (data: unknown): boolean => (data as { ns?: string } | null)?.ns === 'bytedesk-embed';

describe('the bridge and pages it does not trust', () => {
  const bridge = new BridgeDesk();
  after(() => bridge.stop());

  /** Waits until the console in this frame has said something, so that a bridge would have, too. */
  const consoleSpeaks = async (heard: unknown[]): Promise<void> => {
    await emit(bridge.desk, { type: 'mark', data: 1 });
    await until(
      () => heard.some((data) => (data as { type?: string }).type === 'mark'),
      'the console speaks',
    );
  };

  /** Welcomes a frame's bridge, with a port that shows whether it is used. */
  const welcome = (frame: Window): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    frame.postMessage(seal({ type: 'host:welcome', wait: false }), '*', [port2]);
    return port1;
  };

  const REFUSED = [
    ['nobody', []],
    ['another host', ['https://crm.example.com']],
    ['everybody', ['*']],
    ['null', ['null']],
    ['a trailing slash', [`${here}/`]],
    ['a path', [`${here}/host`]],
    ['upper case', [here.toUpperCase()]],
    ['the host without its scheme', [location.host]],
    ['another scheme', [here.replace('http:', 'https:')]],
    ['another port', ['http://localhost:1']],
    ['this host beside a pattern', [here, 'https://*.example.com']],
    ['this host beside null', [here, 'null']],
  ] as const;
  for (const [name, allow] of REFUSED) {
    it(`tells this page nothing if data-allow has ${name}`, async () => {
      await bridge.start({}, {}, [...allow]);
      const query = `?accessToken=${await issueToken(bridge.desk)}`;
      const host = bridge.open({ waitMs: 8000, tag: 'someone', query });
      const { heard, stop } = listenTo(() => host.frame.contentWindow);
      await bridge.hasConsole(AGENT);
      host.link.ask();
      const port = welcome(host.frame.contentWindow as Window);
      const overPort: unknown[] = [];
      port.onmessage = ({ data }) => overPort.push(data);
      port.postMessage(seal({ type: 'session:sign-out', id: '1' }));
      await consoleSpeaks(heard);
      await bridge.hasConsole(AGENT);
      stop();
      expect(heard.filter(isOurs)).to.deep.equal([]);
      expect(overPort).to.deep.equal([]);
      expect(host.messages).to.deep.equal([]);
    });
  }

  it('lets a hostile host’s mark neither hide the page nor clear a login', async () => {
    await bridge.start();
    (await bridge.signedIn()).close();
    bridge.hosts.length = 0;
    const source = (await bridge.desk.control<{ settings: { bridge: object } }>('state')).settings.bridge;
    await bridge.desk.control('set', { bridge: { ...source, allow: ['https://crm.example.com'] } });
    bridge.open({ waitMs: 60_000, tag: 'another user' });
    await bridge.hasConsole(AGENT);
  });

  for (const waitMs of [0, 300]) {
    it(`lets a frame that nobody answers end no login, whose name is a mark that waits ${waitMs} ms`, async () => {
      await bridge.start();
      (await bridge.signedIn()).close();
      bridge.hosts.length = 0;
      await bridge.desk.control('requests/clear', {});
      // An author's frame on an allowed host's page: the library does not know it.
      const frame = document.createElement('iframe');
      frame.name = frameName({ waitMs, tag: 'x' });
      frame.src = `${bridge.desk.url}/agent/chat`;
      const { heard, stop } = listenTo(() => frame.contentWindow);
      document.body.append(frame);
      await until(() => heard.some(isOurs), 'the bridge says hello');
      const host = bridge.open();
      await host.sees(`ready ${AGENT} /agent/chat`);
      await host.settled();
      stop();
      frame.remove();
      expect(host.session).to.deep.equal([]);
      const requests = await requestsOf(bridge.desk);
      expect(requests.filter(({ path }) => path.endsWith('/logout'))).to.deep.equal([]);
    });
  }

  it('stays silent for an allowed host inside a page that is not', async () => {
    // The other origin is allowed, this page around it is not.
    await bridge.start({}, {}, [otherOrigin()]);
    const url = `${bridge.desk.url}/agent/chat?accessToken=${await issueToken(bridge.desk)}`;
    const middle = document.createElement('iframe');
    const path = await createPage(`<!doctype html><title>allowed, but framed</title><script>
      addEventListener('message', ({ data }) => parent.postMessage({ passed: data }, '*'));
    </script><iframe src="${url}" name="${frameName({ waitMs: 9000, tag: 'x' })}"></iframe>`);
    const { heard, stop } = listenTo(() => middle.contentWindow);
    middle.src = otherOrigin() + path;
    document.body.append(middle);
    const passed = (): unknown[] => heard.map((data) => (data as { passed: unknown }).passed);
    await bridge.hasConsole(AGENT);
    await emit(bridge.desk, { type: 'mark' });
    await until(
      () => passed().some((data) => (data as { type?: string }).type === 'mark'),
      'the console speaks',
    );
    stop();
    middle.remove();
    expect(passed().filter(isOurs)).to.deep.equal([]);
  });

  it('hears its parent only, whoever else has an allowed origin', async () => {
    await bridge.start();
    const host = await bridge.signedIn();
    const sibling = document.createElement('iframe');
    const heard: unknown[] = [];
    const index = [...document.querySelectorAll('iframe')].indexOf(host.frame);
    const done = new Promise((resolve) =>
      addEventListener('message', ({ data }) => data === 'sent' && resolve(1)),
    );
    sibling.src = await createPage(`<!doctype html><title>sibling</title><script>
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => parent.postMessage({ stolen: data }, '*');
      parent.frames[${index}].postMessage(${JSON.stringify(seal({ type: 'host:welcome' }))}, '*', [port2]);
      parent.postMessage('sent', '*');
    </script>`);
    const { heard: stolen, stop } = listenTo(() => sibling.contentWindow);
    document.body.append(sibling);
    await done;
    // The port of this page still works: nobody has taken its place.
    await host.settled();
    stop();
    sibling.remove();
    expect([...heard, ...stolen.filter((data) => data !== 'sent')]).to.deep.equal([]);
  });
});

for (const [name, settings] of [
  ['newer', {}],
  ['as-observed', AS_OBSERVED],
] as const) {
  describe(`the bridge in the ${name} console and what an allowed host sends`, () => {
    const bridge = new BridgeDesk();
    let host: BridgeHost;
    before(async () => {
      await bridge.start(settings);
      host = await bridge.signedIn();
    });
    beforeEach(() => {
      host.messages.length = 0;
    });
    after(() => bridge.stop());

    const call = (body: unknown): unknown => ({ ns: 'bytedesk-embed', v: 1, body });
    const GARBAGE = [
      null,
      'text',
      7,
      [],
      {},
      call(null),
      call('text'),
      call({}),
      call({ type: 'session:sign-out' }),
      call({ type: 'session:sign-out', id: 7 }),
      call({ type: 'session:sign-out', id: '1', more: {} }),
      call({ type: 'session:sign-out', id: null }),
      call({ type: ['session:sign-out'], id: '1' }),
      call({ type: 'session:unknown', id: '1' }),
      call({ type: '__proto__', id: '1' }),
      { ns: 'bytedesk-embed', v: 2, body: { type: 'session:sign-out', id: '1' } },
      { ns: 'other', v: 1, body: { type: 'session:sign-out', id: '1' } },
    ];
    for (const garbage of GARBAGE) {
      it(`ignores ${JSON.stringify(garbage)}, over the window and over the port`, async () => {
        host.frame.contentWindow?.postMessage(garbage, '*');
        const { port1, port2 } = new MessageChannel();
        const answers: unknown[] = [];
        host.frame.contentWindow?.postMessage(seal({ type: 'host:welcome' }), '*', [port2]);
        const ready = new Promise((resolve) => {
          port1.onmessage = ({ data }) => resolve(answers.push(data));
        });
        await ready;
        port1.postMessage(garbage);
        const probed = new Promise((resolve) => {
          port1.onmessage = ({ data }) => {
            answers.push(data);
            if (data.body.id === 'probe') resolve(1);
          };
        });
        port1.postMessage(seal({ type: 'session:probe', id: 'probe' }));
        await probed;
        expect(answers).to.have.length(2);
        await bridge.hasConsole(AGENT);
      });
    }

    it('closes the port of a host when another welcome comes', async () => {
      host.link.ask();
      await host.sees(/^ready/);
      await host.settled();
    });

    for (const path of [
      '',
      'agent/chat',
      '/',
      '/other',
      '/agents',
      '//evil.example/agent',
      'https://evil.example/agent/chat',
      '/agent//evil',
      '/agent/../other',
      '/agent/%2e%2e/other',
      '/agent/%2E%2E%2Fother',
      '/agent/%252e%252e/other',
      '/agent\\..\\other',
      '/agent/%5c..',
      '/agent/..;/uploads/x',
      '/agent/..%3b/uploads/x',
      '/agent/.x/../../uploads',
      '/agent/chat;accessToken=stolen',
      '/agent/chat?access%54oken=stolen',
      '/agent/chat?accessToken=stolen',
      '/agent/chat#?ACCESSTOKEN=stolen',
      '/agent/\tchat',
      'javascript:alert(1)',
    ]) {
      it(`does not go to ${JSON.stringify(path)}`, async () => {
        const problem = await host.call({ type: 'route:navigate', path }).catch((error: unknown) => error);
        expect(problem).to.have.property('code', 'login-failed');
        expect(host.log).to.deep.equal([]);
      });
    }

    for (const path of ['/agent', '/agent/chat?tab=1#top', '/agent/%E4%BD%A0', '/agent/chat?next=%2Fagent']) {
      it(`goes to ${path}`, async () => {
        await host.call({ type: 'route:navigate', path });
      });
    }

    it('never says a token', async () => {
      const own = new BridgeDesk();
      await own.start(settings);
      const other = own.open();
      await other.sees(/^ready/);
      await other.signIn(await issueToken(own.desk), AGENT);
      await other.settled();
      expect(JSON.stringify(other.messages)).not.to.match(/eyJ/);
      await own.stop();
    });
  });
}

describe('the host and frames it does not trust', () => {
  const bridge = new BridgeDesk();
  after(() => bridge.stop());

  const hostile = (script: string): string =>
    `<!doctype html><html><head><title>hostile</title><script>${script}</script></head></html>`;

  it('gives no port to a page of another origin in the frame', async () => {
    await bridge.start();
    const host = await bridge.signedIn();
    const hello = JSON.stringify(seal({ type: 'bridge:hello' }));
    const path = await createPage(
      hostile(`addEventListener('message', ({ ports }) => parent.postMessage({ got: ports.length }, '*'));
        parent.postMessage(${hello}, '*'); parent.postMessage('posted', '*');`),
    );
    const { heard, stop } = listenTo(() => host.frame.contentWindow);
    host.frame.contentWindow?.location.replace(otherOrigin() + path);
    await until(() => heard.includes('posted'), 'the hostile page has posted');
    host.link.ask();
    host.frame.contentWindow?.postMessage('ours', '*');
    await until(() => heard.some((data) => (data as { got?: number }).got === 0), 'an answer');
    stop();
    expect(heard.filter((data) => (data as { got?: number }).got)).to.deep.equal([]);
  });

  it('tells a bridge of another version apart', async () => {
    const page = hostile(
      `parent.postMessage({ ns: 'bytedesk-embed', v: 2, body: { type: 'bridge:hello' } }, '*');`,
    );
    await bridge.start({ page, bridge: null });
    const host = bridge.open();
    await until(() => host.incompatible === 1, 'the other version is seen');
    expect(host.messages).to.deep.equal([]);
  });

  it('believes no message that is malformed', async () => {
    const say = (body: object): string => `port.postMessage(${JSON.stringify(seal(body))});`;
    const page = hostile(`
      addEventListener('message', ({ ports: [port] }) => {
        if (!port) return;
        ${[
          { type: 'session:expired', reason: 'tired' },
          { type: 'session:expired', reason: 'user' },
          { type: 'session:signed-out' },
          { type: 'session:signed-out', reason: ['user'] },
          { type: 'session:signed-in', username: {} },
          { type: 'route:changed', path: 7 },
          { type: 'bridge:ready', signedIn: 'yes', username: null, path: '/' },
          { type: 'bridge:other' },
          { type: '__proto__' },
          { type: 'call:done', id: 7, ok: true },
        ]
          .map(say)
          .join('')}
        port.postMessage(null); port.postMessage('text');
        port.postMessage({ ns: 'bytedesk-embed', v: 2, body: { type: 'route:changed', path: '/' } });
        ${say({ type: 'route:changed', path: '/agent/last' })}
      });
      parent.postMessage(${JSON.stringify(seal({ type: 'bridge:hello' }))}, '*');`);
    await bridge.start({ page, bridge: null });
    const host = bridge.open();
    await host.sees('route /agent/last');
    expect(host.log).to.deep.equal(['route /agent/last']);
  });
});
