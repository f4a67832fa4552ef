import { expect } from '@open-wc/testing';
import { en } from '../../src/doctor/texts/en.js';
import { type MountPage, MountScene, SCRIPT, workspacesIn } from '../mount/mount-page.js';
import { makeToken } from '../support/tokens.js';
import { gives, TokenEndpoint } from '../support/token-endpoint.js';
import { issueToken, until } from '../support/workspace.js';
import { BROKEN_PAGES, type BrokenPageName } from './broken-pages.js';

interface Markup {
  readonly head: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  /** What has to be seen before somebody would ask. */
  readonly state?: string;
}

const OWN = '<bytedesk-workspace path="/agent/chat"></bytedesk-workspace>';

/** The words of a finding with anything in the places of its values. */
const pattern = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.*')}$`);

describe('twelve broken pages', () => {
  let scene: MountScene;

  beforeEach(async () => {
    scene = await MountScene.start();
  });
  afterEach(async () => {
    await scene.clear();
    await scene.desk.close();
  });

  const tag = (attributes: string): string => `<script src="${SCRIPT}" ${attributes}></script>`;
  const desk = (): string => `data-server="${scene.desk.url}"`;
  const sourced = async (...answers: Parameters<typeof TokenEndpoint.open>): Promise<Markup> => ({
    head: tag(`${desk()} data-token-url="${(await TokenEndpoint.open(...answers)).path}"`),
    state: 'error',
  });
  const policy = (value: string): Record<string, string> => ({ 'content-security-policy': value });

  const pages: Readonly<Record<BrokenPageName, () => Promise<Markup> | Markup>> = {
    'two script tags that name different desks': () => ({
      head: scene.tag() + tag('data-server="https://other.example"'),
    }),
    'a policy without the desk in frame-src': () => ({
      head: scene.tag(),
      headers: policy("frame-src 'self'"),
      state: 'error',
    }),
    'a policy without the API in connect-src': () => ({
      head: scene.tag(),
      headers: policy("connect-src 'self'"),
    }),
    'an API address at which no API is': () => ({ head: scene.tag(`data-api="${location.origin}/test"`) }),
    'a token URL that redirects to a sign-in page': () =>
      sourced({ status: 302, headers: { location: '/sign-in' } }),
    'a token URL that answers with a page': () => sourced({ body: '<!doctype html><title>Home</title>' }),
    'a token URL that knows nobody': () => sourced({ status: 401 }),
    'a token that has ended': () => ({
      head: tag(desk()),
      body: OWN.replace(' path', ` token="${makeToken({ lifeS: -600 })}" path`),
      state: 'expired',
    }),
    'a workspace in a hidden part of the page': () => ({
      head: scene.tag(),
      body: `<div style="display: none">${OWN}</div>`,
    }),
    'a desk that refuses framing': async () => {
      await scene.desk.control('set', { refuseFraming: 'frame-ancestors' });
      return { head: scene.tag() };
    },
    'markup that names a foreign desk': () => ({
      head: scene.tag(),
      body: OWN.replace(' path', ' server="https://foreign.example" path'),
      state: 'error',
    }),
    'a desk without the bridge that is asked for': () => ({
      head: scene.tag(),
      body: OWN.replace(' path', ' delivery="bridge" path'),
      state: 'error',
    }),
  };

  async function shown({ head, body = OWN, headers = {}, state = 'ready' }: Markup): Promise<MountPage> {
    const page = await scene.open(head, body, headers);
    await until(() => workspacesIn(page)[0]?.state === state, state);
    const { console } = page as unknown as { console: Console };
    console.table = console.log = () => undefined;
    return page;
  }

  for (const [name, { check, result, says, prints }] of Object.entries(BROKEN_PAGES))
    it(`names the cause and the remedy of ${name}`, async () => {
      const page = await shown(await pages[name as BrokenPageName]());
      const { checks, text } = await page.BytedeskEmbed.diagnose();
      const found = checks.find((one) => one.check === check);
      const [message, remedy] = en.findings[says];
      expect(found?.message).to.match(pattern(message));
      expect(found?.remedy).to.match(pattern(remedy ?? ''));
      expect(found?.result).to.equal(result);
      const [, first] = text.split('\n\n');
      expect(first).to.match(prints);
    });

  it('finds no fault in a page that works', async () => {
    const page = await shown({ head: scene.tag() });
    await until(() => workspacesIn(page)[0]?.evidence === 'console', 'the console has spoken');
    const { checks } = await page.BytedeskEmbed.diagnose();
    expect(checks.filter((one) => one.result === 'fault')).to.deep.equal([]);
  });

  describe('a panel of a page with data-debug', () => {
    it('offers developers the report, and a button that copies it', async () => {
      const { path } = await TokenEndpoint.open({ status: 401 });
      const page = await shown({
        head: tag(`${desk()} data-token-url="${path}" data-debug`),
        body: OWN.replace(' path', ' lang="zh-CN" path'),
        state: 'error',
      });
      const root = workspacesIn(page)[0]?.shadowRoot as ShadowRoot;
      await until(() => root.querySelector('.doctor button') !== null, 'the button');
      const [open, copy] = root.querySelectorAll<HTMLButtonElement>('.doctor button');
      expect(open?.textContent).to.equal('详情');
      expect(copy?.hidden).to.equal(true);
      open?.click();
      await until(() => copy?.hidden === false, 'the report');
      expect(root.querySelector('.doctor pre')?.textContent).to.contain('token-source-failed');
      expect(copy?.textContent).to.equal('复制报告');
      // The panel was drawn more than once before the doctor was there.
      expect(root.querySelectorAll('.doctor')).to.have.length(1);
    });

    it('has nothing of it without data-debug', async () => {
      const { path } = await TokenEndpoint.open({ status: 401 });
      const page = await shown({ head: tag(`${desk()} data-token-url="${path}"`), state: 'error' });
      const names = page.performance.getEntriesByType('resource').map((entry) => entry.name);
      expect(names.some((url) => url.includes('bytedesk-doctor'))).to.equal(false);
      expect(workspacesIn(page)[0]?.shadowRoot?.querySelector('.doctor')).to.equal(null);
    });
  });

  describe('what a stand-in desk can be made to do', () => {
    /** Settings of the desk, and what the report says then. */
    const FAULTS: readonly (readonly [settings: object, check: string, result: string, words: RegExp])[] = [
      [{ fail: { as: 401 } }, 'token-accepted', 'fault', /refuses the token/],
      [{ fail: { as: 403 } }, 'token-accepted', 'warning', /may not read a profile/],
      [{ fail: { as: 500 } }, 'api', 'fault', /answers with 500/],
      [{ fail: { as: 503 } }, 'api', 'fault', /answers with 503/],
      [{ fail: { as: 'html' } }, 'api', 'fault', /not the desk’s API/],
      [{ fail: { as: 'not-json' } }, 'api', 'fault', /not the desk’s API/],
      [{ fail: { as: 'cut' } }, 'api', 'fault', /connection broke off/],
      [{ fail: { as: 'never' } }, 'api', 'fault', /did not answer within/],
      [{ refuseFraming: 'x-frame-options' }, 'frame', 'unknown', /refuses framing/],
      [{ refuseFraming: 'frame-ancestors' }, 'frame', 'unknown', /refuses framing/],
      [{ storageBlocked: true }, 'frame', 'unknown', /scripts are blocked/],
      [{ page: '<!doctype html><title>Other</title>' }, 'frame', 'unknown', /cannot see what/],
    ];
    for (const [settings, check, result, words] of FAULTS)
      it(`names the cause, or lists it, of ${JSON.stringify(settings)}`, async () => {
        const token = await issueToken(scene.desk);
        const { path } = await TokenEndpoint.open(gives(token));
        await scene.desk.control('set', settings);
        const broken = await shown({ head: tag(`${desk()} data-token-url="${path}"`) });
        const { checks } = await broken.BytedeskEmbed.diagnose();
        const found = checks.find((one) => one.check === check);
        expect(`${found?.message} ${found?.remedy}`).to.match(words);
        expect(found?.result).to.equal(result);
      });
  });
});
