import { expect } from '@open-wc/testing';
import { clickOn, closeOtherWindows } from './input.js';

describe('pop-up blocker', () => {
  afterEach(closeOtherWindows);

  // First, since a click still counts for a while.
  it('blocks a window that no user asked for', async () => {
    expect(window.open('about:blank') ?? null).to.equal(null);
  });

  it('lets a window open inside a click', async () => {
    const button = document.createElement('button');
    let opened: Window | null = null;
    button.addEventListener('click', () => (opened = window.open('about:blank')));
    document.body.append(button);
    await clickOn(button);
    expect(opened).not.to.equal(null);
    button.remove();
  });
});
