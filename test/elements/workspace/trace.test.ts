import { expect } from '@open-wc/testing';
import { configure } from '../../../src/settings/page-settings.js';
import type { TraceEntry } from '../../../src/trace.js';
import { gives, TokenEndpoint } from '../../support/token-endpoint.js';
import { emit, issueToken, mount, next, SharedDesk, until } from '../../support/workspace.js';

describe('the flight recorder of a workspace', () => {
  const shared = new SharedDesk();
  let entries: TraceEntry[];

  beforeEach(() => {
    entries = [];
    configure({ onTrace: (entry) => entries.push(entry) });
  });

  const told = (): string[] => entries.map(({ what }) => what);

  it('tells configure({ onTrace }) of events and decisions in order, in words of its own', async () => {
    const { desk } = shared;
    const token = await issueToken(desk);
    const { path } = await TokenEndpoint.open(gives(token));
    const { element } = await mount({ server: desk.url, path: '/agent/chat?of=王芳', tokenUrl: path });
    await until(() => element.evidence === 'console', 'the console has spoken');
    const order = [
      'source-asked initial',
      'source-gave-token',
      'console-sent url',
      'state-change loading ready',
    ];
    expect(told().filter((what) => order.includes(what))).to.deep.equal(order);
    await emit(desk, {
      type: 'new_visitor_message',
      data: { thread: { uid: 'secret-uid', user: { nickname: 'Secret' } } },
    });
    await until(() => told().includes('visitor-message'), 'the message');
    const text = JSON.stringify(entries);
    for (const secret of [token, 'agent@', 'Secret', 'secret-uid', '王芳', '/agent', desk.url, path])
      expect(text).not.to.contain(secret);
  });

  it('notes what a source answered and what a probe found', async () => {
    const { desk } = shared;
    const { path } = await TokenEndpoint.open({ status: 403, body: {} });
    const { element } = await mount({ server: desk.url, tokenUrl: path });
    if (element.state !== 'error') await next(element, 'bytedesk-error');
    await until(() => told().includes('error token-source-failed'), 'the error');
    expect(told()).to.include('source-failed token-source-failed 403 no-retry');
    // A token that says no user name is probed at once.
    await mount({ server: desk.url, token: 'opaque-token-of-nobody' });
    await until(() => told().includes('probe over'), 'the probe');
    expect(told()).to.include('token-expired token rejected probe');
  });
});
