import { expect } from '@open-wc/testing';
import { startDesk, type TestDesk } from '../../support/desk.js';
import { gives, TokenEndpoint } from '../../support/token-endpoint.js';
import { issueToken, mount, requestsOf, SharedDesk, until } from '../../support/workspace.js';

/** As if the page came back by the Back button: the session looks at once whether its token is still good. */
function putAwayAndBack(): void {
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
}

describe('bytedesk-workspace: an API of another desk than the console’s', () => {
  const shared = new SharedDesk();
  let other: TestDesk;
  before(async () => {
    other = await startDesk();
  });
  after(() => other.close());

  const checks = async (): Promise<number> =>
    (await requestsOf(other)).filter(({ path, status }) => path === '/api/v1/user/profile' && status).length;

  it('ends with one `unauthorized` although the console works, and neither asks nor loads any more', async () => {
    const tokens = await Promise.all(
      [3000, 4000, 5000, 6000].map((seconds) => issueToken(shared.desk, { seconds })),
    );
    const endpoint = await TokenEndpoint.open(...tokens.map(gives));
    const { log } = await mount({
      server: shared.desk.url,
      path: '/agent/chat',
      api: other.api,
      tokenUrl: endpoint.path,
    });
    await log.first('bytedesk-unread-change');
    const before = await checks();
    putAwayAndBack();
    await until(async () => (await checks()) > before, 'a check');
    await until(
      () => log.of('bytedesk-error').length > 0 || log.of('bytedesk-unread-change').length > 1,
      'an end, or another console that works',
    );
    // Whatever would start it again: the page is seen, is online, and comes back.
    for (let i = 0; i < 3; i += 1) {
      putAwayAndBack();
      for (const type of ['online', 'focus']) window.dispatchEvent(new Event(type));
      document.dispatchEvent(new Event('visibilitychange'));
      await checks();
    }
    expect(await endpoint.reasons()).to.deep.equal(['initial', 'rejected']);
    expect(log.of('bytedesk-error').map(({ detail }) => detail.code)).to.deep.equal(['unauthorized']);
    expect(log.of('bytedesk-token-expired')).to.have.length(2);
    const loads = (await requestsOf(shared.desk)).filter(({ path }) => path === '/agent/chat');
    expect(loads.length).to.be.at.most(2);
  });

  it('ends so with checks each few seconds, too', async () => {
    const tokens = await Promise.all(
      [3000, 4000, 5000, 6000].map((seconds) => issueToken(shared.desk, { seconds })),
    );
    const endpoint = await TokenEndpoint.open(...tokens.map(gives));
    const { log } = await mount({
      server: shared.desk.url,
      path: '/agent/chat',
      api: other.api,
      checkInterval: 1,
      tokenUrl: endpoint.path,
    });
    await log.first('bytedesk-error');
    const before = await checks();
    putAwayAndBack();
    expect(await endpoint.reasons()).to.deep.equal(['initial', 'rejected']);
    expect(log.of('bytedesk-error')).to.have.length(1);
    expect(await checks()).to.equal(before);
  });
});
