import { expect } from '@open-wc/testing';
import { startDesk, type TestDesk } from './support/desk.js';
import { createPage } from './support/pages.js';
import { gives, TokenEndpoint } from './support/token-endpoint.js';
import { snippetsOf } from './support/snippets.js';
import { issueToken, until } from './support/workspace.js';

/** Where the published names are in this repository. */
const MODULES: Readonly<Record<string, string>> = {
  'bytedesk-embed/define': '/src/define.ts',
  'bytedesk-embed/locales/zh-CN': '/src/locale/zh-cn.ts',
  'bytedesk-embed': '/src/index.ts',
};

const english = await snippetsOf('/README.md');
const session = await snippetsOf('/docs/session.md');

describe('README', () => {
  let desk: TestDesk;

  before(async () => {
    desk = await startDesk();
  });

  after(() => desk.close());

  afterEach(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));

  /** Puts this test's desk, token and file names in the place of the example's. */
  async function made(code: string): Promise<string> {
    const token = await issueToken(desk);
    const endpoint = await TokenEndpoint.open(gives(token));
    return code
      .replaceAll('/assets/bytedesk-embed.js', '/dist/bytedesk-embed.js')
      .replaceAll('https://desk.example.com', desk.url)
      .replaceAll('YOUR_ACCESS_TOKEN', token)
      .replaceAll('/desk/token', endpoint.path)
      .replace(/'(bytedesk-embed[^']*)'/g, (all, name: string) =>
        MODULES[name] ? `'${MODULES[name]}'` : all,
      );
  }

  it('has the same snippets in both languages', async () => {
    expect(await snippetsOf('/README.zh-CN.md')).to.deep.equal(english);
    expect(english.length).to.be.greaterThan(4);
  });

  it('has the same snippets in docs/session.md in both languages', async () => {
    expect(await snippetsOf('/docs/session.zh-CN.md')).to.deep.equal(session);
    expect(session).to.have.length(2);
  });

  [...english, ...session]
    .filter(({ language }) => language !== 'sh')
    .forEach(({ language, code }, index) => {
      it(`shows a console by its snippet ${index + 1} (${language})`, async () => {
        const body = await made(code);
        const markup = language === 'html' ? body : `<script type="module">${body}</script>`;
        const frame = document.createElement('iframe');
        frame.src = await createPage(`<!doctype html><html lang="en"><body>${markup}</body></html>`);
        document.body.append(frame);
        await until(() => {
          const element = frame.contentDocument?.querySelector('bytedesk-workspace');
          return element?.state === 'ready' && element.evidence === 'console';
        }, 'the console has spoken');
      });
    });
});
