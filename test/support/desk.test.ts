import { expect } from '@open-wc/testing';
import { startDesk, type TestDesk } from './desk.js';

describe('startDesk', () => {
  let desk: TestDesk;

  before(async () => {
    desk = await startDesk();
  });
  after(() => desk.close());

  it('starts a desk on another site', () => {
    expect(new URL(desk.url).hostname).to.equal('127.0.0.1');
    expect(desk.users.map((user) => user.username)).to.include('agent@example.com');
  });

  it('gives each caller a desk of its own', async () => {
    const other = await startDesk();
    expect(other.url).not.to.equal(desk.url);
    await other.close();
  });

  it('controls the desk, which then answers its API across origins', async () => {
    const { accessToken } = await desk.control<{ accessToken: string }>('issue-token', {});
    const profile = (): Promise<Response> =>
      fetch(`${desk.api}/api/v1/user/profile`, { headers: { authorization: `Bearer ${accessToken}` } });
    expect((await profile()).status).to.equal(200);
    await desk.control('revoke', { accessToken });
    expect((await profile()).status).to.equal(401);
    const requests = await desk.control<object[]>('requests');
    expect(requests).to.have.lengthOf.at.least(2);
  });

  it('tells what the desk refuses', async () => {
    let message = '';
    await desk.control('set', { noSuchSetting: true }).catch((error: Error) => (message = error.message));
    expect(message).to.contain('400');
  });
});
