import { expect } from '@open-wc/testing';
import { startDesk, type TestDesk } from './support/desk.js';
import { createPage } from './support/pages.js';
import { makeToken } from './support/tokens.js';
import { issueToken, requestsOfThisPage, until } from './support/workspace.js';

interface Globals extends Window {
  readonly BytedeskEmbed?: Readonly<Record<string, unknown>>;
  readonly seen?: string[];
  readonly events?: { type: string; detail: Record<string, unknown> }[];
}

const SCRIPT = '/dist/bytedesk-embed.js';

/** Notes every event of interest before anything else runs. */
const LISTEN = `window.events = [];
for (const name of ['ready', 'error', 'state-change']) {
  addEventListener('bytedesk-' + name, ({ type, detail }) => events.push({ type, detail: JSON.parse(JSON.stringify(detail)) }));
}
addEventListener('error', ({ message }) => events.push({ type: 'exception', detail: { message } }));`;

describe('the script-tag file', () => {
  let desk: TestDesk;
  let token: string;

  before(async () => {
    desk = await startDesk();
    token = await issueToken(desk);
  });

  after(() => desk.close());

  afterEach(async () => {
    document.querySelectorAll('iframe').forEach((frame) => frame.remove());
    await desk.control('requests/clear', {});
  });

  /** Opens a host page in a frame of the test's own origin. */
  async function open(head: string, body: string, headers: Record<string, string> = {}): Promise<Globals> {
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;
    const frame = document.createElement('iframe');
    frame.src = await createPage(html, headers);
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    await loaded;
    return frame.contentWindow as Globals;
  }

  const workspaceIn = (page: Globals): HTMLElementTagNameMap['bytedesk-workspace'] => {
    const [element] = page.document.getElementsByTagName('bytedesk-workspace');
    if (element === undefined) throw new Error('there is no workspace on the page');
    return element;
  };
  const ready = (page: Globals): Promise<void> => until(() => workspaceIn(page).state === 'ready', 'ready');
  const element = (): string =>
    `<bytedesk-workspace path="/agent/chat" token="${token}"></bytedesk-workspace>`;
  const tag = (attributes: string): string =>
    `<script src="${SCRIPT}" data-server="${desk.url}" ${attributes}></script>`;

  for (const attributes of ['', 'defer', 'async', 'type="module"']) {
    it(`works in <head> with ${attributes || 'neither defer nor async'}`, async () => {
      await ready(await open(tag(attributes), element()));
    });
  }

  it('works at the end of the body, after its elements were parsed', async () => {
    const page = await open('', element() + tag(''));
    await ready(page);
    expect(workspaceIn(page).hasAttribute('token')).to.equal(false);
  });

  it('offers one frozen global', async () => {
    const page = await open(tag(''), '');
    expect(Object.isFrozen(page.BytedeskEmbed)).to.equal(true);
    expect(page.BytedeskEmbed).to.include.keys(
      'BytedeskError',
      'BytedeskWorkspaceElement',
      'consoleUrl',
      'decodeToken',
    );
  });

  it('loads twice without harm', async () => {
    const page = await open(`<script>${LISTEN}</script>${tag('')}${tag('')}`, element());
    await ready(page);
    expect(page.events?.filter(({ type }) => /exception|error/.test(type))).to.deep.equal([]);
    expect((await requestsOfThisPage(desk)).filter(({ path }) => path === '/agent/chat').length).to.equal(1);
  });

  it('speaks Chinese where the page does', async () => {
    const page = await open(
      tag(''),
      `<div lang="zh-TW"><bytedesk-workspace token="${makeToken({ lifeS: -5 })}"></bytedesk-workspace></div>`,
    );
    await workspaceIn(page).updateComplete;
    expect(workspaceIn(page).shadowRoot?.querySelector('[part="message"]')?.textContent).to.contain(
      '登入已過期',
    );
  });

  it('takes the language of the script tag for all elements', async () => {
    const page = await open(tag('data-lang="zh-CN"'), element());
    await ready(page);
    const [request] = (await requestsOfThisPage(desk)).filter(({ path }) => path === '/agent/chat');
    expect(request?.query['lang']).to.equal('zh-cn');
  });

  const clobbers: readonly (readonly [name: string, markup: string])[] = [
    ['document.currentScript', '<img alt="" name="currentScript" data-server="https://evil.example">'],
    ['document.querySelector', '<form name="querySelector"></form>'],
    ['the global', '<a id="BytedeskEmbed">a link</a><a id="BytedeskEmbed">another</a>'],
  ];
  for (const [name, markup] of clobbers) {
    for (const attributes of ['defer', 'type="module"']) {
      it(`is not misled by markup that takes the place of ${name} (${attributes})`, async () => {
        const page = await open(tag(attributes), markup + element());
        await ready(page);
        expect(page.document.body.innerHTML).not.to.contain(token);
        expect((await requestsOfThisPage(desk)).some(({ path }) => path === '/agent/chat')).to.equal(true);
      });
    }
  }

  it('trusts nobody where the server of the tag is none', async () => {
    const page = await open(
      `<script>${LISTEN}</script><script src="${SCRIPT}" data-server="none"></script>`,
      stray(`server="${desk.url}"`),
    );
    await until(() => (page.events ?? []).some(({ type }) => type === 'bytedesk-error'), 'an error');
    expect(page.events?.find(({ type }) => type === 'bytedesk-error')?.detail['code']).to.equal(
      'untrusted-origin',
    );
  });

  const stray = (attribute: string): string =>
    `<bytedesk-workspace ${attribute} token="${token}"></bytedesk-workspace>`;
  for (const attribute of ['server="https://evil.example"', 'api="https://evil.example"']) {
    it(`sends no token to a server that the tag does not name: ${attribute}`, async () => {
      const page = await open(`<script>${LISTEN}</script>${tag('')}`, stray(attribute));
      await until(() => (page.events ?? []).some(({ type }) => type === 'bytedesk-error'), 'an error');
      expect(page.events?.find(({ type }) => type === 'bytedesk-error')?.detail['code']).to.equal(
        'untrusted-origin',
      );
      expect(workspaceIn(page).shadowRoot?.querySelector('iframe')).to.equal(null);
    });
  }

  it('trusts the further servers that the tag names', async () => {
    const other = await startDesk();
    const page = await open(
      tag(`data-servers=" https://third.example  ${other.url} "`),
      `<bytedesk-workspace server="${other.url}" token="${await issueToken(other)}"></bytedesk-workspace>`,
    );
    await ready(page);
    await other.close();
  });

  const policy = (more = ''): Record<string, string> => ({
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self' 'nonce-n'",
      "style-src 'self'",
      `frame-src ${desk.url}`,
      `connect-src ${desk.url}`,
      more,
    ].join('; '),
  });
  const listener = `<script nonce="n">${LISTEN}</script>`;
  const strict: readonly (readonly [name: string, directives: string])[] = [
    ['a strict Content-Security-Policy', ''],
    ['required Trusted Types', "require-trusted-types-for 'script'"],
    [
      'required Trusted Types and no policy at all',
      "require-trusted-types-for 'script'; trusted-types 'none'",
    ],
  ];
  for (const [name, directives] of strict) {
    it(`runs under ${name}`, async () => {
      const page = await open(listener + tag('defer'), element(), policy(directives));
      await ready(page);
      expect(page.events?.filter(({ type }) => /exception|error/.test(type))).to.deep.equal([]);
    });
  }

  it('says at once when the page’s own policy refuses the frame', async () => {
    const headers = { 'content-security-policy': "frame-src 'self'" };
    const page = await open(`<script>${LISTEN}</script>${tag('')}`, element(), headers);
    await until(() => workspaceIn(page).state === 'error', 'the error');
    const errors = page.events?.filter(({ type }) => type === 'bytedesk-error') ?? [];
    expect(errors.map(({ detail }) => detail['code'])).to.deep.equal(['frame-blocked']);
    expect(page.events?.some(({ type }) => type === 'bytedesk-ready')).to.equal(false);
    expect(JSON.stringify(page.events)).not.to.contain(token);
  });

  for (const [name, policy, markup] of [
    ['of another kind', "img-src 'none'", '<img alt="" src="DESK/x.png">'],
    ['of another frame', 'frame-src DESK', '<iframe src="https://other.example/"></iframe>'],
  ] as const) {
    it(`is not misled by a refusal ${name}`, async () => {
      const headers = { 'content-security-policy': policy.replace('DESK', desk.url) };
      const page = await open(
        `<script>${LISTEN}</script>${tag('')}`,
        element() + markup.replace('DESK', desk.url),
        headers,
      );
      await ready(page);
      expect(page.events?.filter(({ type }) => type === 'bytedesk-error')).to.deep.equal([]);
    });
  }

  it('is not misled by a policy that only reports', async () => {
    const headers = { 'content-security-policy-report-only': "frame-src 'self'" };
    await ready(await open(tag(''), element(), headers));
  });
});
