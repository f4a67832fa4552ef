import { expect } from '@open-wc/testing';
import { BridgeDesk, bridgeSource } from './bridge-host.js';

const USER = 'agent@example.com';

/** Makes the console's page believe that the Back button brought it back: frames alone cannot be put away. */
const RESTORE = `addEventListener('message', ({ data }) => {
  if (data === 'restore') dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  if (data === 'lose') localStorage.removeItem('ACCESS_TOKEN'), localStorage.removeItem('AUTH_STORE');
});`;

describe('a console’s page that the Back button brings back', () => {
  const desks = new BridgeDesk();

  afterEach(() => desks.stop());

  async function signedIn(): Promise<Awaited<ReturnType<BridgeDesk['signedIn']>>> {
    const source = RESTORE + (await bridgeSource());
    await desks.start({ bridge: { source, allow: [location.origin] } });
    return desks.signedIn(USER);
  }

  it('meets its host again, over a new port, and tells what holds now', async () => {
    const host = await signedIn();
    const before = host.log.filter((line) => line.startsWith('ready')).length;
    host.frame.contentWindow?.postMessage('restore', '*');
    await host.sees(/^ready /, before + 1);
    expect(host.log.at(-1)).to.match(/^ready agent@example\.com /);
    await host.settled();
    expect(host.session).to.deep.equal([]);
  });

  it('says that its login went while it was away', async () => {
    const host = await signedIn();
    host.frame.contentWindow?.postMessage('lose', '*');
    host.frame.contentWindow?.postMessage('restore', '*');
    await host.sees(/^ready out /);
  });
});
