import { expect } from '@open-wc/testing';
import { SCRIPT } from '../../mount/mount-page.js';
import { startDesk, type TestDesk } from '../../support/desk.js';
import { createPage, otherOrigin } from '../../support/pages.js';
import { issueToken, until } from '../../support/workspace.js';

/** Notes everything that a script of the page can see, with all members and causes of what it is told. */
const WATCH = `window.notes = [];
const textOf = (value, depth = 0) => {
  if (depth > 5 || typeof value === 'function') return '';
  if (typeof value !== 'object' || value === null || value instanceof Node || value === window) return String(value);
  const names = [...Object.getOwnPropertyNames(value), 'name', 'message', 'stack', 'cause', 'code'];
  return [...new Set(names)].map((name) => {
    try { return name + ' ' + textOf(value[name], depth + 1); } catch { return ''; }
  }).join(' ');
};
const note = (where, ...what) => notes.push(where + ': ' + what.map((one) => textOf(one)).join(' '));
for (const name of ['log', 'info', 'warn', 'error', 'debug']) console[name] = (...what) => note(name, ...what);
addEventListener('error', ({ message, error }) => note('exception', message, error));
addEventListener('unhandledrejection', ({ reason }) => note('unhandled', reason));
addEventListener('securitypolicyviolation', (event) => note('policy', event.blockedURI, event.sourceFile, event.sample), true);
for (const name of ['error', 'login', 'ready', 'state-change', 'token-expired', 'token-renewed', 'logout', 'navigate'])
  addEventListener('bytedesk-' + name, ({ detail }) => note('event', detail), true);
const { supportedEntryTypes } = PerformanceObserver;
new PerformanceObserver((list) => note('performance', ...list.getEntries().map((entry) => entry.toJSON())))
  .observe({ entryTypes: supportedEntryTypes.filter((type) => /resource|navigation|mark/.test(type)) });
if (window.ReportingObserver) new ReportingObserver((reports) => note('report', ...reports.map((report) => report.toJSON())),
  { buffered: true }).observe();
const htmlOf = (root) => root.innerHTML + [...root.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot ? htmlOf(shadowRoot) : '').join('');
const look = () => {
  note('page', htmlOf(document.documentElement), location.href, history.state);
  try { note('storage', { ...localStorage }, { ...sessionStorage }); } catch { note('storage', 'none'); }
};
new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });`;

/** What the acts have at hand. */
const ACTS = `const body = document.body;
const make = (properties) => {
  const element = Object.assign(document.createElement('bytedesk-workspace'), properties);
  body.append(element);
  return element;
};
/** The code of the first error that an element tells. */
const told = (element) => new Promise((resolve) => {
  element.addEventListener('bytedesk-error', ({ detail }) => resolve(detail.code));
});
const codeOf = (promise) => promise.then(() => 'done', (error) => { note('rejection', error); return error.code ?? error.name; });
const failing = (properties) => told(make({ server: DESK, path: '/agent/chat', ...properties }));
const clicked = async (element, part) => {
  body.append(element);
  await element.updateComplete;
  const code = told(element);
  part(element).click();
  return code;
};
const link = (target) => {
  const element = Object.assign(document.createElement('a'), { href: DESK + '/agent/chat', target });
  element.dataset.bytedesk = 'login';
  return clicked(element, (itself) => itself);
};
const button = (target) =>
  clicked(
    Object.assign(document.createElement('bytedesk-login-button'), { server: DESK, token, target }),
    ({ shadowRoot }) => [...shadowRoot.querySelectorAll('a, button')].find(({ hidden }) => !hidden),
  );
const open = (options) => codeOf(BytedeskEmbed.openConsole({ server: DESK, path: '/agent/chat', ...options }));`;

type Act = readonly [what: string, script: string, comes: string];

const ELEMENT_ACTS: readonly Act[] = [
  ['a server that is none', `failing({ server: 'http://[', token })`, 'invalid-server'],
  [
    'a server that holds it',
    `failing({ server: 'http://u:' + token + '@x.example', token })`,
    'invalid-server',
  ],
  ['a path elsewhere', `failing({ path: '//evil.example', token })`, 'invalid-path'],
  ['a path that holds it', `failing({ path: '/agent?accessToken=' + token, token })`, 'invalid-path'],
  ['a token with a word before it', `failing({ token: 'Bearer ' + token })`, 'token-malformed'],
  ['a token in quotes', `failing({ token: '"' + token + '"' })`, 'token-malformed'],
  [
    'a provider that rejects with it',
    `failing({ tokenProvider: async () => { throw new Error(token); } })`,
    'token-source-failed',
  ],
  ['a provider that throws it', `failing({ tokenProvider: () => { throw token; } })`, 'token-source-failed'],
  [
    'a provider that gives an object',
    `failing({ tokenProvider: async () => ({ token }) })`,
    'token-source-failed',
  ],
  ['a token URL that is a page with it', `failing({ tokenUrl: PAGE })`, 'token-source-failed'],
  ['a token URL that is a text with it', `failing({ tokenUrl: TEXT })`, 'token-source-failed'],
  ['a token URL that says it otherwise', `failing({ tokenUrl: OTHER })`, 'token-source-failed'],
  [
    'a load that is given up',
    `(() => { const element = make({ server: DESK, token }); const reloaded = codeOf(element.reload()); element.remove(); return reloaded; })()`,
    'aborted',
  ],
  ['no time to load', `failing({ token, timeout: 0.001 })`, 'frame-timeout'],
  ['no bridge', `failing({ token, delivery: 'bridge' })`, 'bridge-missing'],
  [
    'another user',
    `(async () => { const first = make({ server: DESK, storage: 'persistent', token }); await new Promise((resolve) => first.addEventListener('bytedesk-ready', resolve)); return failing({ storage: 'persistent', token: SECOND }); })()`,
    'identity-conflict',
  ],
  [
    'a token in markup where none may be',
    `(() => { const element = document.createElement('bytedesk-workspace'); const code = told(element); body.append(element); element.setAttribute('token', token); return code; })()`,
    'untrusted-origin',
  ],
  [
    'a target that is none',
    `(async () => { try { BytedeskEmbed.mount('#none', { token }); } catch (error) { note('thrown', error); return error.code; } })()`,
    'not-found',
  ],
];

