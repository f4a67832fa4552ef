import { expect } from '@open-wc/testing';
import { issueToken, until } from '../support/workspace.js';
import { codes, type MountPage, MountScene, ready, SCRIPT, workspacesIn } from './mount-page.js';

const block = (content: string): string =>
  `<div id="block" data-bytedesk="workspace" data-path="/agent/chat" data-loading="eager">${content}</div>`;

const FILLERS: Readonly<Record<string, string>> = {
  nothing: '',
  'white space': ' \n\t ',
  'a line break': '<br>',
  'an empty paragraph': '<p></p>',
  'a paragraph with a line break': '<p><br></p>',
  'a hard space': '<p>&nbsp;</p>',
  'a space without width': '<p>&#8203;</p>',
  'a byte order mark, a word joiner, a soft hyphen': '&#xFEFF;&#8288;&shy;',
  'a comment': '<!-- wp:paragraph --><p></p><!-- /wp:paragraph -->',
  'a line break of TinyMCE': '<p><br data-mce-bogus="1"></p>',
  'what TinyMCE never saves':
    '<span data-mce-bogus="all" data-mce-type="bookmark">&#xFEFF;<img src="x.gif"></span>',
  'a filler of CKEditor': '<p><br data-cke-filler="true"></p>',
  'what ProseMirror ends a paragraph with':
    '<p><img class="ProseMirror-separator"><br class="ProseMirror-trailingBreak"></p>',
  'nested marks of a rich text': '<p><span><strong><em><br></em></strong></span></p>',
  'a place for an anchor': '<p><a id="anchor"></a></p>',
  'a field that is hidden':
    '<input type="hidden" name="csrf"><input type=HIDDEN name="__VIEWSTATE" value="x">',
  'content that is hidden': '<p hidden>x</p><div hidden><img src="data:," alt=""></div>',
  'code that shows nothing':
    '<style>p { color: red }</style><script type="text/plain">x</script><template>y</template>',
};

const CONTENT: Readonly<Record<string, string>> = {
  'a letter': '<p>x</p>',
  'an image': '<p><img src="data:," alt=""></p>',
  'a link without a text': '<a href="/somewhere"></a>',
  'a button': '<button></button>',
  'a drawing': '<svg></svg>',
  'a rule': '<hr>',
  'a field': '<input name="q">',
  'another custom element': '<x-card></x-card>',
};

