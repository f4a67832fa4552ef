import { expect } from '@open-wc/testing';
import { serverOf } from '../../src/settings/trust.js';
import { codes, MountScene, ready, SCRIPT, workspacesIn } from '../mount/mount-page.js';
import { otherOrigin } from '../support/pages.js';
import { issueToken, until } from '../support/workspace.js';

const OWN = '<bytedesk-workspace path="/agent/chat"></bytedesk-workspace>';

describe('markup of a stranger', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  it('does not say by a <base> from where the doctor comes', async function () {
    // Elsewhere the script's integrity is checked, and a file of another origin is refused.
    if (!('trustedTypes' in window)) return this.skip();
    const head = scene.tag('nonce="bm9uY2U" defer');
    const page = await scene.open(head, `<base href="${otherOrigin()}/">${OWN}`, {
      'content-security-policy': `default-src 'none'; script-src 'nonce-bm9uY2U' 'strict-dynamic'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; connect-src 'self' ${scene.desk.url}; frame-src ${scene.desk.url}`,
    });
    await ready(page);
    const error: unknown = await page.BytedeskEmbed.diagnose().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const files = page.performance.getEntriesByType('resource').map(({ name }) => name);
    expect(files.filter((file) => file.startsWith(otherOrigin()))).to.deep.equal([]);
    expect(error).to.equal(undefined);
  });

  it('may name no server either where the page names one that is none', async () => {
    const own = OWN.replace('path', `server="${scene.desk.url}" path`);
    const token = `<script>document.querySelector('bytedesk-workspace').token = '${await issueToken(scene.desk)}';</script>`;
    const page = await scene.open(`<script src="${SCRIPT}" data-server="/"></script>`, own + token);
    await until(() => page.events.length > 0, 'an outcome');
    expect(codes(page)).to.deep.equal(['untrusted-origin']);
  });

  it('does not stop the consoles by a form whose field has the name of a function', async () => {
    const names = ['featurePolicy', 'permissionsPolicy'];
    const forms = names.map((name) => `<form name="${name}"><input name="features" hidden></form>`).join('');
    const page = await scene.open(scene.tag('defer'), forms + OWN);
    await ready(page);
    expect(codes(page)).to.deep.equal([]);
  });

  for (const [what, library] of [
    ['lists', `Array.prototype.toJSON = function () { return '[' + this.join(', ') + ']'; };`],
    ['everything', `Object.prototype.toJSON = () => 'all the same';`],
  ])
    it(`gets no further where an old library makes texts of ${what}`, async () => {
      const tag = scene
        .tag(`data-servers="${scene.desk.url}" data-token-urls="/other/token" defer`)
        .replace(`data-server="${scene.desk.url}"`, 'data-server="https://desk.example"');
      const own = OWN.replace('path', `server="${scene.desk.url}" path`);
      const page = await scene.open(
        `<script>${library}</script>${tag}`,
        own + own.replace('path', 'token-url="/other/" path'),
      );
      await ready(page);
      const [, other] = workspacesIn(page);
      await until(() => other?.state === 'error', 'refused');
      expect(codes(page)).to.deep.equal(['untrusted-origin']);
    });
});

describe('the server of a link', () => {
  const page = {
    server: 'https://desk.example/desk/',
    servers: ['https://other.example', 'https://other.example/second'],
  };
  const LINKS: Record<string, string | undefined> = {
    'https://desk.example/desk': 'https://desk.example/desk/',
    'https://desk.example/desk?tab=1': 'https://desk.example/desk/',
    'https://desk.example/desk/agent/chat': 'https://desk.example/desk/',
    'https://desk.example/deskagent/chat': undefined,
    'https://desk.example/desk~mallory/agent/chat': undefined,
    'https://other.example/': 'https://other.example',
    'https://other.example/agent/chat': 'https://other.example',
    'https://other.example/second/agent/chat': 'https://other.example/second',
    'https://other.example.evil/agent/chat': undefined,
  };
  for (const [link, server] of Object.entries(LINKS))
    it(`${link}: ${server ?? 'none'}`, () => {
      if (server === undefined) expect(() => serverOf(link, page)).to.throw('do not name the server');
      else expect(serverOf(link, page)).to.equal(server);
    });
});
