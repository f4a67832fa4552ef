import { expect } from '@open-wc/testing';
import type { Diagnosis } from '../../src/doctor/types.js';
import { MountScene, ready, SCRIPT, workspacesIn } from '../mount/mount-page.js';
import { requestsOf } from '../support/workspace.js';

const OWN = '<bytedesk-workspace path="/agent/chat"></bytedesk-workspace>';

const loads = (page: Window): string[] =>
  page.performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name).pathname)
    .filter((path) => path.includes('bytedesk-doctor'));

describe('the doctor beside the script file', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  it('is not loaded before somebody asks for it', async () => {
    const page = await scene.open(scene.tag(), OWN);
    await ready(page);
    expect(loads(page)).to.deep.equal([]);
  });

  it('is loaded once, checked by its integrity, and leaves no tag behind', async () => {
    const page = await scene.open(scene.tag(), OWN);
    await ready(page);
    const tags: HTMLScriptElement[] = [];
    new MutationObserver((records) => {
      for (const { addedNodes } of records) tags.push(...([...addedNodes] as HTMLScriptElement[]));
    }).observe(page.document.head, { childList: true });
    const [workspace] = workspacesIn(page);
    const { checks, text } = (await workspace?.diagnose()) as Diagnosis;
    await page.BytedeskEmbed.diagnose();
    expect(tags.map(({ src }) => new URL(src).pathname)).to.deep.equal(['/dist/bytedesk-doctor.js']);
    expect(tags[0]?.integrity).to.match(/^sha384-.{64}$/);
    expect(page.document.querySelector('script[src*="doctor"]')).to.equal(null);
    expect(checks.find(({ check }) => check === 'page-settings')?.result).to.equal('ok');
    expect(text).to.match(/bytedesk-embed \d+\.\d+\.\d+/);
  });

  it('prints a table and the text in the browser’s log for the page', async () => {
    const page = await scene.open(scene.tag(), OWN);
    await ready(page);
    const logged: unknown[] = [];
    const { console } = page as unknown as { console: Console };
    console.table = (rows: unknown) => logged.push(rows);
    console.log = (text: unknown) => logged.push(text);
    const { checks, text } = await page.BytedeskEmbed.diagnose();
    expect(logged).to.have.length(2);
    expect(logged[0]).to.have.length(checks.length);
    expect(logged[1]).to.equal(text);
  });

  const nonce = 'bm9uY2U';
  const policies: Readonly<Record<string, readonly [policy: string, attributes: string]>> = {
    'a nonce': [`script-src 'nonce-${nonce}'`, `nonce="${nonce}"`],
    'a nonce and strict-dynamic': [`script-src 'nonce-${nonce}' 'strict-dynamic'`, `nonce="${nonce}"`],
    'a host': [`script-src 'self' 'nonce-${nonce}'`, ''],
    'Trusted Types': [
      `script-src 'self' 'nonce-${nonce}'; require-trusted-types-for 'script'; trusted-types 'none'`,
      '',
    ],
  };
  for (const [name, [policy, attributes]] of Object.entries(policies))
    it(`is loaded under a policy with ${name}`, async () => {
      const head = scene.tag(`${attributes} defer`);
      const page = await scene.open(head, OWN, {
        // The test's own script, which notes events, is inline and not allowed here.
        'content-security-policy': `default-src 'none'; ${policy}; style-src 'self'; connect-src 'self' ${scene.desk.url}; frame-src ${scene.desk.url}`,
      });
      await ready(page);
      const { checks } = await page.BytedeskEmbed.diagnose();
      const found = Object.fromEntries(checks.map(({ check, result }) => [check, result]));
      expect(found['trusted-types']).to.equal('ok');
      expect(found['api']).to.equal('ok');
    });

  it('says with a coded error that names the remedy when its file is another one, or not there', async () => {
    const text = await (await fetch(SCRIPT)).text();
    const blob = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    const page = await scene.open(scene.tag('', blob), OWN);
    await ready(page);
    const error = await page.BytedeskEmbed.diagnose().then(
      () => undefined,
      (reason: { code: string; message: string }) => reason,
    );
    expect(error?.code).to.equal('network');
    expect(error?.message).to.contain('script-src');
  });

  it('asks the desk once, the token URL once, and gives away no secret', async () => {
    const page = await scene.open(scene.tag('defer data-debug'), OWN.replace('>', ' lang="zh-CN">'));
    await ready(page);
    await scene.desk.control('requests/clear', {});
    const { fetch } = page;
    const looks: string[] = [];
    page.fetch = (input, init) => {
      if (new Request(input).url.endsWith(scene.tokenUrl)) looks.push(init?.method ?? 'GET');
      return fetch.call(page, input, init);
    };
    const report = await page.BytedeskEmbed.diagnose();
    const asked = await requestsOf(scene.desk);
    const own = asked.filter(
      ({ method, path, headers }) =>
        method !== 'OPTIONS' && path.startsWith('/api') && headers['origin'] === location.origin,
    );
    expect(own.map(({ method, path }) => `${method} ${path}`)).to.deep.equal(['GET /api/v1/user/profile']);
    expect(looks).to.deep.equal(['OPTIONS']);
    const text = JSON.stringify(report);
    expect(text).not.to.match(/eyJ|agent@|accessToken=/);
    expect(report.text).to.contain('页面');
  });
});
