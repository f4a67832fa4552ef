import { expect } from '@open-wc/testing';
import { startDesk, type TestDesk } from '../support/desk.js';
import { makeToken } from '../support/tokens.js';
import { mount, next, task, unmountAll } from '../support/workspace.js';

/** Counts the addresses that the page parses during an act and what follows from it. */
async function parsedDuring(act: () => unknown): Promise<number> {
  const { URL: NativeUrl } = window;
  let count = 0;
  window.URL = class extends NativeUrl {
    constructor(...parameters: ConstructorParameters<typeof URL>) {
      count += 1;
      super(...parameters);
    }
  };
  try {
    await act();
    await task();
  } finally {
    window.URL = NativeUrl;
  }
  return count;
}

/** The page's own address, the server, the API and the console's address: each is parsed once. */
const ONCE = 4;

describe('the settings of a workspace', () => {
  let desk: TestDesk;
  before(async () => void (desk = await startDesk()));
  afterEach(unmountAll);

  it('are resolved once for each change, and not for a change of something else', async () => {
    const { element } = await mount({ server: desk.url, token: makeToken({ lifeS: 3600 }) });
    await next(element, 'bytedesk-ready');
    expect(await parsedDuring(() => (element.label = 'Support'))).to.equal(0);
    expect(await parsedDuring(() => (element.token = makeToken({ lifeS: 7200 })))).to.equal(0);
    const changed = await parsedDuring(() => (element.allow = 'camera'));
    expect(changed).to.be.within(1, ONCE + 1);
  });
});
