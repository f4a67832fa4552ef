import { expect } from '@open-wc/testing';
import { codes, type MountPage, MountScene, SCRIPT, workspacesIn } from '../mount/mount-page.js';
import { closeOtherWindows } from '../support/input.js';
import { otherOrigin } from '../support/pages.js';
import { type Comes, type Name, PAGES, type Text, VALUES, WHO } from './trust-table.js';
import { frameOf, issueToken, until } from '../support/workspace.js';

interface Row {
  /** Attributes of the script tag; none for a page that says nothing. */
  readonly tag: Text;
  readonly html?: Text;
  readonly script?: Text;
  /** A code, or what is to be seen. */
  readonly comes: 'ready' | 'idle' | 'untrusted-origin' | 'invalid-server';
}

const NAMES_OTHERS = 'data-server="https://desk.example"';
const NAMES_DESK = 'data-server="DESK"';
const TO_DESK = `server="DESK" path="/agent/chat"`;

const TABLE: Record<string, Record<string, Row>> = {
  'a server and an API that a script names': {
    'by property, where the page names another': {
      tag: `${NAMES_OTHERS} data-token-url="URL"`,
      script: `make({ server: 'DESK', api: 'DESK', path: '/agent/chat' })`,
      comes: 'ready',
    },
    'by property after an attribute': {
      tag: `${NAMES_OTHERS} data-token-url="URL"`,
      html: `<bytedesk-workspace server="https://evil.example"></bytedesk-workspace>`,
      script: `Object.assign(document.querySelector('bytedesk-workspace'), { server: 'DESK', api: 'DESK' })`,
      comes: 'ready',
    },
    'by property, where the page says nothing, with a token URL': {
      tag: '',
      script: `make({ server: 'DESK', tokenUrl: 'URL' })`,
      comes: 'ready',
    },
    'by mount': {
      tag: NAMES_OTHERS,
      html: '<main></main>',
      script: `BytedeskEmbed.mount('main', { server: 'DESK', api: 'DESK', token: 'TOKEN' })`,
      comes: 'ready',
    },
  },
  'a server that an attribute names': {
    'and the page, too': {
      tag: `${NAMES_DESK} data-token-url="URL"`,
      html: `<bytedesk-workspace ${TO_DESK}></bytedesk-workspace>`,
      comes: 'ready',
    },
    'and the page among its further ones': {
      tag: `${NAMES_OTHERS} data-servers="https://third.example DESK/" data-api="DESK" data-token-url="URL"`,
      html: `<bytedesk-workspace ${TO_DESK}></bytedesk-workspace>`,
      comes: 'ready',
    },
    'and the page does not': {
      tag: `${NAMES_OTHERS} data-token-url="URL"`,
      html: `<bytedesk-workspace ${TO_DESK}></bytedesk-workspace>`,
      comes: 'untrusted-origin',
    },
    'after a property': {
      tag: `${NAMES_OTHERS} data-token-url="URL"`,
      script: `make({ server: 'https://desk.example', loading: 'lazy' }).setAttribute('server', 'DESK')`,
      comes: 'untrusted-origin',
    },
    'under another base path of the same origin': {
      tag: 'data-server="DESK/desk" data-token-url="URL"',
      html: '<bytedesk-workspace server="DESK/~mallory"></bytedesk-workspace>',
      comes: 'untrusted-origin',
    },
    'that begins like the one of the page': {
      tag: 'data-server="DESK/desk" data-token-url="URL"',
      html: '<bytedesk-workspace server="DESK/desk2"></bytedesk-workspace>',
      comes: 'untrusted-origin',
    },
    'at the root of a server that the page names with a base path': {
      tag: 'data-server="DESK/desk" data-token-url="URL"',
      html: '<bytedesk-workspace server="DESK"></bytedesk-workspace>',
      comes: 'untrusted-origin',
    },
    'with a token of its own, where the page names a server': {
      tag: NAMES_OTHERS,
      html: `<bytedesk-workspace ${TO_DESK} token="TOKEN"></bytedesk-workspace>`,
      comes: 'untrusted-origin',
    },
    'with a token of its own, where the page says nothing': {
      tag: '',
      html: `<bytedesk-workspace ${TO_DESK} token="TOKEN"></bytedesk-workspace>`,
      comes: 'ready',
    },
    'with a token URL of a script, where the page says nothing': {
      tag: '',
      html: `<bytedesk-workspace ${TO_DESK} token="TOKEN"></bytedesk-workspace>`,
      script: `document.querySelector('bytedesk-workspace').tokenUrl = 'URL'`,
      comes: 'untrusted-origin',
    },
    'with a provider, which is the page’s, where the page says nothing': {
      tag: '',
      html: `<bytedesk-workspace ${TO_DESK}></bytedesk-workspace>`,
      script: `document.querySelector('bytedesk-workspace').tokenProvider = async () => 'TOKEN'`,
      comes: 'untrusted-origin',
    },
    'with a token of a script, where the page says nothing': {
      tag: '',
      html: `<bytedesk-workspace ${TO_DESK}></bytedesk-workspace>`,
      script: `document.querySelector('bytedesk-workspace').token = 'TOKEN'`,
      comes: 'ready',
    },
    'with a token of a script that was taken back, where the page says nothing': {
      tag: '',
      html: `<bytedesk-workspace loading="lazy" ${TO_DESK}></bytedesk-workspace>`,
      script: `const { style } = document.querySelector('bytedesk-workspace');
        style.marginTop = '9999px';
        for (const token of ['TOKEN', null]) document.querySelector('bytedesk-workspace').token = token`,
      comes: 'idle',
    },
    'with a token of its own after one of a script, where the page says nothing': {
      tag: '',
      html: `<bytedesk-workspace ${TO_DESK}></bytedesk-workspace>`,
      script: `const element = document.querySelector('bytedesk-workspace');
        element.token = 'script';
        element.setAttribute('token', 'TOKEN')`,
      comes: 'ready',
    },
    'without a token, where the page says nothing': {
      tag: '',
      html: `<bytedesk-workspace ${TO_DESK}></bytedesk-workspace>`,
      comes: 'idle',
    },
    'with a sign-in form, where the page says nothing': {
      tag: '',
      html: `<bytedesk-workspace ${TO_DESK} sign-in="console"></bytedesk-workspace>`,
      comes: 'untrusted-origin',
    },
    'where the page names a token URL only': {
      tag: 'data-token-url="URL"',
      html: `<bytedesk-workspace ${TO_DESK}></bytedesk-workspace>`,
      comes: 'untrusted-origin',
    },
    'where the page names a token URL only, and a script gives a token': {
      tag: 'data-token-url="URL"',
      html: `<bytedesk-workspace ${TO_DESK}></bytedesk-workspace>`,
      script: `document.querySelector('bytedesk-workspace').token = 'TOKEN'`,
      comes: 'untrusted-origin',
    },
    'of a login button': {
      tag: `${NAMES_OTHERS} data-token-url="URL"`,
      html: '<bytedesk-login-button server="DESK"></bytedesk-login-button>',
      comes: 'untrusted-origin',
    },
    'of a login button that shows its token': {
      tag: 'data-token-url="URL"',
      html: '<bytedesk-login-button mode="link" server="DESK"></bytedesk-login-button>',
      comes: 'untrusted-origin',
    },
  },
  'an API that an attribute names': {
    'and the page, too': {
      tag: `data-server="DESK" data-api="DESK/" data-token-url="URL"`,
      html: '<bytedesk-workspace api="DESK"></bytedesk-workspace>',
      comes: 'ready',
    },
    'and the page does not': {
      tag: `${NAMES_DESK} data-token-url="URL"`,
      html: '<bytedesk-workspace api="https://evil.example"></bytedesk-workspace>',
      comes: 'untrusted-origin',
    },
    'under another base path': {
      tag: `${NAMES_DESK} data-token-url="URL"`,
      html: '<bytedesk-workspace api="DESK/~mallory"></bytedesk-workspace>',
      comes: 'untrusted-origin',
    },
  },
  'a token URL': {
    'that a property names': {
      tag: `${NAMES_DESK} data-token-url="/elsewhere"`,
      script: `make({ tokenUrl: 'URL' })`,
      comes: 'ready',
    },
    'that an attribute and the page name': {
      tag: `${NAMES_DESK} data-token-url="/elsewhere" data-token-urls="/third URL"`,
      html: '<bytedesk-workspace token-url="URL"></bytedesk-workspace>',
      comes: 'ready',
    },
    'that an attribute names, but the page names another': {
      tag: `${NAMES_DESK} data-token-url="URL"`,
      html: '<bytedesk-workspace token-url="/account/delete?id=5"></bytedesk-workspace>',
      comes: 'untrusted-origin',
    },
    'that an attribute names, but the page names none': {
      tag: NAMES_DESK,
      html: '<bytedesk-workspace token-url="URL"></bytedesk-workspace>',
      comes: 'untrusted-origin',
    },
    'that an attribute names, where the page says nothing': {
      tag: '',
      html: `<bytedesk-workspace ${TO_DESK} token-url="URL"></bytedesk-workspace>`,
      comes: 'untrusted-origin',
    },
    'with another query than that of the page': {
      tag: `${NAMES_DESK} data-token-url="URL"`,
      html: '<bytedesk-workspace token-url="URL?x"></bytedesk-workspace>',
      comes: 'untrusted-origin',
    },
    'of another origin': {
      tag: `${NAMES_DESK} data-token-url="URL"`,
      html: '<bytedesk-workspace token-url="//evil.example/token"></bytedesk-workspace>',
      comes: 'untrusted-origin',
    },
    'of a login button': {
      tag: `${NAMES_DESK} data-token-url="URL"`,
      html: '<bytedesk-login-button mode="form" token-url="/account/delete"></bytedesk-login-button>',
      comes: 'untrusted-origin',
    },
    'that is none': {
      tag: `${NAMES_DESK} data-token-url="http://"`,
      html: '<bytedesk-workspace></bytedesk-workspace>',
      comes: 'invalid-server',
    },
    'that is code': {
      tag: `${NAMES_DESK} data-token-url="javascript:alert(1)"`,
      html: '<bytedesk-workspace></bytedesk-workspace>',
      comes: 'invalid-server',
    },
    'with a password': {
      tag: `${NAMES_DESK} data-token-url="http://a:b@localhost/token"`,
      html: '<bytedesk-workspace></bytedesk-workspace>',
      comes: 'invalid-server',
    },
  },
  'a token': {
    'that a property hands over, where the page names a token URL': {
      tag: `${NAMES_DESK} data-token-url="/elsewhere"`,
      script: `make({ token: 'TOKEN' })`,
      comes: 'ready',
    },
    'that an attribute hands over, where the page names none': {
      tag: NAMES_DESK,
      html: '<bytedesk-workspace token="TOKEN"></bytedesk-workspace>',
      comes: 'ready',
    },
    'that an attribute hands over, where the page names one': {
      tag: `${NAMES_DESK} data-token-url="URL"`,
      html: '<bytedesk-workspace token="TOKEN"></bytedesk-workspace>',
      comes: 'untrusted-origin',
    },
    'that an attribute hands over, where the page names further ones only': {
      tag: `${NAMES_DESK} data-token-urls="URL"`,
      html: '<bytedesk-workspace token="TOKEN"></bytedesk-workspace>',
      comes: 'untrusted-origin',
    },
    'of a login button': {
      tag: `${NAMES_DESK} data-token-url="URL"`,
      html: '<bytedesk-login-button token="TOKEN"></bytedesk-login-button>',
      comes: 'untrusted-origin',
    },
  },
};

