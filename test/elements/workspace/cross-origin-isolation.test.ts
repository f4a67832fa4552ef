import { expect } from '@open-wc/testing';
import { startDesk, type TestDesk } from '../../support/desk.js';
import { createPage } from '../../support/pages.js';
import { issueToken, requestsOfThisPage } from '../../support/workspace.js';

const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

interface Report {
  readonly isolated: boolean;
  readonly credentialless: boolean;
  readonly event: string;
  readonly code: string | null;
}

describe('bytedesk-workspace on a cross-origin isolated page', () => {
  let desk: TestDesk;

  before(async () => {
    desk = await startDesk();
  });

  after(() => desk.close());

  /** Isolation holds for whole windows only, and cuts the opener off: the page reports by a channel. */
  async function open(storage: string): Promise<Report> {
    const channel = new BroadcastChannel(`isolated ${storage} ${Math.random()}`);
    const path = await createPage(
      `<!doctype html><html lang="en"><title>isolated</title><body><script type="module">
        import '/src/define.ts';
        const element = document.createElement('bytedesk-workspace');
        for (const name of ['bytedesk-ready', 'bytedesk-error']) {
          element.addEventListener(name, ({ type, detail }) => {
            new BroadcastChannel(${JSON.stringify(channel.name)}).postMessage({
              isolated: crossOriginIsolated,
              credentialless: 'credentialless' in HTMLIFrameElement.prototype,
              event: type,
              code: detail.code ?? null,
            });
            close();
          });
        }
        Object.assign(element, ${JSON.stringify({ server: desk.url, storage, token: await issueToken(desk) })});
        document.body.append(element);
      </script>`,
      ISOLATED,
    );
    const report = new Promise<Report>((resolve) => {
      channel.onmessage = ({ data }) => resolve(data as Report);
    });
    window.open(path);
    return report.finally(() => channel.close());
  }

  it('refuses a frame whose address a report would carry, token and all', async () => {
    await desk.control('requests/clear', {});
    const report = await open('persistent');
    expect(report.isolated).to.equal(true);
    expect([report.event, report.code]).to.deep.equal(['bytedesk-error', 'frame-blocked']);
    const pages = (await requestsOfThisPage(desk)).filter(({ path }) => path.startsWith('/agent'));
    expect(pages).to.deep.equal([]);
  });

  it('shows an ephemeral console where the browser has such frames, and refuses elsewhere', async () => {
    const report = await open('ephemeral');
    expect(report.event).to.equal(report.credentialless ? 'bytedesk-ready' : 'bytedesk-error');
  });
});
