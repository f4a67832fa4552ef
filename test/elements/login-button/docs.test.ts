import { expect } from '@open-wc/testing';
import { closeOtherWindows } from '../../support/input.js';
import { createPage } from '../../support/pages.js';
import { snippetsOf } from '../../support/snippets.js';
import { issueToken, requestsOf, SharedDesk, until } from '../../support/workspace.js';

const english = await snippetsOf('/docs/login-button.md');

describe('docs/login-button.md', () => {
  const shared = new SharedDesk();

  afterEach(async () => {
    document.querySelectorAll('iframe').forEach((frame) => frame.remove());
    await closeOtherWindows();
  });

  it('has the same snippets in both languages', async () => {
    expect(await snippetsOf('/docs/login-button.zh-CN.md')).to.deep.equal(english);
    expect(english.length).to.equal(5);
  });

  english.forEach(({ language, code }, index) => {
    it(`opens each console of its snippet ${index + 1} (${language}), signed in`, async () => {
      const token = await issueToken(shared.desk);
      const answer = JSON.stringify({ accessToken: token });
      const tokenUrl = await createPage(answer, { 'content-type': 'application/json' });
      const body = code
        .replaceAll('/assets/bytedesk-embed.js', '/dist/bytedesk-embed.js')
        .replaceAll('https://desk.example.com', shared.desk.url)
        .replaceAll('YOUR_ACCESS_TOKEN', token)
        .replaceAll('/desk/token', tokenUrl)
        .replaceAll(`'bytedesk-embed'`, `'/src/index.ts'`);
      const markup = language === 'html' ? body : `<script type="module">${body}</script>`;
      const frame = document.createElement('iframe');
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      frame.src = await createPage(`<!doctype html><html lang="en"><body>${markup}</body></html>`);
      document.body.append(frame);
      await loaded;
      const buttons =
        frame.contentDocument?.querySelectorAll<HTMLElement>('bytedesk-login-button, button') ?? [];
      expect(buttons.length).to.be.greaterThan(0);
      const wanted = [...code.matchAll(/'(\/a\w+\/[\w/]+)'|path="([^"]+)"/g)].map(([, a, b]) => a ?? b);
      for (const button of buttons) button.click();
      await until(async () => {
        const requests = await requestsOf(shared.desk);
        const opened = requests.filter(({ query }) => query['accessToken'] === token).map(({ path }) => path);
        return wanted.every((path) => opened.includes(path as string));
      }, wanted.join());
    });
  });
});