const MAKE = `const make = (properties) => {
  const element = Object.assign(document.createElement('bytedesk-workspace'), properties);
  document.body.append(element);
  return element;
};`;

describe('who may name what', () => {
  let scene: MountScene;
  let token: string;

  before(async () => {
    scene = await MountScene.start();
    token = await issueToken(scene.desk);
  });
  after(() => scene.desk.close());
  afterEach(async () => {
    await closeOtherWindows();
    await scene.clear();
  });

  const here = (text: string): string =>
    text
      .replaceAll('DESK', scene.desk.url)
      .replaceAll('OTHER', otherOrigin())
      .replaceAll('URL', scene.tokenUrl)
      .replaceAll('TOKEN', token);

  async function open({ tag, html = '', script = '' }: Row): Promise<MountPage> {
    const head = here(`<script src="${SCRIPT}" ${tag}></script>`);
    return scene.open(head, here(`${html}<script>${MAKE} ${script}</script>`));
  }

  for (const [what, rows] of Object.entries(TABLE)) {
    describe(what, () => {
      for (const [how, row] of Object.entries(rows)) {
        it(`${how}: ${row.comes}`, async () => {
          const page = await open(row);
          const states = (): string[] => workspacesIn(page).map(({ state }) => state);
          if (row.comes === 'ready') await until(() => states().includes('ready'), 'ready');
          else if (row.comes !== 'idle') await until(() => codes(page).length > 0, 'an error');
          await new Promise((resolve) => page.setTimeout(resolve));
          const isRefused = row.comes === 'untrusted-origin' || row.comes === 'invalid-server';
          if (row.comes !== 'ready') {
            expect([...new Set(codes(page))]).to.deep.equal(isRefused ? [row.comes] : []);
            const frames = workspacesIn(page).map(({ shadowRoot }) => shadowRoot?.querySelector('iframe'));
            expect(frames.filter(Boolean)).to.deep.equal([]);
            const asked = page.performance.getEntriesByType('resource').map(({ name }) => name);
            expect(asked.filter((name) => !name.includes('bytedesk-embed.js'))).to.deep.equal([]);
          }
          if (row.comes === 'idle') expect(states()).to.deep.equal(['idle']);
          expect(page.document.documentElement.outerHTML.includes(`="${token}"`)).to.equal(false);
        });
      }
    });
  }

  for (const [who, { may, html, script }] of Object.entries(WHO)) {
    for (const name of Object.keys(may) as Name[]) {
      Object.entries(PAGES).forEach(([speaks, tag], column) => {
        const comes = may[name]?.[column] as Comes;
        it(`${who} names ${name}, and the page ${speaks}: ${comes}`, async () => {
          const server = /"(.*?)"/.exec(tag)?.[1];
          const page = await open({
            tag,
            html: html?.(name, server) ?? '',
            script: script?.(name) ?? '',
            comes: 'idle',
          });
          await expectCell(page, name, comes, server === 'OTHER');
        });
      });
    }
  }

  /** Requests of the page, by path and query. */
  const asked = (page: MountPage): string[] =>
    page.performance
      .getEntriesByType('resource')
      .map((entry) => new URL(entry.name))
      .map(({ pathname, search }) => pathname + search)
      .filter((path) => path !== SCRIPT);

  async function expectCell(page: MountPage, name: Name, comes: Comes, isOther: boolean): Promise<void> {
    const link = page.document.querySelector('a');
    let isTaken = false;
    page.addEventListener('click', (event) => {
      isTaken = event.defaultPrevented;
      event.preventDefault();
    });
    link?.click();
    const [element] = workspacesIn(page);
    const shown = (): Element | null | undefined =>
      page.document.querySelector('bytedesk-login-button')?.shadowRoot?.querySelector('[part=button]');
    const frame = (): HTMLIFrameElement | null | undefined => element && frameOf(element);
    const isThere = (): boolean =>
      Boolean(frame() ?? shown()?.getAttribute('href')?.includes('accessToken=')) ||
      page.events.some(({ type }) => type === 'login');
    if (comes === 'taken' || comes === 'ignored') await until(isThere, 'a console');
    if (comes === 'refused') await until(() => codes(page).length > 0, 'a refusal');
    await new Promise((resolve) => page.setTimeout(resolve));
    expect(codes(page)).to.deep.equal(comes === 'refused' ? ['untrusted-origin'] : []);
    if (link) expect(isTaken).to.equal(comes === 'taken' || comes === 'ignored');
    if (/refused|waits|plain/.test(comes)) {
      expect(isThere()).to.equal(false);
      expect(asked(page)).to.deep.equal([]);
      return;
    }
    const value = here(VALUES[name]);
    const isInEffect = (): boolean | undefined =>
      name === 'storage'
        ? element?.storage === value || !('credentialless' in HTMLIFrameElement.prototype)
        : frame()?.getAttribute(name)?.split(';')[0]?.startsWith(value);
    if (comes === 'taken') {
      if (/sandbox|allow|storage/.test(name)) await until(() => isInEffect() === true, 'it is in effect');
      return;
    }
    expect(page.warnings.filter((text) => text.includes(`data-${name} is ignored`)).length).to.equal(1);
    await until(() => asked(page).length > 0, 'a request for a token');
    expect(asked(page)).to.deep.equal([scene.tokenUrl + (isOther ? '?page' : '')]);
    // The frame has its rights once it is to be navigated.
    if (element)
      await until(() => Boolean(frame()?.getAttribute('sandbox')?.includes('downloads')), 'rights');
    if (element && 'credentialless' in HTMLIFrameElement.prototype)
      expect(isInEffect() ?? false).to.equal(false);
  }

  it('says in each refusal what to do', async () => {
    const texts = new Map<string, string>();
    for (const rows of Object.values(TABLE)) {
      for (const [how, row] of Object.entries(rows)) {
        if (row.comes !== 'untrusted-origin') continue;
        const listen = `addEventListener('bytedesk-error', ({ detail }) => (window.text = detail.message), true);`;
        const page = await scene.open(
          `<script>${listen}</script>${here(`<script src="${SCRIPT}" ${row.tag}></script>`)}`,
          here(`${row.html ?? ''}<script>${MAKE} ${row.script ?? ''}</script>`),
        );
        await until(() => codes(page).length > 0, 'an error');
        texts.set(how, (page as MountPage & { text: string }).text);
        await scene.clear();
      }
    }
    for (const [how, text] of texts)
      expect(text, how).to.match(/configure\(\{ (servers|tokenUrls): \[|set the property token/);
  });
});
