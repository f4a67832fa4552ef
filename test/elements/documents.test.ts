import { expect } from '@open-wc/testing';
import { createPage } from '../support/pages.js';
import { createWorkspace, SharedDesk } from '../support/workspace.js';

/** Opens a page of the same origin in a frame. */
async function openFrame(html = '<!doctype html><title>other document</title>'): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.src = await createPage(html);
  document.body.append(frame);
  await loaded;
  return frame;
}

const lookOf = (element: Element): string[] => {
  const { display, position, blockSize } = (element.ownerDocument.defaultView as Window).getComputedStyle(
    element,
  );
  return [display, position, blockSize];
};

const LOOK = ['flex', 'relative', '432px'];

describe('elements in other documents', () => {
  const shared = new SharedDesk();
  const frames: HTMLIFrameElement[] = [];

  afterEach(() => {
    for (const frame of frames.splice(0)) frame.remove();
  });

  const other = async (): Promise<HTMLElement> => {
    const frame = await openFrame();
    frames.push(frame);
    return (frame.contentDocument as Document).body;
  };

  it('keeps the styles of a workspace that moves to another document and back', async () => {
    const { element } = createWorkspace(await shared.settings({ height: 432 }));
    document.body.append(element);
    await element.updateComplete;
    expect(lookOf(element)).to.deep.equal(LOOK);
    const elsewhere = await other();
    for (const place of [elsewhere, document.body, elsewhere, document.body]) {
      place.append(element);
      await element.updateComplete;
      expect(lookOf(element)).to.deep.equal(LOOK);
    }
    element.remove();
  });

  it('gives styles to a workspace that is inserted into another document first', async () => {
    const { element } = createWorkspace(await shared.settings({ height: 432 }));
    (await other()).append(element);
    await element.updateComplete;
    expect(lookOf(element)).to.deep.equal(LOOK);
    element.height = 222;
    await element.updateComplete;
    expect(lookOf(element)).to.deep.equal(['flex', 'relative', '222px']);
  });

  it('keeps the styles of a login button that moves', async () => {
    const button = document.createElement('bytedesk-login-button');
    (await other()).append(button);
    await button.updateComplete;
    expect(lookOf(button)[0]).to.equal('inline-block');
    document.body.append(button);
    expect(lookOf(button)[0]).to.equal('inline-block');
    button.remove();
  });
});
