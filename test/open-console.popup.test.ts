import { expect } from '@open-wc/testing';
import { BytedeskError } from '../src/errors.js';
import { openConsole, type OpenConsoleOptions } from '../src/open-console.js';
import { codes, type MountPage, type MountScene, SCRIPT, withWindows } from './mount/mount-page.js';
import { makeToken } from './support/tokens.js';
import { WindowDesk } from './support/window-desk.js';
import { firstSighting, inClick, sightings, untilWindows } from './support/windows.js';
import { issueToken, mount, next, until } from './support/workspace.js';

const codeOf = (promise: Promise<void>): Promise<string> =>
  promise.then(
    () => 'opened',
    (error: unknown) => (error instanceof BytedeskError ? error.code : `no coded error: ${String(error)}`),
  );

describe('openConsole', () => {
  const windows = new WindowDesk();
  let token: string;

  before(() => ({ token } = windows));

  const open = (more: Partial<OpenConsoleOptions>): Promise<string> =>
    codeOf(openConsole({ server: windows.desk.url, path: '/agent/chat', ...more }));

  // First: a click still counts for a while.
  it('says that the browser blocked the window', async () => {
    expect(await open({ token })).to.equal('popup-blocked');
  });

  it('opens a console, signed in, in a window that knows nothing of this page', async () => {
    const history = window.history.length;
    const result = await inClick(() => open({ token }));
    expect(result).to.equal('opened');
    const { opener, referrer, search } = await firstSighting(windows.desk);
    expect([opener, referrer, search]).to.deep.equal(['false', '', `?accessToken=${token}`]);
    expect(JSON.stringify(performance.getEntries())).not.to.contain(token);
    expect(document.documentElement.outerHTML).not.to.contain(token);
    expect(window.history.length).to.equal(history);
  });

  it('asks a provider when the window is open', async () => {
    const asked: unknown[] = [];
    let give = (_token: string): void => undefined;
    const done = inClick(() =>
      open({
        lang: 'zh_TW_#Hant',
        tokenProvider: ({ reason, expiresAt }) => {
          asked.push([reason, expiresAt]);
          return new Promise((resolve) => (give = resolve));
        },
      }),
    );
    await untilWindows(1);
    await until(() => asked.length > 0, 'asked');
    expect(asked).to.deep.equal([['initial', null]]);
    give(token);
    expect(await done).to.equal('opened');
    const { search } = await firstSighting(windows.desk);
    expect(search).to.contain(token);
    expect(new URLSearchParams(search).get('lang')).to.equal('zh-tw');
  });

  const failures: readonly (readonly [code: string, tokenProvider: () => Promise<string>])[] = [
    ['token-source-failed', () => Promise.reject(new Error('the secret'))],
    ['token-source-failed', () => Promise.resolve('')],
    ['token-source-failed', () => Promise.resolve(undefined as unknown as string)],
    ['token-malformed', () => Promise.resolve('two words')],
    ['token-source-failed', () => Promise.resolve(makeToken({ lifeS: -5 }))],
    ['unauthorized', () => Promise.reject(new BytedeskError('unauthorized', 'signed out'))],
  ];
  for (const [code, tokenProvider] of failures) {
    it(`closes the window again where the provider ends in ${code}`, async () => {
      expect(await inClick(() => open({ tokenProvider }))).to.equal(code);
      await untilWindows(0);
    });
  }

  const refused: readonly (readonly [code: string, more: Partial<OpenConsoleOptions>])[] = [
    ['token-missing', {}],
    ['token-expired', { token: makeToken({ lifeS: -5 }) }],
    ['invalid-path', { token: 'opaque', path: '/elsewhere' }],
    ['invalid-server', { token: 'opaque', server: 'ftp://desk.example.com' }],
  ];
  for (const [code, more] of refused) {
    it(`opens no window for ${code}`, async () => {
      let opened = 0;
      const { open: original } = window;
      window.open = () => ((opened += 1), null);
      expect(await inClick(() => open(more))).to.equal(code);
      window.open = original;
      expect(opened).to.equal(0);
    });
  }

  it('opens with the token it is given, whoever is signed in on the page by the same source', async () => {
    const tokenProvider = (): Promise<string> => Promise.resolve(token);
    const { element } = await mount({ server: windows.desk.url, path: '/agent/chat', tokenProvider });
    await next(element, 'bytedesk-ready');
    const own = await issueToken(windows.desk, { username: 'admin@example.com' });
    await windows.desk.control('requests/clear', {});
    expect(await inClick(() => open({ token: own, tokenProvider }))).to.equal('opened');
    await until(
      async () => (await sightings(windows.desk)).some(({ search }) => search.includes(own)),
      'the console of the other user',
    );
    expect(element.session?.username).to.equal('agent@example.com');
  });
});

describe('openConsole of whatever copy of the library', () => {
  let scene: MountScene;
  withWindows((given) => (scene = given));

  const bundle = `<script type="module">
    import { openConsole } from '/dist/index.js';
    window.ofBundle = openConsole;
  </script>`;
  const copies: Readonly<Record<string, () => string>> = {
    'a bundle, after the tag': () => scene.tag() + bundle,
    'a bundle, before the tag': () => bundle + scene.tag('type="module"'),
    'the tag, after a bundle that has defined the elements': () =>
      `<script type="module" src="/dist/define.js"></script>${scene.tag('type="module"')}`,
    'a script without settings, before the tag': () =>
      `<script src="${SCRIPT}?first"></script>${scene.tag()}`,
  };
  for (const [copy, head] of Object.entries(copies))
    it(`opens the console of the page settings: that of ${copy}`, async () => {
      const page = (await scene.open(head(), '')) as MountPage & { ofBundle?: typeof openConsole };
      const own = page.ofBundle ?? page.BytedeskEmbed.openConsole;
      await inClick(() => own({ path: '/agent/chat' }));
      const { path, search } = await firstSighting(scene.desk);
      expect([path, search.replace(/=.*/, '')]).to.deep.equal(['/agent/chat', '?accessToken']);
      expect(codes(page)).to.deep.equal([]);
    });
});
