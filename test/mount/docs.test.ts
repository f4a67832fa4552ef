import { expect } from '@open-wc/testing';
import { snippetsOf } from '../support/snippets.js';
import { until } from '../support/workspace.js';
import { codes, MountScene, ready, SCRIPT, workspacesIn } from './mount-page.js';

const snippets = async (page: string, language: string): Promise<string[]> =>
  (await snippetsOf(`/docs/${page}`)).filter((found) => found.language === language).map(({ code }) => code);

describe('docs/cms', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  const here = (html = ''): string =>
    html
      .replace('https://www.example.com/bytedesk-embed.js', SCRIPT)
      .replace('/desk/token', scene.tokenUrl)
      .replaceAll('https://desk.example.com', scene.desk.url);

  it('has the same code in both languages', async () => {
    for (const language of ['html', 'js', 'sh'])
      expect(await snippets('cms.zh-CN.md', language)).to.deep.equal(await snippets('cms.md', language));
  });

  it('has three markups that work with its script tag', async () => {
    const [tag, element, block, link] = (await snippets('cms.md', 'html')).map(here);
    const page = await scene.open(tag ?? '', `${element}${block}${link}`);
    page.document.querySelector('[data-bytedesk=workspace]')?.scrollIntoView();
    await ready(page, 2);
    expect(workspacesIn(page).map(({ offsetHeight }) => offsetHeight)).to.deep.equal([700, 700]);
    expect(page.document.querySelector('a[data-bytedesk=login]')?.checkVisibility()).to.equal(true);
    expect(codes(page)).to.deep.equal([]);
  });

  it('has calls that work', async () => {
    const [code] = await snippets('cms.md', 'js');
    const page = await scene.open(
      scene.tag(),
      `<i id="console"></i><i id="open"></i><script>${code}</script>`,
    );
    await ready(page);
    expect(page.document.querySelector('#open > bytedesk-login-button')).not.to.equal(null);
  });

  it('has a block for authors without a back end', async () => {
    const block = (await snippets('cms.md', 'html')).at(-1) ?? '';
    // A desk of its own, where the storage of WebKit keeps no login of the tests before.
    const own = await MountScene.start();
    const page = await own.open(`<script src="${SCRIPT}" data-server="${own.desk.url}"></script>`, block);
    await until(() => workspacesIn(page)[0]?.evidence === 'load', 'the sign-in form');
    expect(await own.consoles()).to.deep.equal([]);
    await own.desk.close();
  });
});
