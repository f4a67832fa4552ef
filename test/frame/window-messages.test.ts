import { expect } from '@open-wc/testing';
import { spy } from 'sinon';
import { receiveFrom } from '../../src/frame/window-messages.js';

/** A frame of this page's own origin, whose messages come in as events that the test makes itself. */
async function addFrame(): Promise<Window> {
  const frame = document.createElement('iframe');
  frame.srcdoc = '';
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  if (frame.contentWindow === null) throw new Error('the frame has no window');
  return frame.contentWindow;
}

const post = (source: MessageEventSource | null, data: unknown = 1): boolean =>
  window.dispatchEvent(new MessageEvent('message', { source, data, origin: location.origin }));

describe('receiveFrom', () => {
  afterEach(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));

  it('hands a message to the receiver of its source, and to no other', async () => {
    const [one, two] = [await addFrame(), await addFrame()];
    const [first, second] = [spy(), spy()];
    const ends = [receiveFrom(one, first), receiveFrom(two, second)];
    post(two, 'for two');
    expect(first.callCount).to.equal(0);
    expect(second.firstCall.args[0].data).to.equal('for two');
    ends.forEach((end) => end());
  });

  it('drops messages of the page itself, of strangers and of nobody', async () => {
    const known = spy();
    const end = receiveFrom(await addFrame(), known);
    post(window);
    post(await addFrame());
    post(null);
    post(new MessageChannel().port1);
    expect(known.callCount).to.equal(0);
    end();
  });

  it('keeps one listener on the window, from the first receiver to the last', async () => {
    const add = spy(window, 'addEventListener');
    const remove = spy(window, 'removeEventListener');
    const ends = [await addFrame(), await addFrame()].map((frame) => receiveFrom(frame, () => undefined));
    // The browser keeps one of a listener that is added again.
    expect(new Set(add.withArgs('message').args.map(([, listener]) => listener)).size).to.equal(1);
    ends[0]?.();
    expect(remove.withArgs('message').callCount).to.equal(0);
    ends[1]?.();
    ends[1]?.();
    expect(remove.withArgs('message').callCount).to.equal(1);
    add.restore();
    remove.restore();
  });

  it('leaves a later receiver of the same source alone when an earlier one ends', async () => {
    const frame = await addFrame();
    const later = spy();
    const endEarlier = receiveFrom(frame, () => undefined);
    const endLater = receiveFrom(frame, later);
    endEarlier();
    post(frame);
    expect(later.callCount).to.equal(1);
    endLater();
  });
});
