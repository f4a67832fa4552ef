import { expect } from '@open-wc/testing';
import { startDesk, type TestDesk } from '../support/desk.js';
import { PAGE_KINDS, REPORT } from '../support/page-kinds.js';
import { createPage } from '../support/pages.js';
import { issueToken, until } from '../support/workspace.js';

describe('host pages without an address or an origin of their own', () => {
  let desk: TestDesk;
  let token: string;
  let frame: HTMLIFrameElement;
  let told: string[];
  let stopped: AbortController;

  before(async () => {
    desk = await startDesk();
    token = await issueToken(desk);
  });
  beforeEach(() => {
    told = [];
    stopped = new AbortController();
    frame = document.createElement('iframe');
    addEventListener(
      'message',
      ({ source, data }) => {
        if (source === frame.contentWindow) told.push((data as { told: string }).told);
      },
      { signal: stopped.signal },
    );
  });
  afterEach(() => {
    frame.remove();
    stopped.abort();
  });

  const page = (body: string): string =>
    `<!doctype html><html lang="en"><meta charset="utf-8"><body><script>${REPORT}</script>
      <script src="${location.origin}/dist/bytedesk-embed.js" data-server="${desk.url}"></script>${body}`;
  const withProvider = (): string =>
    page(`<script>const workspace = BytedeskEmbed.mount(document.body, {
      path: '/agent/chat', tokenProvider: async () => ${JSON.stringify(token)} });</script>`);

  for (const [what, show, isOpaque] of PAGE_KINDS) {
    it(`show a console with a token of a script: ${what}`, async () => {
      await show(frame, withProvider());
      document.body.append(frame);
      await until(() => told.length > 0, 'something is told');
      expect(told).to.deep.equal(['ready']);
    });

    it(`use a token URL that exists, or offer to try it again: ${what}`, async () => {
      const answer = JSON.stringify({ accessToken: token });
      const url = await createPage(answer, { 'content-type': 'application/json' });
      const says = `(workspace) => workspace.updateComplete.then(() =>
        tell(workspace.shadowRoot.querySelector('.cover [part=action]:not([hidden])').textContent))`;
      await show(
        frame,
        page(`<script>const says = ${says};
          addEventListener('bytedesk-error', ({ target }) => says(target));
          BytedeskEmbed.mount(document.body, { path: '/agent/chat', tokenUrl: '${url}' })</script>`),
      );
      document.body.append(frame);
      await until(() => told.includes('ready') || told.length > 1, 'something is told');
      // What answers there does not allow a page without an origin to read it.
      if (!isOpaque) expect(told).to.deep.equal(['ready']);
      else if (told[0] === 'token-source-failed') expect(told[1]).to.equal('Try again');
      else expect(told[0]).to.equal('invalid-server');
    });

    it(`have one coded error for a relative token URL, or resolve it, and no exception: ${what}`, async () => {
      await show(
        frame,
        page(
          `<script>BytedeskEmbed.mount(document.body, { path: '/agent/chat', tokenUrl: '/no/token' })</script>`,
        ),
      );
      document.body.append(frame);
      await until(() => told.length > 0, 'something is told');
      expect(told).to.have.length(1);
      expect(told[0]).to.match(isOpaque ? /^(invalid-server|token-source-failed)$/ : /^token-source-failed$/);
    });
  }
});
