import { expect } from '@open-wc/testing';
import { issueToken, requestsOf, until } from '../support/workspace.js';
import { codes, type MountPage, MountScene, ready, SCRIPT, workspacesIn } from './mount-page.js';

type MorphPage = MountPage & { morph(main: Element, html: string): void };

const TURBO = '@hotwired/turbo/dist/turbo.es2017-umd.js';
const MORPHS: Readonly<Record<string, readonly [script: string, call: string]>> = {
  morphdom: ['morphdom/dist/morphdom-umd.js', 'morphdom(main, html)'],
  Idiomorph: ['idiomorph/dist/idiomorph.js', 'Idiomorph.morph(main, html)'],
  'Turbo streams': [
    TURBO,
    `Turbo.renderStreamMessage('<turbo-stream action="replace" method="morph" target="main"><template>' + html + '</template></turbo-stream>')`,
  ],
  'a script that takes all attributes away first': [
    'morphdom/dist/morphdom-umd.js',
    `const [from, next] = [main.querySelector('bytedesk-workspace'), document.createElement('template')];
     next.innerHTML = html;
     const to = next.content.querySelector('bytedesk-workspace');
     main.querySelector('p').textContent = next.content.querySelector('p').textContent;
     for (const name of from.getAttributeNames()) if (!to.hasAttribute(name)) from.removeAttribute(name);
     for (const name of to.getAttributeNames()) from.setAttribute(name, to.getAttribute(name));`,
  ],
};

describe('scripts that morph a page into its server’s markup', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  for (const [name, [script, call]] of Object.entries(MORPHS))
    it(`leave a workspace alone whose token they put back, and copies of it say what they lack: ${name}`, async () => {
      const token = await issueToken(scene.desk);
      const body = (n: number): string =>
        `<main id="main"><p>${n}</p><bytedesk-workspace server="${scene.desk.url}" path="/agent/chat" token="${token}"></bytedesk-workspace></main>`;
      const page = (await scene.open(
        `<script src="/node_modules/${script}"></script><script>window.morph = (main, html) => { ${call}; }</script><script src="${SCRIPT}"></script>`,
        body(0),
      )) as MorphPage;
      await ready(page);
      const [element] = workspacesIn(page);
      const main = (): Element => page.document.getElementById('main') as Element;
      for (let n = 1; n <= 5; n++) {
        page.morph(main(), body(n));
        await until(() => main().querySelector('p')?.textContent === String(n), 'morphed');
        expect(element?.getAttributeNames()).not.to.contain('token');
        expect(element?.hasAttribute('token-taken')).to.equal(true);
      }
      expect(workspacesIn(page)).to.deep.equal([element]);
      expect(page.events.map(({ type }) => type)).to.deep.equal(['ready']);
      const loads = (await requestsOf(scene.desk)).filter(({ path }) => path === '/agent/chat');
      expect(loads.length).to.equal(1);
      element?.after(element.cloneNode(true));
      await until(() => codes(page).length > 0, 'an error');
      expect(codes(page)).to.deep.equal(['token-missing']);
      expect(workspacesIn(page).map(({ state }) => state)).to.deep.equal(['ready', 'error']);
    });

  it('do not keep a page busy that take token-taken away whenever it comes', async () => {
    const token = await issueToken(scene.desk);
    const strip = `new MutationObserver((records) => records.forEach(({ target }) => target.removeAttribute('token-taken')))
      .observe(document, { subtree: true, attributes: true, attributeFilter: ['token-taken'] });`;
    const page = await scene.open(
      `<script>${strip}</script><script src="${SCRIPT}"></script>`,
      `<bytedesk-workspace server="${scene.desk.url}" path="/agent/chat" token="${token}"></bytedesk-workspace>
       <script>document.querySelector('bytedesk-workspace').removeAttribute('token-taken')</script>`,
    );
    await ready(page);
    expect(codes(page)).to.deep.equal([]);
  });

  it('may leave the name of that attribute in a block, which is none of a block', async () => {
    const page = await scene.open(
      scene.tag(),
      '<div data-bytedesk="workspace" data-path="/agent/chat" data-loading="eager" data-token-taken="1"></div>',
    );
    await ready(page);
    expect(codes(page)).to.deep.equal([]);
  });
});
