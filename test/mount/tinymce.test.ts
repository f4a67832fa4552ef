import { expect } from '@open-wc/testing';
import { issueToken, task } from '../support/workspace.js';
import { codes, type MountPage, MountScene, ready, workspacesIn } from './mount-page.js';

interface Editor {
  readonly undoManager: { add(): void; undo(): void };
  getContent(options?: { readonly format: 'raw' }): string;
  setContent(html: string): void;
  insertContent(html: string): void;
  remove(): void;
}
type EditorPage = MountPage & { readonly tinymce: { init(options: object): Promise<readonly Editor[]> } };

const LIBRARY = ['tinymce', 'models/dom/model', 'themes/silver/theme', 'icons/default/icons']
  .map((file) => `<script src="/node_modules/tinymce/${file}.min.js"></script>`)
  .join('');

/** As TinyMCE writes it. */
const TEXT = '<p>Text</p>\n';
const BLOCK =
  '<div data-bytedesk="workspace" data-path="/agent/chat" data-loading="eager">Sign in <strong>here</strong></div>';
const ELEMENT = '<bytedesk-workspace path="/agent/chat"></bytedesk-workspace>';

/** What makes TinyMCE keep elements; otherwise it drops them. */
const KEEPS_ELEMENTS = {
  custom_elements: 'bytedesk-workspace',
  extended_valid_elements: 'bytedesk-workspace[*]',
};

describe('an inline editor of TinyMCE', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  const open = async (area: string): Promise<EditorPage> =>
    (await scene.open(LIBRARY + scene.tag(), area)) as EditorPage;

  async function edit(page: EditorPage, options: object): Promise<Editor> {
    const [editor] = await page.tinymce.init({ selector: '#area', inline: true, skin: false, ...options });
    if (!editor) throw new Error('TinyMCE does not run');
    return editor;
  }

  it('gives back the block and the element that stand in it, but no token, and nothing runs there until it is removed', async () => {
    const page = await open('<div id="area"></div>');
    const editor = await edit(page, KEEPS_ELEMENTS);
    const content = `${TEXT}${BLOCK}\n${ELEMENT}`;
    const token = await issueToken(scene.desk);
    editor.setContent(content.replace('<bytedesk-workspace', `$& token="${token}"`));
    for (let round = 0; round < 3; round++) {
      await task();
      expect(editor.getContent()).to.equal(content);
      expect(editor.getContent({ format: 'raw' })).to.equal(content.replaceAll('\n', ''));
      expect(workspacesIn(page).map(({ state }) => state)).to.deep.equal(['idle']);
      editor.undoManager.add();
      editor.insertContent('more');
      editor.undoManager.undo();
      editor.setContent(editor.getContent());
    }
    expect(await scene.consoles()).to.deep.equal([]);
    editor.remove();
    await ready(page, 2);
    expect(workspacesIn(page)).to.have.lengthOf(2);
    expect(codes(page)).to.deep.equal([]);
  });

  it('finds what the author wrote where a console runs already, and leaves one console, each time', async () => {
    // TinyMCE fills an empty block.
    const empty = BLOCK.replace(/>.*</, '>&nbsp;<');
    const content = `${TEXT}${BLOCK}\n${empty}`;
    const page = await open(`<div id="area">${content}</div>`);
    for (let round = 0; round < 2; round++) {
      await ready(page, 2);
      const editor = await edit(page, {});
      expect(editor.getContent()).to.equal(content);
      expect(workspacesIn(page)).to.deep.equal([]);
      editor.remove();
    }
    await ready(page, 2);
    expect(codes(page)).to.deep.equal([]);
  });
});
