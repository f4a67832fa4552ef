import { expect } from '@open-wc/testing';
import { type MountPage, MountScene, SCRIPT } from '../mount/mount-page.js';
import { issueToken, requestsOf, until } from '../support/workspace.js';

/** What a listener of `bytedesk-token-expiring` met. */
interface AnswerPage extends MountPage {
  readonly asked: string[];
}

interface Row {
  /** Attributes of the script tag; none for a page that says nothing. */
  readonly tag?: string;
  readonly html?: string;
  /** Where the page answers; the document, if it says nothing. */
  readonly at?: string;
  /** What a script does before the answer is due. */
  readonly script?: string;
}

const MARKUP = '<bytedesk-workspace server="DESK" path="/agent/chat" token="TOKEN"></bytedesk-workspace>';
const MAKE = `Object.assign(document.createElement('bytedesk-workspace'), { path: '/agent/chat', token: 'TOKEN'`;

const TAKEN: Record<string, Row> = {
  'the server of the script tag': {
    tag: 'data-server="DESK"',
    html: '<bytedesk-workspace path="/agent/chat" token="TOKEN"></bytedesk-workspace>',
  },
  'a server in an attribute that the script tag names, too': {
    tag: 'data-server="https://desk.example" data-servers="DESK"',
    html: MARKUP,
  },
  'a server that a script has set': { script: `document.body.append(${MAKE}, server: 'DESK' }))` },
  'a server in an attribute, for a listener on the element': {
    html: MARKUP,
    at: `document.querySelector('bytedesk-workspace')`,
  },
  'a server in an attribute that a script has set again': {
    html: MARKUP,
    script: `document.querySelector('bytedesk-workspace').server = 'DESK/'`,
  },
};

const REFUSED: Record<string, Row> = {
  'a server in an attribute': { html: MARKUP },
  'an API in an attribute': {
    html: '<bytedesk-workspace api="DESK" path="/agent/chat" token="TOKEN"></bytedesk-workspace>',
    script: `document.querySelector('bytedesk-workspace').server = 'DESK'`,
  },
  'a server in an attribute, for a listener on the window': { html: MARKUP, at: 'window' },
  'a server in an attribute, for a listener that captures': { html: MARKUP, at: 'document, true' },
  'a server in an attribute, for a listener on a box around the element': {
    html: `<main>${MARKUP}</main>`,
    at: `document.querySelector('main')`,
  },
  'a server in an attribute, for a listener on the host of the tree that the element stands in': {
    html: '<main></main>',
    at: `document.querySelector('main')`,
    script: `document.querySelector('main').attachShadow({ mode: 'open' }).innerHTML = MARKUP`,
  },
};

/**
 * Markup may come from anybody, and a listener above all elements hears of all of them. So what it answers goes only to
 * servers that the page's own scripts have named.
 */
describe('who gets what a listener of bytedesk-token-expiring answers', () => {
  let scene: MountScene;
  let fresh: string;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  async function open({ tag = '', html = '', at = 'document', script = '' }: Row): Promise<AnswerPage> {
    const token = await issueToken(scene.desk, { seconds: 40 });
    fresh = await issueToken(scene.desk, { seconds: 7200 });
    const here = (text: string): string =>
      text.replaceAll('DESK', scene.desk.url).replaceAll('TOKEN', token).replaceAll('FRESH', fresh);
    const [target, capture] = at.split(', ');
    const listener = `window.asked = [];
      ${target}.addEventListener('bytedesk-token-expiring', (event) => {
        try { event.respondWith('FRESH'); asked.push('taken'); }
        catch (error) { asked.push(String(error.code) + ' ' + error.message); }
      }, ${capture ?? false});`;
    // All in one task, since an element asks at once about a token that is near its end.
    const page = await scene.open(
      here(`<script src="${SCRIPT}" ${tag}></script>`),
      here(
        `<script>const MARKUP = '${MARKUP}'; document.body.insertAdjacentHTML('beforeend', '${html}'); ${listener} ${script}</script>`,
      ),
    );
    return page as AnswerPage;
  }

  for (const [what, row] of Object.entries(TAKEN)) {
    it(`is taken: ${what}`, async () => {
      const page = await open(row);
      await until(() => page.asked.length > 0, 'the page is asked');
      expect(page.asked).to.deep.equal(['taken']);
    });
  }

  for (const [what, row] of Object.entries(REFUSED)) {
    it(`is refused: ${what}`, async () => {
      const page = await open(row);
      await until(() => page.asked.length > 0, 'the page is asked');
      expect(page.asked.length).to.equal(1);
      expect(page.asked[0]).to.match(/^untrusted-origin .*configure\(/);
      const [sent] = [JSON.stringify(await requestsOf(scene.desk))];
      expect(sent).not.to.contain(fresh);
    });
  }
});
