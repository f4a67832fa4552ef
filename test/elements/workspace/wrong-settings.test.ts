import { expect } from '@open-wc/testing';
import { makeToken } from '../../support/tokens.js';
import { issueToken, mount, next, requestsOfThisPage, SharedDesk, task } from '../../support/workspace.js';

describe('bytedesk-workspace: wrong attributes', () => {
  const shared = new SharedDesk();

  const wrong: readonly (readonly [attribute: string, value: string, code: string])[] = [
    ['server', 'desk.example.com', 'invalid-server'],
    ['server', '', 'invalid-server'],
    ['server', 'javascript:alert(1)', 'invalid-server'],
    ['server', 'https://user:secret@desk.example.com', 'invalid-server'],
    ['api', 'ftp://api.example.com', 'invalid-server'],
    ['path', '/api/v1', 'invalid-path'],
    ['path', '//evil.example/agent', 'invalid-path'],
    ['path', '/agent/chat?accessToken=secret', 'invalid-path'],
    ['token', 'Bearer secret', 'token-malformed'],
    ['token', 'eyJhbGciOiJIUzM4NCJ9...', 'token-malformed'],
  ];
  for (const [attribute, value, code] of wrong) {
    it(`answers ${attribute}=${JSON.stringify(value)} with one ${code}, and recovers when it is put right`, async () => {
      const token = await issueToken(shared.desk);
      const right: Record<string, string> = {
        server: shared.desk.url,
        api: shared.desk.url,
        path: '/agent/chat',
        token,
      };
      const { element, log } = await mount({});
      for (const [name, good] of Object.entries(right))
        element.setAttribute(name, name === attribute ? value : good);
      const { detail } = await next(element, 'bytedesk-error');
      expect(detail.code).to.equal(code);
      expect(detail.error.code).to.equal(code);
      expect(JSON.stringify([detail.message, detail.error.message, detail.error.stack])).not.to.contain(
        'secret',
      );
      element.label = 'something else changed';
      await element.updateComplete;
      await task();
      expect(element.state).to.equal('error');
      expect(log.of('bytedesk-error').length).to.equal(1);
      expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
      expect(element.shadowRoot?.querySelector('[part="message"]')?.textContent?.trim()).not.to.equal('');
      element.setAttribute(attribute, right[attribute] ?? '');
      await next(element, 'bytedesk-ready');
      expect(log.of('bytedesk-error').length).to.equal(1);
    });
  }

  it('takes the running console away when an attribute becomes wrong', async () => {
    const { element } = await mount({ server: shared.desk.url, token: await issueToken(shared.desk) });
    await next(element, 'bytedesk-ready');
    element.path = '/elsewhere';
    await next(element, 'bytedesk-error');
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
  });

  const odd: readonly (readonly [property: string, value: unknown, code: string])[] = [
    ['server', 7, 'invalid-server'],
    ['server', {}, 'invalid-server'],
    ['server', Symbol('server'), 'invalid-server'],
    ['path', 7, 'invalid-path'],
    ['path', Object.create(null), 'invalid-path'],
    ['token', {}, 'token-malformed'],
    ['token', Symbol('token'), 'token-malformed'],
    ['path', '/agent/\ud800', 'invalid-path'],
  ];
  for (const [property, value, code] of odd) {
    it(`answers a ${property} that is ${typeof value} with ${code}, not with an exception`, async () => {
      const { element } = await mount({ server: shared.desk.url, token: makeToken() });
      Object.assign(element, { [property]: value });
      const { detail } = await next(element, 'bytedesk-error');
      expect(detail.code).to.equal(code);
    });
  }

  for (const [attribute, value] of [
    ['entry', 'sideways'],
    ['sign-in', 'maybe'],
    ['storage', 'cloud'],
    ['loading', 'never'],
    ['expired-view', 'explode'],
    ['timeout', '-3'],
    ['timeout', 'soon'],
    ['height', 'tall'],
    ['lang', '??'],
  ] as const) {
    it(`falls back to the default for ${attribute}="${value}"`, async () => {
      const { element, log } = await mount({});
      element.setAttribute('server', shared.desk.url);
      element.setAttribute(attribute, value);
      element.setAttribute('token', await issueToken(shared.desk));
      await next(element, 'bytedesk-ready');
      expect(log.of('bytedesk-error').length).to.equal(0);
    });
  }

  for (const [property, value] of [
    ['sandbox', true],
    ['allow', 10n],
    ['allow', 7],
    ['label', Symbol('label')],
    ['label', Object.create(null)],
    ['timeout', 3n],
    ['timeout', Symbol('timeout')],
    ['height', Symbol('height')],
    ['storage', {}],
    ['signIn', 7],
  ] as const) {
    it(`shows a console all the same with a ${property} that is ${typeof value}`, async () => {
      const { element, log } = await mount(await shared.settings({ [property]: value }));
      await log.first('bytedesk-ready');
      expect(element.state).to.equal('ready');
    });
  }

  it('can be focused before it is on a page', () => {
    document.createElement('bytedesk-workspace').focus();
  });

  it('requests nothing while something is wrong', async () => {
    const token = await issueToken(shared.desk);
    await shared.desk.control('requests/clear', {});
    const { log } = await mount({ server: shared.desk.url, path: '/agent/../api', token });
    await log.first('bytedesk-error');
    await task();
    expect(await requestsOfThisPage(shared.desk)).to.deep.equal([]);
  });
});
