import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import { isBlank } from '../../src/windows/console-window.js';
import { openPopup, watchPopup } from '../../src/windows/popup.js';
import { closeOtherWindows } from '../support/input.js';
import { createPage, otherOrigin } from '../support/pages.js';
import { inClick, untilWindows } from '../support/windows.js';
import { until } from '../support/workspace.js';

describe('watchPopup', () => {
  const ends: (() => void)[] = [];
  let count = 0;
  let clock: SinonFakeTimers;
  const look = (): void => void clock.tick(500);

  beforeEach(async () => {
    await closeOtherWindows();
    clock = useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(async () => {
    clock.restore();
    for (const end of ends.splice(0)) end();
    await closeOtherWindows();
  });

  async function open(features = 'popup,width=400,height=300'): Promise<{
    popup: Window;
    name: string;
    closings: boolean[];
  }> {
    const name = `bytedesk test ${count++}`;
    const { popup } = await inClick(() => openPopup(name, features));
    const closings: boolean[] = [];
    ends.push(watchPopup(name, popup, (isSure) => closings.push(isSure)));
    return { popup, name, closings };
  }

  it('tells that a pop-up was closed', async () => {
    const { popup, closings } = await open();
    popup.location.href = otherOrigin() + (await createPage('<!doctype html>console'));
    await until(() => !isBlank(popup), 'the console is there');
    look();
    popup.close();
    await until(() => popup.closed, 'closed');
    look();
    look();
    expect(closings).to.deep.equal([true]);
  });

  it('is not sure of one that reads as closed as soon as its page is there', async () => {
    const { popup, closings } = await open();
    const headers = { 'cross-origin-opener-policy': 'same-origin' };
    popup.location.href = otherOrigin() + (await createPage('<!doctype html>console', headers));
    look();
    await until(() => popup.closed, 'it reads as closed');
    look();
    expect(closings).to.deep.equal([false]);
    await untilWindows(1);
  });

  it('gives the one there is, instead of a second', async () => {
    const { popup, name } = await open();
    const again = await inClick(() => openPopup(name, ''));
    expect(again.popup).to.equal(popup);
    expect(again.isWatched).to.equal(true);
    await untilWindows(1);
  });

  it('finds the one there is by its name, too, when nobody watches it', async () => {
    const { popup, name } = await open();
    const page = otherOrigin() + (await createPage('<!doctype html>console'));
    popup.location.href = page;
    await until(() => !isBlank(popup), 'the console is there');
    ends.pop()?.();
    const again = await inClick(() => openPopup(name, ''));
    expect(again.popup).to.equal(popup);
    expect(again.isWatched).to.equal(false);
    expect(await untilWindows(1)).to.deep.equal([page]);
  });

  it('keeps its hold on the window, whatever the features say', async () => {
    const { popup } = await open('popup,noopener,noreferrer,width=300,height=300');
    expect(popup.opener).to.equal(window);
  });

  it('looks no more after its end', async () => {
    const { popup, closings } = await open();
    ends.pop()?.();
    popup.close();
    await until(() => popup.closed, 'closed');
    look();
    expect(clock.countTimers()).to.equal(0);
    expect(closings).to.deep.equal([]);
  });
});
