import { expect } from '@open-wc/testing';
import { startDesk } from '../../support/desk.js';
import { makeToken, SAMPLE_TOKEN } from '../../support/tokens.js';
import {
  issueToken,
  mount,
  next,
  requestsOf,
  requestsOfThisPage,
  SharedDesk,
  task,
  until,
} from '../../support/workspace.js';

describe('bytedesk-workspace: states and events', () => {
  const shared = new SharedDesk();

  it('shows the console signed in at a deep path, and says so once, in order', async () => {
    const { element, log } = await mount(await shared.settings({ path: 'agent/ticket' }));
    expect(element.state).to.equal('loading');
    await next(element, 'bytedesk-unread-change');
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
    expect(log.of('bytedesk-ready')[0]?.detail.path).to.equal('/agent/ticket');
    expect(element.evidence).to.equal('console');
    const pages = (await requestsOf(shared.desk)).filter(({ path }) => path === '/agent/ticket');
    expect(pages.map(({ query }) => Object.keys(query))).to.deep.equal([['accessToken']]);
  });

  it('has the state as property and as custom state', async () => {
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    await element.updateComplete;
    expect(element.state).to.equal('ready');
    expect(element.matches(':state(ready)')).to.equal(true);
    expect(element.matches(':state(loading)')).to.equal(false);
  });

  it('tells listeners that were added right after the insertion', async () => {
    const element = document.createElement('bytedesk-workspace');
    element.server = 'no server';
    element.token = makeToken();
    document.body.append(element);
    const error = await next(element, 'bytedesk-error');
    expect(error.detail.code).to.equal('invalid-server');
    element.remove();
  });

  it('waits in idle for a token and requests nothing', async () => {
    const { element, log } = await mount({ server: shared.desk.url, path: '/agent/chat' });
    await task();
    expect(element.state).to.equal('idle');
    expect(element.session).to.equal(null);
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
    expect(await requestsOfThisPage(shared.desk)).to.deep.equal([]);
    element.token = await issueToken(shared.desk);
    await next(element, 'bytedesk-ready');
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
  });

  it('tells what the token says of its session, never the token', async () => {
    const { element } = await mount(await shared.settings());
    expect(element.session?.username).to.equal('agent@example.com');
    expect(element.session?.platform).to.equal('bytedesk');
    const life = Number(element.session?.expiresAt) - Number(element.session?.issuedAt);
    expect(life).to.equal(365 * 24 * 60 * 60_000);
    expect(element.token).to.equal(undefined);
  });

  it('has a session of nulls for an opaque token, and no clock', async () => {
    const { element } = await mount({
      server: shared.desk.url,
      token: 'an-opaque-token',
      checkInterval: 0,
    });
    expect(element.session).to.deep.equal({
      username: null,
      platform: null,
      issuedAt: null,
      expiresAt: null,
    });
    await next(element, 'bytedesk-ready');
  });

  it('requests nothing with the documentation’s sample token, which ended long ago', async () => {
    const { element, log } = await mount({
      server: shared.desk.url,
      path: '/agent/chat',
      token: SAMPLE_TOKEN,
    });
    await element.updateComplete;
    await task();
    expect(log.names).to.deep.equal(['idle>expired', 'token-expired']);
    expect(log.of('bytedesk-token-expired')[0]?.detail).to.deep.equal({
      subject: 'token',
      reason: 'expired',
      source: 'clock',
      expiresAt: new Date('2025-08-16T04:00:32Z'),
    });
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
    expect(element.shadowRoot?.querySelector('[part="panel"]')?.textContent).to.contain('session has ended');
    expect(await requestsOfThisPage(shared.desk)).to.deep.equal([]);
  });

  it('tells the end of a token once, and keeps the running console visible and usable', async () => {
    const { element, log } = await mount(
      await shared.settings({ token: await issueToken(shared.desk, { seconds: 4 }) }),
    );
    await next(element, 'bytedesk-ready');
    const frame = element.shadowRoot?.querySelector('iframe');
    await next(element, 'bytedesk-token-expired');
    await element.updateComplete;
    expect(element.state).to.equal('expired');
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(frame);
    expect(frame?.inert).to.equal(false);
    expect(element.shadowRoot?.querySelector('.cover')?.childElementCount).to.equal(0);
    expect(log.of('bytedesk-token-expired').length).to.equal(1);
    expect(log.of('bytedesk-error').length).to.equal(0);
  });

  it('covers the running console of an ended token if told so', async () => {
    const token = await issueToken(shared.desk, { seconds: 4 });
    const { element } = await mount(await shared.settings({ token, expiredView: 'cover' }));
    await next(element, 'bytedesk-ready');
    await next(element, 'bytedesk-token-expired');
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('iframe')?.inert).to.equal(true);
    expect(element.shadowRoot?.querySelector('.cover')?.childElementCount).to.equal(1);
  });

  it('starts afresh with a new token of the same user after expiry', async () => {
    const { element, log } = await mount({ server: shared.desk.url, token: makeToken({ lifeS: -5 }) });
    await log.first('bytedesk-token-expired');
    element.token = await issueToken(shared.desk);
    await next(element, 'bytedesk-ready');
    expect(log.names).to.deep.equal([
      'idle>expired',
      'token-expired',
      'token-renewed',
      'expired>loading',
      'loading>ready',
      'ready',
    ]);
  });

  it('leaves a running console alone when a renewed token comes', async () => {
    const { element, log } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    const frame = element.shadowRoot?.querySelector('iframe');
    element.token = await issueToken(shared.desk, { seconds: 60 });
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(frame);
    expect(log.names.at(-1)).to.equal('token-renewed');
    expect(log.of('bytedesk-token-renewed')[0]?.detail.expiresAt).to.deep.equal(element.session?.expiresAt);
  });

  it('ignores the token it was given last, however often it is set', async () => {
    const given = await shared.settings();
    const { element, log } = await mount(given);
    await next(element, 'bytedesk-ready');
    const before = log.events.length;
    Object.assign(element, given);
    element.setAttribute('token', (given as { token: string }).token);
    await element.updateComplete;
    expect(log.events.length).to.equal(before);
  });

  it('clears the token with null: no console, no event of an end', async () => {
    const { element, log } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    element.token = null;
    await element.updateComplete;
    expect(element.state).to.equal('idle');
    expect(element.session).to.equal(null);
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
    expect(log.names.at(-1)).to.equal('ready>idle');
  });

  it('does not show one user’s console to the next', async () => {
    const { element, log } = await mount(await shared.settings({ storage: 'persistent' }));
    await next(element, 'bytedesk-ready');
    element.token = await issueToken(shared.desk, { username: 'second@example.com' });
    const error = await next(element, 'bytedesk-error');
    expect(error.detail.code).to.equal('identity-conflict');
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
    expect(log.of('bytedesk-token-renewed').length).to.equal(0);
    element.token = await issueToken(shared.desk, { seconds: 60 });
    await next(element, 'bytedesk-ready');
  });

  it('reports a console that does not load, keeps waiting, and is ready when it comes after all', async () => {
    await shared.desk.control('set', { slow: 2500 });
    const { element, log } = await mount(await shared.settings({ timeout: 0.5 }));
    const error = await next(element, 'bytedesk-error');
    expect(error.detail.code).to.equal('frame-timeout');
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('[part="action"]')?.textContent).to.equal('Try again');
    await next(element, 'bytedesk-ready');
    expect(log.names).to.deep.equal([
      'idle>loading',
      'loading>error',
      'error frame-timeout',
      'error>ready',
      'ready',
    ]);
  });

  it('loads again by the button of the time-out panel', async () => {
    await shared.desk.control('set', { fail: { as: 'never', path: '/agent' } });
    const { element } = await mount(await shared.settings({ timeout: 0.5 }));
    await next(element, 'bytedesk-error');
    await shared.desk.control('set', { fail: null });
    element.timeout = 30;
    await element.updateComplete;
    element.shadowRoot?.querySelector<HTMLButtonElement>('[part="action"]')?.click();
    await next(element, 'bytedesk-ready');
  });

  it('starts late when lazy: near the viewport, and not before', async () => {
    const { element, log } = await mount(await shared.settings({ loading: 'lazy' }));
    const spacer = document.createElement('div');
    spacer.style.height = '5000px';
    element.remove();
    await task();
    document.body.append(spacer, element);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await task();
    expect(element.state).to.equal('idle');
    log.events.length = 0;
    element.scrollIntoView({ behavior: 'instant' });
    await next(element, 'bytedesk-ready');
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
    spacer.remove();
    element.remove();
  });

  it('passes its own language to the agent console in that console’s spelling, not an inherited one', async () => {
    document.documentElement.lang = 'zh-TW';
    const { element } = await mount(await shared.settings({ lang: 'zh-CN' }));
    await next(element, 'bytedesk-ready');
    const inherits = await mount(
      await shared.settings({ token: await issueToken(shared.desk, { seconds: 60 }) }),
    );
    await next(inherits.element, 'bytedesk-ready');
    document.documentElement.lang = 'en';
    const pages = (await requestsOf(shared.desk)).filter(({ path }) => path === '/agent/chat');
    expect(pages.map(({ query }) => query['lang'])).to.deep.equal(['zh-cn', undefined]);
  });

  it('enters by the sign-in page with entry="login"', async () => {
    const { element } = await mount(await shared.settings({ entry: 'login', path: '/admin/welcome' }));
    await next(element, 'bytedesk-ready');
    const [page] = (await requestsOf(shared.desk)).filter(({ path }) => path.startsWith('/admin'));
    expect(page?.path).to.equal('/admin/auth/login');
    expect(page?.query['redirect']).to.equal('/welcome');
  });

  it('calls the API at its own address when hosting is split', async () => {
    const other = await startDesk();
    const { element } = await mount(await shared.settings({ api: other.url }));
    await next(element, 'bytedesk-ready');
    await element.logout();
    const calls = (await requestsOf(other)).filter(({ method }) => method === 'POST');
    expect(calls.map(({ path }) => path)).to.deep.equal(['/api/v1/user/logout']);
    await other.close();
  });

  it('is alive in several copies at once', async () => {
    const first = await mount(await shared.settings());
    const second = await mount(await shared.settings({ path: '/agent/contact' }));
    await until(() => first.element.state === 'ready' && second.element.state === 'ready', 'both ready');
  });
});