const WINDOW_ACTS: readonly Act[] = [
  ['the window around', `open({ token, target: '_parent' })`, 'popup-blocked'],
  ['the window on top', `open({ token, target: '_top' })`, 'popup-blocked'],
  ['a link to the window around', `link('_parent')`, 'popup-blocked'],
  ['a button for the window around', `button('_parent')`, 'popup-blocked'],
  ['a new window', `open({ token, target: '_blank' })`, 'popup-blocked'],
];

describe('a refusal', () => {
  let desk: TestDesk;
  let token: string;
  let second: string;

  before(async () => {
    desk = await startDesk();
    token = await issueToken(desk);
    second = await issueToken(desk, { username: 'admin@example.com' });
  });
  after(() => desk.close());
  afterEach(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));

  /** A host page that goes through the acts and posts the outcomes and its notes to the test's own page. */
  async function hostPage(acts: readonly Act[], headers: Record<string, string> = {}): Promise<string> {
    const tokenUrl = await createPage(JSON.stringify({ accessToken: token, second }), {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
    });
    const page = await createPage(`<!doctype html><title>Sign in</title>${token}`, {
      'content-type': 'text/html',
    });
    const text = await createPage(`oops ${token}`, { 'content-type': 'text/plain' });
    const other = await createPage(JSON.stringify({ message: token }), {
      'content-type': 'application/json',
    });
    const calls = acts.map(([what, script]) => `outcomes[${JSON.stringify(what)}] = await ${script};`);
    return createPage(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><script>${WATCH}</script>
      <script src="${location.origin}${SCRIPT}" data-server="${desk.url}" data-token-url="${tokenUrl}"></script></head><body><script>
      const DESK = '${desk.url}', PAGE = '${page}', TEXT = '${text}', OTHER = '${other}';
      (async () => {
        // The token stands in no script of this page.
        const { accessToken: token, second: SECOND } = await (await fetch('${tokenUrl}')).json();
        const outcomes = {};
        try { ${ACTS} ${calls.join('\n')} } catch (error) { outcomes.exception = String(error); }
        setTimeout(() => { look(); window.top.postMessage({ outcomes, notes }, '*'); });
      })();
      </script></body></html>`,
      headers,
    );
  }

  interface Seen {
    readonly outcomes: Record<string, string>;
    readonly notes: string[];
  }

  async function see(acts: readonly Act[], frame: HTMLIFrameElement): Promise<Seen> {
    let seen: Seen | undefined;
    const hear = ({ data }: MessageEvent<Seen>): void => {
      if (data?.outcomes) seen = data;
    };
    addEventListener('message', hear);
    document.body.append(frame);
    await until(() => seen !== undefined, 'the page is through', 40_000);
    removeEventListener('message', hear);
    const { outcomes, notes } = seen as Seen;
    expect(outcomes).to.deep.equal(Object.fromEntries(acts.map(([what, , comes]) => [what, comes])));
    expect(notes.length).to.be.greaterThan(acts.length);
    for (const secret of [token, second].flatMap((one) => [one, one.split('.')[2] as string]))
      expect(notes.filter((one) => one.includes(secret)).map((one) => one.slice(0, 300))).to.deep.equal([]);
    return { outcomes, notes };
  }

  const frameOf = (src: string, sandbox?: string): HTMLIFrameElement => {
    const frame = document.createElement('iframe');
    if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox);
    frame.style.cssText = 'width: 900px; height: 700px';
    frame.src = src;
    return frame;
  };

  it('of an element says nothing of the token, whatever its code', async () => {
    await see(ELEMENT_ACTS, frameOf(await hostPage(ELEMENT_ACTS)));
  }).timeout(60_000);

  it('by the page’s own policy says nothing of the token', async () => {
    const acts: readonly Act[] = [['a frame that is not allowed', `failing({ token })`, 'frame-blocked']];
    await see(acts, frameOf(await hostPage(acts, { 'content-security-policy': `frame-src 'none'` })));
  });

  it('in a sandboxed page says nothing of the token', async () => {
    const page = await hostPage(WINDOW_ACTS);
    await see(WINDOW_ACTS, frameOf(page, 'allow-scripts allow-same-origin'));
  });

  it('in a page inside a page of another origin says nothing of the token', async () => {
    // The page around, and the one on top of it, are of another origin than the host page.
    const acts = WINDOW_ACTS.filter(([what]) => what.includes('around'));
    const host = otherOrigin() + (await hostPage(acts));
    const middle = await createPage(`<!doctype html><title>portal</title><iframe src="${host}"></iframe>`);
    await see(acts, frameOf(middle));
  });
});
