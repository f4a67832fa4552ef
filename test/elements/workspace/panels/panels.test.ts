import { expect, oneEvent } from '@open-wc/testing';
import { restore, spy, useFakeTimers } from 'sinon';
import { BytedeskError } from '../../../../src/errors.js';
import { registerTerms } from '../../../../src/locale/localize.js';
import { zhTW } from '../../../../src/locale/zh-tw.js';
import { actionOf, PANEL_SCENES, setOffline, showScene } from '../../../support/panel-scenes.js';
import { pressKeys } from '../../../support/input.js';
import { createPage } from '../../../support/pages.js';
import { gives, TokenEndpoint } from '../../../support/token-endpoint.js';
import { makeToken } from '../../../support/tokens.js';
import { issueToken, mount, next, SharedDesk, until } from '../../../support/workspace.js';

registerTerms('zh-TW', zhTW);

const find = <T extends Element>(element: Element, selector: string): T | null =>
  element.shadowRoot?.querySelector<T>(selector) ?? null;
const textOf = (element: Element, selector = '.cover'): string => find(element, selector)?.textContent ?? '';
const never = (): Promise<string> => new Promise(() => undefined);

describe('bytedesk-workspace: panels', () => {
  const shared = new SharedDesk();

  afterEach(() => {
    restore();
    setOffline(false);
  });

  const scene = (name: string, width?: string): ReturnType<typeof showScene> =>
    showScene(name, shared.desk, width);

  it('says nothing of a load for a moment, then that it loads, then that it still does', async () => {
    await shared.desk.control('set', { fail: { as: 'never', path: '/agent' } });
    const settings = await shared.settings({ timeout: 3600 });
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const { element } = await mount(settings);
      await element.updateComplete;
      expect(textOf(element, 'b')).to.equal('');
      clock.tick(200);
      await element.updateComplete;
      expect(textOf(element, 'b')).to.equal('Loading the console…');
      clock.tick(9_800);
      await element.updateComplete;
      expect(textOf(element, 'b')).to.contain('Still loading');
    } finally {
      clock.restore();
    }
  });

  it('covers nothing of a console that is ready', async () => {
    const { element } = await mount(await shared.settings({ height: 200 }));
    await next(element, 'bytedesk-ready');
    await element.updateComplete;
    const { left, top, width, height } = element.getBoundingClientRect();
    for (const part of [0.01, 0.5, 0.99]) {
      const hit = element.shadowRoot?.elementFromPoint(left + width * part, top + height * part);
      expect(hit?.localName).to.equal('iframe');
    }
    expect(find<HTMLIFrameElement>(element, 'iframe')?.inert).to.equal(false);
  });

  it('shows when it tries again, and announces it once', async () => {
    const element = await scene('retrying');
    const changes: Node[] = [];
    const observer = new MutationObserver((records) => changes.push(...records.map(({ target }) => target)));
    await until(() => /Trying again in \d second/.test(textOf(element, '[role="timer"]')), 'a countdown');
    observer.observe(find(element, '.cover') as Element, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    const before = textOf(element, '[role="timer"]');
    await until(() => textOf(element, '[role="timer"]') !== before, 'counting');
    observer.disconnect();
    for (const target of changes) expect((target as HTMLElement).getAttribute('role')).to.equal('timer');
    element.lang = 'zh-TW';
    await element.updateComplete;
    expect(textOf(element, '[role="timer"]')).to.match(/^(?:\d+ 秒後|現在)自動重試。$/);
  });

  it('asks the source again after a sign-out, by its button', async () => {
    let asked = 0;
    const tokenProvider = () => {
      asked += 1;
      return issueToken(shared.desk);
    };
    const { element } = await mount(await shared.settings({ token: null, tokenProvider }));
    await next(element, 'bytedesk-ready');
    await element.logout();
    await element.updateComplete;
    expect(textOf(element)).to.contain('You are signed out.');
    const ready = next(element, 'bytedesk-ready');
    actionOf(element).click();
    await ready;
    expect(asked).to.equal(2);
  });

  it('reloads the page where nothing can be asked for', async () => {
    for (const name of ['expired-for-good', 'signed-out-for-good']) {
      const element = await scene(name);
      expect(actionOf(element).textContent, name).to.equal('Reload this page');
      expect(textOf(element), name).to.contain('Reload this page to sign in again.');
    }
    const frame = document.createElement('iframe');
    frame.src = await createPage(`<!doctype html><script type="module">import '/src/define.ts'</script>
      <bytedesk-workspace server="${shared.desk.url}" token="${makeToken({ lifeS: -5 })}"></bytedesk-workspace>`);
    const { element: holder } = await mount({});
    holder.before(frame);
    const inside = (): Element | null | undefined =>
      frame.contentDocument?.querySelector('bytedesk-workspace:state(expired)');
    await until(() => Boolean(inside()), 'the page in the frame');
    const reloaded = oneEvent(frame, 'load');
    actionOf(inside() as Element).click();
    await reloaded;
    frame.remove();
  });

  it('gives a code where only an administrator can help, and no button that looks like the way out', async () => {
    for (const [name, code] of [
      ['wrong-setup', 'invalid-path'],
      ['bad-token', 'token-malformed'],
      ['not-allowed', 'frame-blocked'],
    ] as const) {
      expect(textOf(await scene(name), 'code'), name).to.equal(code);
    }
    for (const name of ['no-seat', 'disabled'])
      expect(actionOf(await scene(name)).matches('.secondary'), name).to.equal(true);
  });

  it('offers no other try where a source gives something that can be no token', async () => {
    const wrong = 'undefined';
    const endpoint = await TokenEndpoint.open(gives(wrong));
    for (const source of [{ tokenProvider: () => wrong }, { tokenUrl: endpoint.path }]) {
      const { element } = await mount(await shared.settings({ token: null, ...source }));
      await until(() => element.state === 'error', 'the error');
      await element.updateComplete;
      expect(textOf(element, 'code')).to.equal('token-malformed');
      expect(find(element, '.cover [part="action"]:not([hidden])')).to.equal(null);
    }
  });

  for (const [how, answer] of [
    ['401', { status: 401 }],
    ['419', { status: 419 }],
    ['a redirect', { status: 302, headers: { location: '/login' } }],
    ['a page', { body: '<!doctype html><title>Sign in</title>' }],
    ['no token', { body: { accessToken: null } }],
  ] as const)
    it(`offers to reload the page where a renewal is answered with “not signed in” by ${how}`, async () => {
      const endpoint = await TokenEndpoint.open(answer);
      const { element } = await mount(
        await shared.settings({
          token: makeToken({ lifeS: 2 }),
          tokenUrl: endpoint.path,
          expiredView: 'cover',
        }),
      );
      await until(() => element.state === 'expired', 'the end');
      await element.updateComplete;
      expect(actionOf(element).textContent).to.equal('Reload this page');
      expect(await endpoint.requests()).to.have.lengthOf(1);
    });

  it('opens the console in a new tab without a token', async () => {
    const element = await scene('no-answer');
    const link = find<HTMLAnchorElement>(element, 'a');
    expect(link?.href).to.equal(`${shared.desk.url}/agent/chat?lang=en`);
    expect(link?.target).to.equal('_blank');
    expect(link?.rel).to.equal('noopener');
  });

  it('says that the browser is offline, and goes on when it is back', async () => {
    const element = await scene('no-answer');
    await shared.desk.control('set', { fail: null });
    element.timeout = 30;
    setOffline(true);
    await element.updateComplete;
    expect(textOf(element)).to.contain('You are offline.');
    expect(actionOf(element).textContent).to.equal('Try again');
    const ready = next(element, 'bytedesk-ready');
    setOffline(false);
    await ready;
  });

  it('has a button in every state while the browser calls itself offline, which may be wrong', async () => {
    setOffline(true);
    const { element } = await mount(
      await shared.settings({ token: null, tokenProvider: () => issueToken(shared.desk) }),
    );
    const isReady = (): boolean => element.state === 'ready';
    await until(() => isReady() || textOf(element, 'b') !== '', 'a panel');
    if (!isReady()) actionOf(element).click();
    await until(isReady, 'ready although onLine is false');
    element.expiredView = 'cover';
    element.tokenProvider = never;
    await element.logout();
    await element.updateComplete;
    expect(actionOf(element).textContent).to.equal('Sign in again');
  });

  for (const name of ['retrying', 'no-answer', 'expired', 'sign-in-failed'])
    it(`offers something to do in ${name} while the browser is offline`, async () => {
      const element = await scene(name);
      setOffline(true);
      await element.updateComplete;
      expect(actionOf(element).textContent).not.to.equal('');
    });

  it('offers to reload the page where nobody is signed in at the host, online or not', async () => {
    const element = await scene('sign-in-failed');
    for (const isOffline of [false, true]) {
      setOffline(isOffline);
      await element.updateComplete;
      expect(textOf(element)).to.contain('Reload this page to sign in again.');
      expect(actionOf(element).textContent).to.equal('Reload this page');
    }
  });

  it('leaves alone what a page translator made of its texts, while it counts down', async () => {
    const element = await scene('retrying');
    await until(() => /Trying again in \d second/.test(textOf(element, '[role="timer"]')), 'a countdown');
    // Translators of browsers put <font> elements in the place of text nodes.
    const translated = document.createElement('font');
    translated.textContent = 'Sie konnten nicht angemeldet werden.';
    find(element, 'b')?.firstChild?.replaceWith(translated);
    const button = document.createElement('font');
    button.textContent = 'Noch einmal';
    actionOf(element).firstChild?.replaceWith(button);
    // They also say on the page that it is in another language now, for which there are no texts of ours here.
    const { documentElement: root } = document;
    const { lang } = root;
    Object.assign(root, { lang: 'de', className: 'translated-ltr' });
    const before = textOf(element, '[role="timer"]');
    await until(() => textOf(element, '[role="timer"]') !== before, 'counting');
    Object.assign(root, { lang, className: '' });
    expect(textOf(element, 'b')).to.equal('Sie konnten nicht angemeldet werden.');
    expect(actionOf(element).textContent).to.equal('Noch einmal');
    element.lang = 'zh-TW';
    await element.updateComplete;
    expect(textOf(element, 'b')).to.equal('無法登入工作台');
  });

  it('keeps no timer while its page is hidden, and goes on when it is seen again', async () => {
    const element = await scene('retrying');
    await until(() => /Trying again in \d second/.test(textOf(element, '[role="timer"]')), 'a countdown');
    const setHidden = (hidden: boolean): void => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    };
    const timers = spy(window, 'setTimeout');
    try {
      setHidden(true);
      await element.updateComplete;
      expect(timers.args.filter(([, ms]) => ms === 1_000)).to.deep.equal([]);
      setHidden(false);
      await element.updateComplete;
      expect(timers.args.filter(([, ms]) => ms === 1_000)).not.to.deep.equal([]);
    } finally {
      timers.restore();
      Reflect.deleteProperty(document, 'hidden');
    }
  });

  it('tells a seat that is not free from an account that is off, and neither from a setup that is wrong', async () => {
    const texts = new Set<string>();
    for (const name of ['no-seat', 'disabled', 'wrong-setup', 'sign-in-failed', 'not-allowed'])
      texts.add(textOf(await scene(name), 'b'));
    expect([...texts]).to.have.lengthOf(5);
  });

  it('keeps the focus where the user is: from the button to the panel to the console', async () => {
    const element = await scene('no-answer');
    await shared.desk.control('set', { fail: null });
    element.timeout = 30;
    element.focus();
    expect(element.shadowRoot?.activeElement === actionOf(element)).to.equal(true);
    const ready = next(element, 'bytedesk-ready');
    const covered = new Promise<string | undefined>((resolve) => {
      element.addEventListener('bytedesk-state-change', ({ detail }) => {
        if (detail.to === 'loading')
          void element.updateComplete.then(() => resolve(element.shadowRoot?.activeElement?.className));
      });
    });
    await pressKeys('Enter');
    expect(await covered).to.equal('cover');
    await ready;
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement?.localName).to.equal('iframe');
  });

  it('takes the focus of a console that was signed out', async () => {
    const { element } = await mount(await shared.settings({ tokenProvider: never }));
    await next(element, 'bytedesk-ready');
    await element.updateComplete;
    element.focus();
    await element.logout();
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement === actionOf(element)).to.equal(true);
  });

  it('leaves the focus alone that is elsewhere', async () => {
    const { element } = await mount(await shared.settings({ tokenProvider: never }));
    const field = document.createElement('input');
    element.before(field);
    await next(element, 'bytedesk-ready');
    field.focus();
    await element.logout();
    await element.updateComplete;
    expect(document.activeElement === field).to.equal(true);
  });

  it('lets the Tab key through button and link, never into what is covered', async () => {
    const element = await scene('no-answer');
    const [before, after] = [document.createElement('input'), document.createElement('input')];
    element.before(before);
    element.after(after);
    before.focus();
    const path: (string | undefined)[] = [];
    for (let i = 0; i < 3; i++) {
      await pressKeys('Tab');
      path.push((element.shadowRoot?.activeElement ?? document.activeElement)?.localName);
    }
    // WebKit's Tab key passes by links, as Safari's does unless it is told otherwise.
    expect(path.filter((name) => name !== 'a').slice(0, 2)).to.deep.equal(['button', 'input']);
    expect(path).not.to.contain('iframe');
  });

  it('shows what the page puts in a slot instead', async () => {
    const { element } = await mount({ path: '/elsewhere', server: shared.desk.url });
    const own = document.createElement('p');
    own.slot = 'error';
    element.append(own);
    await element.updateComplete;
    expect(own.assignedSlot).not.to.equal(null);
    expect(find<HTMLElement>(element, '[part="panel"]')?.checkVisibility?.() ?? false).to.equal(false);
  });

  for (const name of Object.keys(PANEL_SCENES).filter((name) => !name.startsWith('conflict'))) {
    it(`fits ${name} into 280 px, with targets big enough and no inline style`, async () => {
      const element = await scene(name, '280px');
      const cover = find<HTMLElement>(element, '.cover') as HTMLElement;
      expect(cover.scrollWidth).to.be.at.most(cover.clientWidth);
      for (const target of element.shadowRoot?.querySelectorAll('[part="action"]:not([hidden])') ?? []) {
        const { width, height } = target.getBoundingClientRect();
        expect(Math.min(width, height)).to.be.at.least(24);
      }
      expect(find(element, '[style]')).to.equal(null);
      expect(element.getBoundingClientRect().height, 'no layout shift').to.equal(600);
    });
  }

  it('reads in the direction of its own language on a page that reads in the other', async () => {
    document.documentElement.dir = 'rtl';
    try {
      const element = await scene('no-answer', '280px');
      const panel = find<HTMLElement>(element, '[part="panel"]') as HTMLElement;
      expect(getComputedStyle(panel).direction).to.equal('ltr');
      const cover = find<HTMLElement>(element, '.cover') as HTMLElement;
      expect(cover.scrollWidth).to.be.at.most(cover.clientWidth);
    } finally {
      document.documentElement.removeAttribute('dir');
    }
  });

  it('names the codes that only a provider gives', async () => {
    const tokenProvider = () => Promise.reject(new BytedeskError('login-failed', 'no', { status: 403 }));
    const { element } = await mount(await shared.settings({ token: null, tokenProvider }));
    await next(element, 'bytedesk-error');
    await element.updateComplete;
    expect(textOf(element, 'b')).to.equal('You could not be signed in.');
  });
});
