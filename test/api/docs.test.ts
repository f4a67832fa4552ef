import { expect } from '@open-wc/testing';
import { startDesk, type TestDesk } from '../support/desk.js';
import { createPage } from '../support/pages.js';
import { issueToken, requestsOf, until } from '../support/workspace.js';

/** The `js` examples of a guide, in order. */
async function examplesOf(file: string): Promise<string[]> {
  const text = await (await fetch(file)).text();
  return [...text.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
}

/** Calls that each example must make, in order. */
const EXPECTED: readonly (readonly string[])[] = [
  ['GET /api/v1/ticket/query/user'],
  ['POST /auth/v1/login'],
  ['GET /api/v1/user/profile'],
  ['GET /api/v1/ticket/query/user'],
  ['GET /api/v1/ticket/statistic'],
  ['POST /auth/v1/login'],
  ['GET /api/v1/user/profile'],
  [
    'GET /api/v1/ticket/query/org',
    'POST /api/v1/ticket/create',
    'POST /api/v1/ticket/update',
    'POST /api/v1/ticket/delete',
  ],
  ['GET /api/v1/user/organizations', 'GET /api/v1/ticket/query/user', 'POST /api/v1/user/update'],
  ['POST /api/v1/user/logout'],
];

declare global {
  interface Window {
    /** Set by a page that runs an example: `done`, or what went wrong. */
    exampleOutcome?: string;
  }
}

const english = await examplesOf('/docs/api-client.md');

describe('docs/api-client', () => {
  let desk: TestDesk;

  before(async () => {
    desk = await startDesk();
  });

  after(() => desk.close());

  afterEach(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));

  it('has the same examples in both languages', async () => {
    expect(await examplesOf('/docs/api-client.zh-CN.md')).to.deep.equal(english);
    expect(english.length).to.equal(EXPECTED.length);
  });

  /** A page that runs an example with this test's desk, token and files, and notes how it ends. */
  async function pageOf(code: string): Promise<string> {
    const token = await issueToken(desk);
    const example = code
      .replaceAll('https://desk.example.com', desk.url)
      .replaceAll('YOUR_ACCESS_TOKEN', token)
      .replaceAll('process.env.DESK_PASSWORD', "'not-a-secret-agent'")
      .replaceAll("'bytedesk-embed/define'", "'/src/define.ts'")
      .replaceAll("'bytedesk-embed'", "'/src/index.ts'");
    const hostOfThePage = `
      addEventListener('error', ({ message }) => (window.exampleOutcome = message));
      addEventListener('unhandledrejection', ({ reason }) => (window.exampleOutcome = String(reason)));
      const ask = window.fetch;
      window.fetch = async (url, init) => {
        if (url !== '/desk/token') return ask(url, init);
        const { reason } = JSON.parse(init.body);
        return Response.json({ accessToken: reason === 'initial' ? '${token}' : '' });
      };`;
    return `<!doctype html><html lang="en"><body><script>${hostOfThePage}</script>
      <script type="module">${example};window.exampleOutcome = 'done';</script></body></html>`;
  }

  for (const [index, code] of english.entries()) {
    it(`runs example ${index + 1} to its end`, async () => {
      const page = await pageOf(code);
      await desk.control('requests/clear', {});
      const frame = document.createElement('iframe');
      frame.src = await createPage(page);
      document.body.append(frame);
      const outcome = (): string | undefined => frame.contentWindow?.exampleOutcome;
      await until(() => outcome() !== undefined, 'the end of the example');
      expect(outcome()).to.equal('done');
      const calls = (await requestsOf(desk))
        .filter(({ method, headers }) => method !== 'OPTIONS' && headers['origin'] === location.origin)
        .map(({ method, path }) => `${method} ${path}`);
      expect(calls).to.deep.equal(EXPECTED[index]);
    });
  }
});
