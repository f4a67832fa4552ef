import { expect } from '@open-wc/testing';
import { startDesk } from '../../support/desk.js';
import { makeToken } from '../../support/tokens.js';
import { issueToken, mount, next, requestsOf, SharedDesk, task, until } from '../../support/workspace.js';

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no rejection',
    (error: { code: string }) => error.code,
  );

describe('bytedesk-workspace: methods', () => {
  const shared = new SharedDesk();

  describe('navigate', () => {
    it('loads another path, updates `path` and resolves at ready', async () => {
      const { element, log } = await mount(await shared.settings());
      await next(element, 'bytedesk-ready');
      await element.navigate('agent/ticket#open');
      expect(element.path).to.equal('agent/ticket#open');
      expect(element.state).to.equal('ready');
      expect(log.of('bytedesk-ready').at(-1)?.detail.path).to.equal('/agent/ticket#open');
      await element.updateComplete;
      expect(log.of('bytedesk-ready').length).to.equal(2);
    });

    it('loads also where only the hash differs', async () => {
      const { element } = await mount(await shared.settings());
      await next(element, 'bytedesk-ready');
      await element.navigate('/agent/chat#one');
      await element.navigate('/agent/chat#two');
      expect(element.state).to.equal('ready');
    });

    it('rejects a path that leaves the console and stays where it is', async () => {
      const { element, log } = await mount(await shared.settings());
      await next(element, 'bytedesk-ready');
      expect(await codeOf(element.navigate('https://evil.example/agent'))).to.equal('invalid-path');
      expect(element.path).to.equal('/agent/chat');
      expect(element.state).to.equal('ready');
      expect(log.of('bytedesk-error').length).to.equal(0);
    });

    it('lets the newest win: an earlier one is aborted', async () => {
      const { element } = await mount(await shared.settings());
      await next(element, 'bytedesk-ready');
      const first = codeOf(element.navigate('/agent/contact'));
      await element.navigate('/agent/ticket');
      expect(await first).to.equal('aborted');
    });

    it('rejects without a token, with an ended one, and off the page', async () => {
      const { element } = await mount({ server: shared.desk.url });
      expect(await codeOf(element.navigate('/agent/chat'))).to.equal('token-missing');
      element.token = makeToken({ lifeS: -5 });

      expect(await codeOf(element.navigate('/agent/chat'))).to.equal('token-expired');
      element.token = await issueToken(shared.desk);
      element.remove();
      await task();
      expect(await codeOf(element.navigate('/agent/chat'))).to.equal('aborted');
    });

    it('rejects when the element is removed, the token ends or the time is up', async () => {
      await shared.desk.control('set', { fail: { as: 'never', path: '/agent' } });
      const { element } = await mount(await shared.settings({ timeout: 0.5 }));
      expect(await codeOf(element.navigate('/agent/contact'))).to.equal('frame-timeout');
      element.token = await issueToken(shared.desk, { seconds: 1 });
      element.timeout = 30;
      await element.updateComplete;
      expect(await codeOf(element.reload())).to.equal('token-expired');
      element.token = await issueToken(shared.desk);
      await element.updateComplete;
      const pending = codeOf(element.reload());
      element.remove();
      expect(await pending).to.equal('aborted');
    });
  });

  it('reloads the same console and resolves at ready', async () => {
    const { element, log } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    await element.reload();
    expect(log.names.slice(3)).to.deep.equal(['ready>loading', 'loading>ready', 'ready']);
    expect(element.shadowRoot?.querySelectorAll('iframe').length).to.equal(1);
  });

  it('puts the focus into the console, and keeps it there across a reload', async () => {
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    element.focus();
    expect(document.activeElement).to.equal(element);
    expect(element.shadowRoot?.activeElement).to.equal(element.shadowRoot?.querySelector('iframe'));
    await element.reload();
    expect(element.shadowRoot?.activeElement).to.equal(element.shadowRoot?.querySelector('iframe'));
  });

  describe('logout', () => {
    const logouts = async (): Promise<(number | null)[]> =>
      (await requestsOf(shared.desk))
        .filter(
          ({ method, path, headers }) =>
            method === 'POST' && path === '/api/v1/user/logout' && headers['origin'] === location.origin,
        )
        .map(({ status }) => status);

    it('removes the console, revokes the token and tells once', async () => {
      const { element, log } = await mount(await shared.settings());
      await next(element, 'bytedesk-ready');
      const result = element.logout();
      expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
      expect(element.session).to.equal(null);
      expect(await result).to.deep.equal({ console: 'unknown' });
      expect(log.names.slice(3)).to.deep.equal(['ready>signed-out', 'logout']);
      expect(log.of('bytedesk-logout')[0]?.detail).to.deep.equal({ reason: 'host', source: 'host' });
      expect(await logouts()).to.deep.equal([200]);
      await element.updateComplete;
      expect(element.shadowRoot?.querySelector('[part="panel"]')?.textContent).to.contain('signed out');
    });

    it('does nothing the second time', async () => {
      const { element, log } = await mount(await shared.settings());
      await next(element, 'bytedesk-ready');
      await Promise.all([element.logout(), element.logout()]);
      expect(await element.logout()).to.deep.equal({ console: 'unknown' });
      expect(log.of('bytedesk-logout').length).to.equal(1);
      expect((await logouts()).length).to.equal(1);
    });

    it('does nothing where nobody is signed in', async () => {
      const { element, log } = await mount({ server: shared.desk.url });
      expect(await element.logout()).to.deep.equal({ console: 'unknown' });
      expect(log.events).to.deep.equal([]);
    });

    it('counts a token that is no longer valid as signed out', async () => {
      const token = await issueToken(shared.desk);
      const { element, log } = await mount(await shared.settings({ token }));
      await next(element, 'bytedesk-ready');
      await shared.desk.control('revoke', { accessToken: token });
      await element.logout();
      expect(await logouts()).to.deep.equal([401]);
      expect(log.of('bytedesk-error').length).to.equal(0);
    });

    it('happens here even if the desk cannot be reached, and says so', async () => {
      const gone = await startDesk();
      const { element, log } = await mount({ server: gone.url, token: await issueToken(gone) });
      await next(element, 'bytedesk-ready');
      await gone.close();
      await element.logout();
      expect(log.names.slice(3)).to.deep.equal(['ready>signed-out', 'logout', 'error network']);
      expect(element.state).to.equal('signed-out');
    });

    it('stays signed out with the same token and starts again with another one', async () => {
      const given = await shared.settings();
      const { element } = await mount(given);
      await next(element, 'bytedesk-ready');
      await element.logout();
      Object.assign(element, given);
      element.path = '/agent/ticket';
      await element.updateComplete;
      expect(element.state).to.equal('signed-out');
      expect(await codeOf(element.reload())).to.equal('token-missing');
      element.token = await issueToken(shared.desk, { seconds: 60 });
      await next(element, 'bytedesk-ready');
    });

    it('goes out although the page leaves at once', async () => {
      const { element } = await mount(await shared.settings());
      await next(element, 'bytedesk-ready');
      const asked: (boolean | undefined)[] = [];
      const { fetch } = window;
      window.fetch = (input, init) => {
        asked.push(init?.keepalive);
        return fetch(input, init);
      };
      await element.logout().finally(() => {
        window.fetch = fetch;
      });
      expect(asked).to.deep.equal([true]);
    });
  });

  it('shows the sign-in form again by reload() after a logout where it needs no token', async () => {
    const { element } = await mount({ server: shared.desk.url, signIn: 'console' });
    await next(element, 'bytedesk-ready');
    await element.logout();
    expect(element.state).to.equal('signed-out');
    await element.reload();
    await until(() => element.state === 'ready', 'ready again');
  });
});
