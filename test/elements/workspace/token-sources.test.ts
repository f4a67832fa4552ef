import { expect } from '@open-wc/testing';
import type { TokenProvider } from '../../../src/api/token-provider.js';
import type { TokenExpiringEvent } from '../../../src/elements/events.js';
import { BytedeskError } from '../../../src/errors.js';
import { otherOrigin } from '../../support/pages.js';
import { makeToken } from '../../support/tokens.js';
import { gives, TokenEndpoint } from '../../support/token-endpoint.js';
import {
  createWorkspace,
  frameOf,
  issueToken,
  mount,
  next,
  requestsOf,
  requestsOfThisPage,
  SharedDesk,
  task,
  until,
} from '../../support/workspace.js';

const CONSOLE_PAGE = '/agent/chat';

/** As if the page came back by the Back button: the session looks at once whether its token is still good. */
function putAwayAndBack(): void {
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
}

describe('bytedesk-workspace: tokens from a source', () => {
  const shared = new SharedDesk();
  const settings = (): { server: string; path: string } => ({ server: shared.desk.url, path: CONSOLE_PAGE });
  const pagesLoaded = async (): Promise<number> =>
    (await requestsOf(shared.desk)).filter(({ path }) => path === CONSOLE_PAGE).length;

  it('asks the token URL once, at once, and shows the console with its answer', async () => {
    const endpoint = await TokenEndpoint.open(gives(await issueToken(shared.desk)));
    const { element, log } = await mount({ ...settings(), tokenUrl: endpoint.path });
    expect(element.state).to.equal('loading');
    expect(element.session).to.equal(null);
    await next(element, 'bytedesk-unread-change');
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
    expect(element.session?.username).to.equal('agent@example.com');
    expect(await endpoint.requests()).to.deep.equal([
      {
        method: 'POST',
        origin: location.origin,
        contentType: 'application/json',
        body: { reason: 'initial', expiresAt: null },
      },
    ]);
    expect(await pagesLoaded()).to.equal(1);
  });

  it('takes the desk’s own envelope', async () => {
    const body = { code: 200, message: 'success', data: { accessToken: await issueToken(shared.desk) } };
    const endpoint = await TokenEndpoint.open({ body });
    const { element } = await mount({ ...settings(), tokenUrl: endpoint.path });
    await next(element, 'bytedesk-ready');
  });

  it('says which token it means by its hash alone, and when it ends', async () => {
    const held = makeToken({ lifeS: -5 });
    const endpoint = await TokenEndpoint.open(gives(await issueToken(shared.desk)));
    const { element } = await mount({ ...settings(), tokenUrl: endpoint.path, token: held });
    await next(element, 'bytedesk-ready');
    const [request] = await endpoint.requests();
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(held));
    const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    expect(request?.body.reason).to.equal('renew');
    expect(request?.body.tokenHash).to.equal(hash);
    expect(Date.parse(request?.body.expiresAt ?? '')).to.be.below(Date.now());
    expect(JSON.stringify(request)).not.to.contain(held);
  });

  it('asks before it tells of a token that has ended at connect, and sends the dead one nowhere', async () => {
    const endpoint = await TokenEndpoint.open(gives(await issueToken(shared.desk)));
    const { element, log } = await mount({
      ...settings(),
      tokenUrl: endpoint.path,
      token: makeToken({ lifeS: -5 }),
    });
    await next(element, 'bytedesk-ready');
    expect(log.names).to.deep.equal(['idle>loading', 'token-renewed', 'loading>ready', 'ready']);
    expect(await pagesLoaded()).to.equal(1);
  });

  it('prefers a provider, and hands it reason, end and signal', async () => {
    const asked: unknown[] = [];
    const token = await issueToken(shared.desk);
    const tokenProvider: TokenProvider = ({ reason, expiresAt, signal }) => {
      asked.push(reason, expiresAt, signal instanceof AbortSignal);
      return Promise.resolve(token);
    };
    const endpoint = await TokenEndpoint.open(gives('unused'));
    const { element } = await mount({ ...settings(), tokenUrl: endpoint.path, tokenProvider });
    await next(element, 'bytedesk-ready');
    expect(asked).to.deep.equal(['initial', null, true]);
    expect(await endpoint.requests()).to.deep.equal([]);
  });

  it('takes another function for another one of the same: no request, no reload (React renders)', async () => {
    let asked = 0;
    const token = await issueToken(shared.desk);
    const provider = (): TokenProvider => () => {
      asked += 1;
      return Promise.resolve(token);
    };
    const { element, log } = await mount({ ...settings(), tokenProvider: provider() });
    await next(element, 'bytedesk-ready');
    for (let render = 0; render < 3; render += 1) {
      element.tokenProvider = provider();
      await element.updateComplete;
    }
    await task();
    expect(asked).to.equal(1);
    expect(log.of('bytedesk-ready')).to.have.length(1);
  });

  it('keeps the newest source while a request is under way', async () => {
    const token = await issueToken(shared.desk);
    let signal: AbortSignal | undefined;
    let giveOld = (_token: string): void => undefined;
    const { element } = await mount({
      ...settings(),
      tokenProvider: (request) => {
        signal = request.signal;
        return new Promise((resolve) => (giveOld = resolve));
      },
    });
    element.tokenProvider = () => Promise.resolve(token);
    await next(element, 'bytedesk-ready');
    expect(signal?.aborted).to.equal(true);
    giveOld(makeToken({ username: 'somebody@else' }));
    await task();
    expect(element.session?.username).to.equal('agent@example.com');
  });

  it('says in one event that no token can be had, and shows it', async () => {
    const endpoint = await TokenEndpoint.open({ status: 403, body: { code: 'forbidden', message: 'no' } });
    const { element, log } = await mount({ ...settings(), tokenUrl: endpoint.path });
    const { detail } = await next(element, 'bytedesk-error');
    expect([detail.code, detail.error.status]).to.deep.equal(['token-source-failed', 403]);
    expect(log.names).to.deep.equal(['idle>loading', 'loading>error', 'error token-source-failed']);
    expect(frameOf(element)).to.equal(null);
    expect(await pagesLoaded()).to.equal(0);
    await endpoint.answer(gives(await issueToken(shared.desk)));
    await element.reload();
    expect(element.state).to.equal('ready');
  });

  for (const [what, location] of [
    ['a sign-in page of the host', () => '/elsewhere'],
    ['another origin', () => `${otherOrigin()}/sign-in`],
  ] as const) {
    it(`takes a redirect to ${what} for “not signed in”: no second request, and the page is offered to be reloaded`, async () => {
      const redirect = { status: 302, headers: { location: location() }, body: '' };
      const endpoint = await TokenEndpoint.open(redirect, gives(await issueToken(shared.desk)));
      const { element } = await mount({ ...settings(), tokenUrl: endpoint.path });
      const { detail } = await next(element, 'bytedesk-error');
      expect([detail.code, detail.error.isFinal]).to.deep.equal(['token-source-failed', true]);
      expect(await endpoint.reasons()).to.deep.equal(['initial']);
      await element.updateComplete;
      expect(element.shadowRoot?.querySelector('[part~="action"]:not([hidden])')?.textContent).to.match(
        /reload/i,
      );
    });
  }

  it('tries again after a failure that may pass', async () => {
    const endpoint = await TokenEndpoint.open(
      { status: 502, body: '<h1>bad gateway</h1>' },
      { body: 'not even JSON' },
      gives(await issueToken(shared.desk)),
    );
    const { element, log } = await mount({ ...settings(), tokenUrl: endpoint.path });
    await next(element, 'bytedesk-ready');
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
    expect(await endpoint.reasons()).to.deep.equal(['initial', 'initial', 'initial']);
  });

  it('renews without touching the running console', async () => {
    const [first, second] = [await issueToken(shared.desk), await issueToken(shared.desk, { seconds: 7200 })];
    const endpoint = await TokenEndpoint.open(gives(first), gives(second));
    const { element, log } = await mount({ ...settings(), tokenUrl: endpoint.path });
    await next(element, 'bytedesk-ready');
    const frame = frameOf(element);
    await element.renew();
    expect(log.of('bytedesk-token-renewed')).to.have.length(1);
    expect(frameOf(element)).to.equal(frame);
    expect(element.state).to.equal('ready');
    expect(await pagesLoaded()).to.equal(1);
  });

  it('keeps the renewed token when the page sets the first one once more (React renders, DOM diffing)', async () => {
    const [first, second] = [await issueToken(shared.desk), await issueToken(shared.desk, { seconds: 7200 })];
    const endpoint = await TokenEndpoint.open(gives(second));
    const { element, log } = await mount({ ...settings(), tokenUrl: endpoint.path, token: first });
    await next(element, 'bytedesk-ready');
    await element.renew();
    const { expiresAt } = element.session ?? {};
    element.token = first;
    element.setAttribute('token', first);
    await element.updateComplete;
    expect(element.session?.expiresAt).to.deep.equal(expiresAt);
    expect(log.of('bytedesk-token-renewed')).to.have.length(1);
    expect(log.of('bytedesk-ready')).to.have.length(1);
  });

  it('asks no endpoint that an attribute names and the page does not', async () => {
    const { element, log } = createWorkspace({ ...settings(), path: CONSOLE_PAGE });
    element.setAttribute('token-url', `${otherOrigin()}/token`);
    document.body.append(element);
    expect((await log.first('bytedesk-error')).detail.code).to.equal('untrusted-origin');
    element.remove();
  });

  it('takes no address for a token URL that is none of http or https', async () => {
    for (const tokenUrl of ['javascript:alert(1)', 'data:application/json,{}', 'http://']) {
      const { log } = await mount({ ...settings(), tokenUrl });
      expect((await log.first('bytedesk-error')).detail.code).to.equal('invalid-server');
    }
  });

  it('leaves the token in nothing that the page can read', async () => {
    const tokens = [await issueToken(shared.desk), await issueToken(shared.desk, { seconds: 7200 })];
    const endpoint = await TokenEndpoint.open(gives(tokens[0] ?? ''), gives(tokens[1] ?? ''));
    const { element, log } = await mount({ ...settings(), tokenUrl: endpoint.path });
    await next(element, 'bytedesk-ready');
    await element.renew();
    const readable = [
      document.documentElement.outerHTML,
      element.shadowRoot?.innerHTML,
      JSON.stringify({ ...localStorage, ...sessionStorage }),
      JSON.stringify(performance.getEntries().map(({ name }) => name)),
      JSON.stringify(log.events.map(({ type, detail }) => [type, detail as unknown])),
      JSON.stringify(await endpoint.requests()),
      location.href,
    ].join('\n');
    for (const token of tokens) expect(readable).not.to.contain(token.split('.')[1]);
  });

  it('does not touch the console of the page’s source with a token that another element was given', async () => {
    const endpoint = await TokenEndpoint.open(gives(await issueToken(shared.desk)));
    const { element, log } = await mount({ ...settings(), tokenUrl: endpoint.path });
    await next(element, 'bytedesk-ready');
    const other = await mount({
      ...settings(),
      tokenUrl: endpoint.path,
      token: makeToken({ username: 'somebody@else.example' }),
    });
    await other.element.updateComplete;
    other.element.token = makeToken({ username: 'third@else.example' });
    other.element.token = null;
    await task();
    expect(element.session?.username).to.equal('agent@example.com');
    expect([
      element.state,
      log.of('bytedesk-ready').length,
      log.of('bytedesk-token-renewed').length,
    ]).to.deep.equal(['ready', 1, 0]);
  });

  it('does not end a token by the 401 of a gate in front of the API', async () => {
    const { element, log } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    const { fetch } = window;
    let asked = 0;
    window.fetch = (input, init) => {
      if (!(input as string).includes('/user/profile')) return fetch(input, init);
      asked += 1;
      return Promise.resolve(new Response('<h1>401</h1>', { status: 401 }));
    };
    try {
      putAwayAndBack();
      await until(() => asked > 0, 'a check');
      await task();
    } finally {
      window.fetch = fetch;
    }
    expect([element.state, log.of('bytedesk-token-expired').length]).to.deep.equal(['ready', 0]);
  });

  it('rejects renew() where there is no source, and after a sign-out', async () => {
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    const code = async (): Promise<unknown> =>
      element.renew().catch((error: unknown) => (error instanceof BytedeskError ? error.code : error));
    expect(await code()).to.equal('token-source-failed');
    await element.logout();
    expect(await code()).to.equal('token-missing');
  });

  it('asks the page first: respondWith() hands over the next token, once and during dispatch', async () => {
    const fresh = await issueToken(shared.desk, { seconds: 7200 });
    const endpoint = await TokenEndpoint.open(gives('unused'));
    const { element, log } = await mount({
      ...settings(),
      tokenUrl: endpoint.path,
      token: await issueToken(shared.desk, { seconds: 63 }),
    });
    const event = await new Promise<TokenExpiringEvent>((resolve) => {
      element.addEventListener('bytedesk-token-expiring', (asked) => {
        asked.respondWith(Promise.resolve(fresh));
        expect(() => asked.respondWith(fresh))
          .to.throw(DOMException)
          .with.property('name', 'InvalidStateError');
        resolve(asked);
      });
    });
    expect(() => event.respondWith(fresh))
      .to.throw(DOMException)
      .with.property('name', 'InvalidStateError');
    expect(event.detail.secondsLeft).to.be.within(50, 60);
    expect(Object.values(event)).not.to.include(fresh);
    await log.first('bytedesk-token-renewed');
    expect(await endpoint.requests()).to.deep.equal([]);
  });

  it('asks the page once for all elements of a session', async () => {
    let asked = 0;
    const count = (): void => void (asked += 1);
    document.addEventListener('bytedesk-token-expiring', count);
    const token = await issueToken(shared.desk, { seconds: 63 });
    const elements = [await mount({ ...settings(), token }), await mount({ ...settings(), token })];
    await until(() => asked > 0, 'the page is asked');
    for (const { element } of elements) await element.updateComplete;
    await task();
    document.removeEventListener('bytedesk-token-expiring', count);
    expect(asked).to.equal(1);
  });

  it('makes one request for twenty workspaces, and one more when they have all gone and come again', async () => {
    const endpoint = await TokenEndpoint.open({ hold: true });
    const all = Array.from({ length: 20 }, () =>
      createWorkspace({ ...settings(), tokenUrl: endpoint.path, loading: 'eager' }),
    );
    const parent = document.body.appendChild(document.createElement('div'));
    parent.append(...all.map(({ element }) => element));
    await until(async () => (await endpoint.requests()).length > 0, 'a request');
    await task();
    expect(await endpoint.reasons()).to.deep.equal(['initial']);
    await endpoint.answer({ status: 403 });
    await until(() => all.every(({ element }) => element.state === 'error'), 'all are told');
    expect(all.map(({ log }) => log.of('bytedesk-error').length)).to.deep.equal(all.map(() => 1));
    parent.remove();
    await task();
    await task();
    document.body.append(parent);
    await until(async () => (await endpoint.requests()).length > 1, 'a second request');
    parent.remove();
    expect(await endpoint.reasons()).to.deep.equal(['initial', 'initial']);
  });

  it('leaves no request behind when it is removed', async () => {
    let signal: AbortSignal | undefined;
    const { element } = await mount({
      ...settings(),
      tokenProvider: (request) => {
        signal = request.signal;
        return new Promise(() => undefined);
      },
    });
    element.remove();
    await task();
    await task();
    expect(signal?.aborted).to.equal(true);
  });

  it('is told by the desk that its token is over: says so, gets another one, loads afresh', async () => {
    const first = await issueToken(shared.desk);
    const endpoint = await TokenEndpoint.open(
      gives(first),
      gives(await issueToken(shared.desk, { seconds: 7200 })),
    );
    const { element, log } = await mount({ ...settings(), tokenUrl: endpoint.path });
    await next(element, 'bytedesk-unread-change');
    await shared.desk.control('revoke', { accessToken: first });
    putAwayAndBack();
    const { detail } = await next(element, 'bytedesk-token-expired');
    expect([detail.subject, detail.reason, detail.source]).to.deep.equal(['token', 'revoked', 'probe']);
    await next(element, 'bytedesk-ready');
    expect(await endpoint.reasons()).to.deep.equal(['initial', 'rejected']);
    expect(log.names.slice(3)).to.deep.equal([
      'ready>expired',
      'token-expired',
      'token-renewed',
      'expired>loading',
      'loading>ready',
      'ready',
    ]);
  });

  it('is hidden while nobody knows whether the page that came back was signed out', async () => {
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    await shared.desk.control('requests/clear', {});
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    const frame = frameOf(element) as HTMLIFrameElement;
    expect(getComputedStyle(frame).visibility).to.equal('hidden');
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(getComputedStyle(frame).visibility).to.equal('hidden');
    await until(() => getComputedStyle(frame).visibility === 'visible', 'the console is shown again');
    const requests = await requestsOfThisPage(shared.desk);
    const probes = requests.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/'));
    expect(probes.map(({ path }) => path)).to.deep.equal(['/api/v1/user/profile']);
    expect(probes[0]?.query).to.deep.equal({});
  });

  it('loads a second time, once, where a console that spoke before is silent after a renewal', async function () {
    this.timeout(30_000);
    const first = await issueToken(shared.desk);
    const endpoint = await TokenEndpoint.open(
      gives(first),
      gives(await issueToken(shared.desk, { seconds: 7200 })),
    );
    const { element, log } = await mount({ ...settings(), tokenUrl: endpoint.path });
    await next(element, 'bytedesk-unread-change');
    // The console's own login dies with the user's tokens: the next load meets it, is refused and shows the sign-in form.
    await shared.desk.control('revoke', { username: 'agent@example.com' });
    await endpoint.answer(gives(await issueToken(shared.desk, { seconds: 9000 })));
    putAwayAndBack();
    await next(element, 'bytedesk-token-expired');
    await until(
      () => element.evidence === 'console' && log.of('bytedesk-ready').length > 1,
      'it speaks',
      20_000,
    );
    expect(log.of('bytedesk-ready').length).to.be.within(2, 3);
  });
});