describe('blocks and editors', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  async function failing(content: string): Promise<MountPage> {
    const page = await scene.open(scene.tag(), block(content));
    await ready(page);
    const [element] = workspacesIn(page);
    if (element) element.path = '/elsewhere';
    await until(() => element?.state === 'error', 'the error');
    await element?.updateComplete;
    return page;
  }

  const panelShows = (page: MountPage): boolean =>
    workspacesIn(page)[0]?.shadowRoot?.querySelector<HTMLElement>('[part=message]')?.getClientRects()
      .length === 1;

  for (const [what, content] of Object.entries(FILLERS))
    it(`say what is wrong where an editor left ${what}`, async () => {
      expect(panelShows(await failing(content))).to.equal(true);
    });

  for (const [what, content] of Object.entries(CONTENT))
    it(`show ${what} of the author's instead of saying what is wrong`, async () => {
      expect(panelShows(await failing(content))).to.equal(false);
    });

  const AREAS: Readonly<Record<string, (inner: string) => string>> = {
    contenteditable: (inner) => `<div id="area" contenteditable>${inner}</div>`,
    'plain text only': (inner) => `<div id="area" contenteditable="plaintext-only">${inner}</div>`,
    'an island in an edited area': (inner) =>
      `<div id="area" contenteditable="TRUE"><p contenteditable="false">${inner.replace(/div/g, 'span')}</p></div>`,
  };
  for (const [what, area] of Object.entries(AREAS))
    it(`are left as they are in ${what}, and mounted when it is edited no more`, async () => {
      const page = await scene.open(
        scene.tag(),
        `${block('one')}${area(block('two').replace('id="block"', ''))}`,
      );
      await ready(page);
      const edited = page.document.getElementById('area') as HTMLElement;
      const saved = edited.innerHTML;
      expect(saved).not.to.contain('bytedesk-workspace');
      edited.querySelector('[data-bytedesk]')?.append(' more');
      await until(() => edited.textContent.includes('more'), 'typed');
      expect(edited.innerHTML).not.to.contain('bytedesk-workspace');
      edited.removeAttribute('contenteditable');
      await ready(page, 2);
      expect(codes(page)).to.deep.equal([]);
    });

  for (const [what, area] of Object.entries(AREAS))
    it(`have elements beside them that wait in ${what}, and start when it is edited no more`, async () => {
      const own = '<bytedesk-workspace path="/agent/chat"></bytedesk-workspace>';
      const inner = `${own}<bytedesk-login-button mode="link"></bytedesk-login-button>`;
      const page = await scene.open(scene.tag(), `${own}${area(inner)}`);
      await ready(page);
      const edited = page.document.getElementById('area') as HTMLElement;
      const written = edited.innerHTML;
      const button = edited.querySelector('bytedesk-login-button');
      const inside = edited.querySelector('bytedesk-workspace');
      const href = (): string | null | undefined =>
        button?.shadowRoot?.querySelector('a')?.getAttribute('href');
      const mayWait = (): void => {
        expect(inside?.state).to.equal('idle');
        expect(inside?.shadowRoot?.querySelector('iframe') ?? null).to.equal(null);
        expect(href() ?? '').not.to.contain('accessToken');
        expect(edited.innerHTML).to.equal(written);
      };
      for (let round = 0; round < 2; round++) {
        await Promise.all([inside?.updateComplete, button?.updateComplete]);
        mayWait();
        const value = edited.getAttribute('contenteditable') ?? '';
        edited.removeAttribute('contenteditable');
        await ready(page, 2);
        await until(() => href()?.includes('accessToken') === true, 'the link of the button');
        edited.setAttribute('contenteditable', value);
        await until(() => inside?.state === 'idle' && !href()?.includes('accessToken'), 'all wait');
      }
      mayWait();
      expect(codes(page)).to.deep.equal([]);
      expect(await scene.consoles()).to.have.lengthOf(3);
    });

  it('lose a token that stands in an edited area, which nobody should save, and nothing else; mount() waits there', async () => {
    const own = (
      token: string,
    ): string => `<p><bytedesk-workspace server="${scene.desk.url}" ${token}>Text</bytedesk-workspace></p>
      <bytedesk-login-button mode="link" ${token}>Open</bytedesk-login-button>`;
    const token = await issueToken(scene.desk);
    const page = await scene.open(
      `<script src="${SCRIPT}"></script>`,
      `<div id="area" contenteditable>${own(`token="${token}"`)}</div>`,
    );
    const edited = page.document.getElementById('area') as HTMLElement;
    const [inside] = workspacesIn(page);
    await inside?.updateComplete;
    expect(edited.innerHTML).to.equal(own('token-taken=""'));
    expect(inside?.state).to.equal('idle');
    const place = page.document.createElement('p');
    edited.append(place);
    const settings = { server: scene.desk.url, path: '/agent/chat', token };
    const mounted = page.BytedeskEmbed.mount(place, settings);
    await mounted.updateComplete;
    expect([mounted.state, mounted.shadowRoot?.querySelector('iframe') ?? null]).to.deep.equal([
      'idle',
      null,
    ]);
    edited.removeAttribute('contenteditable');
    await ready(page, 2);
    expect(codes(page)).to.deep.equal([]);
  });

  it('give the author’s own words back where a page translator has put others there', async () => {
    const inner = 'Sign in <b>here</b>';
    const page = await scene.open(scene.tag(), `<main>${block(inner)}</main>`);
    await ready(page);
    const main = page.document.querySelector('main') as HTMLElement;
    const content = main.querySelector('[slot=error]');
    // Translators of browsers put <font> elements in the place of text nodes.
    const translated = page.document.createElement('font');
    translated.textContent = 'Melden Sie sich an: ';
    content?.firstChild?.replaceWith(translated);
    page.document.documentElement.lang = 'de';
    await until(() => content?.firstElementChild === translated, 'translated');
    expect(workspacesIn(page)[0]?.state).to.equal('ready');
    main.contentEditable = 'true';
    await until(() => workspacesIn(page).length === 0, 'nothing is mounted');
    expect(main.innerHTML).to.equal(block(inner));
  });

  it('give back what stood in them when design mode is switched on later, as soon as somebody selects', async () => {
    const inner = '<p>Sign in <b>here</b></p>';
    const page = await scene.open(scene.tag(), `<main>${block(inner)}</main><p id="text">Text</p>`);
    const main = page.document.querySelector('main') as HTMLElement;
    const select = (offset: number): void =>
      page.document
        .getSelection()
        ?.collapse(page.document.getElementById('text')?.firstChild ?? null, offset);
    for (let round = 0; round < 2; round++) {
      await ready(page);
      page.document.designMode = 'on';
      select(1);
      await until(() => workspacesIn(page).length === 0, 'nothing is mounted');
      expect(main.innerHTML).to.equal(block(inner));
      page.document.designMode = 'off';
      select(2);
    }
    await ready(page);
  });

  it('give back what stood in them when an area begins to be edited, as often as that happens', async () => {
    const inner = '<!-- wp:html --><p>Sign in <b>here</b></p><br>';
    const page = await scene.open(scene.tag(), `<main>${block(inner)}</main>`);
    const main = page.document.querySelector('main') as HTMLElement;
    for (let round = 0; round < 3; round++) {
      await ready(page);
      main.contentEditable = 'true';
      await until(() => workspacesIn(page).length === 0, 'nothing is mounted');
      expect(main.innerHTML).to.equal(block(inner));
      main.contentEditable = 'false';
    }
    await ready(page);
  });

  it('do not grow by being saved and mounted again, with or without a sanitizer', async () => {
    const page = await scene.open(scene.tag(), `<main>${block('<p>Sign in here</p>')}</main>`);
    const main = page.document.querySelector('main') as HTMLElement;
    const shapes = new Set<string>();
    for (let round = 0; round < 4; round++) {
      await ready(page);
      const saved = main.innerHTML;
      shapes.add(saved);
      // One that does not know the element keeps what stands in it.
      main.innerHTML = round % 2 ? saved : saved.replace(/<\/?bytedesk-workspace[^>]*>/g, '');
      await until(() => workspacesIn(page).length === 1, 'mounted again');
    }
    expect([...shapes]).to.have.lengthOf(1);
  });

  it('are not mounted in a document whose design mode is on', async () => {
    const page = await scene.open(
      `<script>document.designMode = 'on'</script>${scene.tag()}`,
      `${block('x')}<i></i>`,
    );
    page.document.querySelector('i')?.append('typed');
    const seen = new Promise((resolve) => page.setTimeout(resolve));
    await seen;
    expect(workspacesIn(page)).to.deep.equal([]);
    page.document.designMode = 'off';
    page.document.getElementById('block')?.append('y');
    await ready(page);
  });
});
