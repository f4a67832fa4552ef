import { expect } from '@open-wc/testing';
import { codes, type MountPage, MountScene, ready, SCRIPT, workspacesIn } from '../mount/mount-page.js';
import { issueToken, until } from '../support/workspace.js';

const EVIL = 'https://evil.example';

describe('page settings that come late', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  const BARE = `<script src="${SCRIPT}"></script>`;
  const block = (more = ''): string =>
    `<div data-bytedesk="workspace" ${more} data-path="/agent/chat" data-loading="eager">As it was</div>`;
  const configure = (page: MountPage): void =>
    page.BytedeskEmbed.configure({ server: scene.desk.url, tokenUrl: scene.tokenUrl });
  /** Sets them when the page loads, as an application does that was started by then. */
  const onLoad = (): string =>
    `<script>addEventListener('load', () => BytedeskEmbed.configure({ server: '${scene.desk.url}', tokenUrl: '${scene.tokenUrl}' }))</script>`;
  const turn = (page: MountPage): Promise<unknown> => new Promise((resolve) => page.setTimeout(resolve));
  const frames = (page: MountPage): HTMLIFrameElement[] =>
    workspacesIn(page).flatMap(({ shadowRoot }) => shadowRoot?.querySelector('iframe') ?? []);

  it('mount the blocks that waited for them, without an error before', async () => {
    const page = await scene.open(BARE + onLoad(), block());
    await ready(page);
    expect(codes(page)).to.deep.equal([]);
  });

  it('mount the blocks that were refused for want of them', async () => {
    const page = await scene.open(BARE, block() + block(`data-server="${EVIL}"`));
    await until(() => codes(page).length === 2, 'both are refused');
    configure(page);
    await ready(page);
    expect(codes(page)).to.deep.equal(Array(3).fill('untrusted-origin'));
    expect(workspacesIn(page).length).to.equal(1);
    page.document.querySelectorAll('[data-bytedesk]').forEach((one) => one.append('more'));
    await turn(page);
    expect(codes(page).length).to.equal(3);
  });

  for (const [what, html] of [
    ['a token URL', () => `<bytedesk-workspace token-url="${scene.tokenUrl}"></bytedesk-workspace>`],
    [
      'a sign-in form',
      () => `<bytedesk-workspace server="${scene.desk.url}" sign-in="console"></bytedesk-workspace>`,
    ],
    ['a server', () => `<bytedesk-workspace server="${scene.desk.url}"></bytedesk-workspace>`],
    ['an API', () => `<bytedesk-workspace api="${scene.desk.url}" sign-in="console"></bytedesk-workspace>`],
  ] as const) {
    it(`find the elements that waited for them, without an error before: ${what}`, async () => {
      const page = await scene.open(BARE + onLoad(), html());
      await ready(page);
      expect(codes(page)).to.deep.equal([]);
      expect(frames(page).length).to.equal(1);
    });

    it(`find the elements that were refused for want of them: ${what}`, async () => {
      const page = await scene.open(BARE, html());
      const [element] = workspacesIn(page);
      await until(() => element?.state === 'error' || what === 'a server', 'the refusal');
      configure(page);
      await ready(page);
    });
  }

  it('let a login button that waited for them work, without an error before', async () => {
    const button = `<bytedesk-login-button mode="link" token-url="${scene.tokenUrl}"></bytedesk-login-button>`;
    const page = await scene.open(BARE + onLoad(), button);
    const link = (): HTMLAnchorElement | null | undefined =>
      page.document.querySelector('bytedesk-login-button')?.shadowRoot?.querySelector('[part=button]');
    await until(
      () => Boolean(link()?.href.startsWith(`${scene.desk.url}/agent`)),
      'the button has an address',
    );
    expect(codes(page)).to.deep.equal([]);
  });

  it('leave a token in use that came before them, at a server that they do not name, and bring no other there', async () => {
    const token = await issueToken(scene.desk);
    const page = await scene.open(
      BARE,
      `<bytedesk-workspace server="${scene.desk.url}" path="/agent/chat" token="${token}"></bytedesk-workspace>`,
    );
    await ready(page);
    const [frame] = frames(page);
    page.BytedeskEmbed.configure({ server: EVIL, tokenUrl: scene.tokenUrl });
    await turn(page);
    const [element] = workspacesIn(page);
    await element?.updateComplete;
    expect(codes(page)).to.deep.equal([]);
    expect(element?.state).to.equal('ready');
    expect(frames(page)).to.deep.equal([frame]);
    const problem = await element?.renew().catch(({ code }: { code: string }) => code);
    expect(problem).to.equal('token-source-failed');
    expect(page.performance.getEntriesByName(new URL(scene.tokenUrl, location.href).href)).to.deep.equal([]);
    // A token of a script is the page's, and goes to no server of markup.
    if (element) element.token = await issueToken(scene.desk, { seconds: 5000 });
    await until(() => codes(page).length > 0, 'the refusal');
    expect(codes(page)).to.deep.equal(['untrusted-origin']);
    expect(frames(page)).to.deep.equal([]);
  });

  it('sign nobody in by a token of markup that is in use at the page’s own origin', async () => {
    const token = await issueToken(scene.desk);
    const page = await scene.open(
      BARE,
      `<bytedesk-workspace path="/agent/chat" token="${token}"></bytedesk-workspace>`,
    );
    await ready(page);
    const [frame] = frames(page);
    configure(page);
    await turn(page);
    await workspacesIn(page)[0]?.updateComplete;
    expect(codes(page)).to.deep.equal([]);
    expect(frames(page)).to.deep.equal([frame]);
    page.document.body.append(page.document.createElement('bytedesk-workspace'));
    await ready(page, 2);
    expect(await scene.consoles()).to.deep.equal(['/agent/auth/login']);
    // A token of a script is the page's, and so is the server to which it goes.
    const [element] = workspacesIn(page);
    if (element) element.token = await issueToken(scene.desk, { seconds: 5000 });
    await until(async () => (await scene.consoles()).includes('/agent/chat'), 'the console of the page');
  });

  describe('take back what no console of markup has got yet', () => {
    /** Settings, and how an element with a token of its own then is; `SERVER` is a server of its own. */
    const ROWS: readonly [
      how: string,
      settings: object,
      html: string,
      comes: 'untrusted-origin' | 'ready',
    ][] = [
      ['its token, where they name a token URL', { server: 'DESK', tokenUrl: 'URL' }, '', 'untrusted-origin'],
      [
        'its token at its own server',
        { server: 'DESK', tokenUrl: 'URL' },
        'server="DESK"',
        'untrusted-origin',
      ],
      ['its token at another server', { server: EVIL, tokenUrl: 'URL' }, 'server="DESK"', 'untrusted-origin'],
      ['its token, where they name further token URLs', { tokenUrls: ['URL'] }, '', 'untrusted-origin'],
      ['its server, where they name another', { server: EVIL }, 'server="DESK"', 'untrusted-origin'],
      [
        'its API, where they name another',
        { server: 'DESK' },
        `server="DESK" api="${EVIL}"`,
        'untrusted-origin',
      ],
      ['nothing, where they name its server and no token URL', { server: 'DESK' }, 'server="DESK"', 'ready'],
    ];
    for (const [how, settings, html, comes] of ROWS) {
      it(how, async () => {
        const token = await issueToken(scene.desk);
        const here = (text: string): string =>
          text.replaceAll('DESK', scene.desk.url).replaceAll('URL', scene.tokenUrl);
        // An import is run before the rest of its module, so that the elements are there before the settings.
        const head = `<script type="module">import '${SCRIPT}';
          BytedeskEmbed.configure(${here(JSON.stringify(settings))})</script>`;
        const element = here(
          `<bytedesk-workspace path="/agent/chat" ${html} token="${token}"></bytedesk-workspace>`,
        );
        const page = await scene.open(head, element);
        if (comes === 'ready') {
          await ready(page);
          expect(codes(page)).to.deep.equal([]);
          return;
        }
        await until(() => codes(page).length > 0, 'the refusal');
        await turn(page);
        expect(codes(page)).to.deep.equal([comes]);
        expect(frames(page)).to.deep.equal([]);
        expect(await scene.consoles()).to.deep.equal([]);
        // No token of the page is asked for, and none follows.
        expect(page.performance.getEntriesByName(new URL(scene.tokenUrl, location.href).href)).to.deep.equal(
          [],
        );
        const [workspace] = workspacesIn(page);
        const problem = await workspace?.renew().catch(({ code }: { code: string }) => code);
        expect(problem).to.equal('token-source-failed');
      });
    }

    it('and takes a token of a script afterwards', async () => {
      const token = await issueToken(scene.desk);
      const settings = JSON.stringify({ server: scene.desk.url, tokenUrl: scene.tokenUrl });
      const page = await scene.open(
        `<script type="module">import '${SCRIPT}'; BytedeskEmbed.configure(${settings})</script>`,
        `<bytedesk-workspace path="/agent/chat" token="x"></bytedesk-workspace>`,
      );
      await until(() => codes(page).length > 0, 'the refusal');
      expect(codes(page)).to.deep.equal(['untrusted-origin']);
      const [workspace] = workspacesIn(page);
      if (workspace) workspace.token = token;
      await ready(page);
      expect(workspace?.session?.username).to.equal('agent@example.com');
    });

    it('from an element that was away when they came', async () => {
      const page = await scene.open(BARE, '');
      const html = `<bytedesk-workspace server="${scene.desk.url}" token="x"></bytedesk-workspace>`;
      page.document.body.innerHTML = html;
      const [workspace] = workspacesIn(page);
      workspace?.remove();
      configure(page);
      page.document.body.append(workspace as Node);
      await until(() => codes(page).length > 0, 'the refusal');
      expect(codes(page)).to.deep.equal(['untrusted-origin']);
      expect(frames(page)).to.deep.equal([]);
    });
  });

  it('keep a page with a hundred hostile blocks and elements usable', async () => {
    const hostile = (isEarly: boolean): string =>
      [
        block(`data-server="${EVIL}"`),
        block(`data-api="${EVIL}"`),
        block('data-server="http://["'),
        block('data-path="/agent/..;/x"'),
        block('data-height="tall"'),
        `<bytedesk-workspace server="${EVIL}"></bytedesk-workspace>`,
        // Where the page has no settings yet, a token is taken.
        `<bytedesk-workspace ${isEarly ? 'server="http://["' : 'token="x"'}></bytedesk-workspace>`,
        `<bytedesk-workspace token-url="/account/delete"></bytedesk-workspace>`,
        `<bytedesk-login-button token-url="${EVIL}"></bytedesk-login-button>`,
        `<bytedesk-login-button path="//evil.example"></bytedesk-login-button>`,
      ]
        .join('')
        .repeat(100);
    for (const isEarly of [false, true]) {
      const head = isEarly ? BARE + onLoad() : scene.tag();
      const page = await scene.open(head, block('id="own"') + hostile(isEarly));
      const own = (): HTMLElementTagNameMap['bytedesk-workspace'] | null =>
        page.document.querySelector('#own > bytedesk-workspace');
      await until(() => own()?.state === 'ready', 'the page’s own console');
      await until(() => codes(page).length >= 900, 'the refusals');
      await turn(page);
      // Each is refused once; those with a bad value say so in the console log alone.
      expect(codes(page).length).to.equal(900);
      expect(new Set(codes(page))).to.deep.equal(
        new Set(['untrusted-origin', 'invalid-server', 'invalid-path']),
      );
      expect(page.warnings.length).to.be.lessThan(8);
      expect(frames(page).length).to.equal(1);
      const asked = page.performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
      expect(asked.filter((path) => path !== SCRIPT)).to.deep.equal([scene.tokenUrl]);
      // A block of the page's own works as before.
      page.document.body.insertAdjacentHTML('afterbegin', block());
      await ready(page, 2);
      await scene.clear();
    }
  });
});
