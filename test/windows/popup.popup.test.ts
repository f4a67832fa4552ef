import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import { isBlank } from '../../src/windows/console-window.js';
import { openPopup, watchPopup } from '../../src/windows/popup.js';
import { clickOn, closeOtherWindows, otherWindows } from '../support/input.js';
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
    desk: string;
    closings: boolean[];
  }> {
    const desk = `https://desk${count++}.example`;
    const { popup } = await inClick(() => openPopup(desk, features));
    const closings: boolean[] = [];
    ends.push(watchPopup(desk, popup, (isSure) => closings.push(isSure)));
    return { popup, desk, closings };
  }

  /** A frame of another origin with a page in a window of that name, which a click into it has opened. */
  async function squat(name: string): Promise<void> {
    const fake = otherOrigin() + (await createPage('<!doctype html>fake'));
    const frame = document.createElement('iframe');
    frame.src =
      otherOrigin() +
      (await createPage(
        `<!doctype html><body><script>onclick = () => open(${JSON.stringify(fake)}, ${JSON.stringify(name)})</script>`,
      ));
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    ends.push(() => frame.remove());
    await loaded;
    // A browser gives no click to a frame of another process before it has drawn it. A second click is no second window.
    await until(async () => {
      if (String(await otherWindows()) === fake) return true;
      await clickOn(frame);
      return false;
    }, 'the stranger’s window');
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
    const { popup, desk } = await open();
    const again = await inClick(() => openPopup(desk, ''));
    expect(again.popup).to.equal(popup);
    expect(again.isWatched).to.equal(true);
    await untilWindows(1);
  });

  it('finds the one there is by its name, too, when nobody watches it', async () => {
    const { popup, desk } = await open();
    const page = otherOrigin() + (await createPage('<!doctype html>console'));
    popup.location.href = page;
    await until(() => !isBlank(popup), 'the console is there');
    ends.pop()?.();
    const again = await inClick(() => openPopup(desk, ''));
    expect(again.popup).to.equal(popup);
    expect(again.isWatched).to.equal(false);
    expect(await untilWindows(1)).to.deep.equal([page]);
  });

  it('has names that nobody can guess, one for each base path of an origin', async () => {
    const names = [];
    for (const desk of ['https://desk.example/a', 'https://desk.example/b', 'https://desk.example/a']) {
      const { popup } = await inClick(() => openPopup(desk, ''));
      expect(popup.name).to.match(/^\d{10,}-\d{10,}$/);
      names.push(popup.name);
    }
    expect(new Set(names).size).to.equal(2);
    expect(names[2]).to.equal(names[0]);
    await untilWindows(2);
  });

  it('is not the window that a stranger’s frame has opened under a name that can be guessed', async () => {
    await squat('bytedesk https://desk.example');
    const { popup } = await inClick(() => openPopup('https://desk.example', ''));
    expect(isBlank(popup)).to.equal(true);
    expect((await untilWindows(2)).length).to.equal(2);
  });

  it('has another name after its end, which no page has seen that was shown in it', async () => {
    const { popup, desk } = await open();
    const { name } = popup;
    await closeOtherWindows();
    await untilWindows(0);
    await squat(name);
    const again = await inClick(() => openPopup(desk, ''));
    expect(isBlank(again.popup)).to.equal(true);
    expect(again.popup.name).not.to.equal(name);
    await untilWindows(2);
  });

  it('keeps the name of a later one when another document hears late of the end of the first', async () => {
    const { popup, desk } = await open();
    popup.close();
    await until(() => popup.closed, 'closed');
    // As another document does, which has seen the end already.
    sessionStorage.setItem(`bytedesk-embed popup ${desk}`, 'later');
    look();
    expect(sessionStorage.getItem(`bytedesk-embed popup ${desk}`)).to.equal('later');
  });

  it('is found by one name for as long as this document lives where the storage is blocked', async () => {
    const original = Object.getOwnPropertyDescriptor(Storage.prototype, 'getItem') as PropertyDescriptor;
    const refuse = (): never => {
      throw new DOMException('blocked', 'SecurityError');
    };
    Object.defineProperty(Storage.prototype, 'getItem', { ...original, value: refuse });
    ends.push(() => Object.defineProperty(Storage.prototype, 'getItem', original));
    const { popup, desk } = await open();
    ends.splice(1).forEach((end) => end());
    const again = await inClick(() => openPopup(desk, ''));
    expect(again.popup).to.equal(popup);
  });

  it('keeps its hold on the window, whatever the features say', async () => {
    const { popup } = await open('popup,noopener,noreferrer,width=300,height=300');
    expect(popup.opener).to.equal(window);
  });

  it('runs no timer while nobody sees the page, and looks at once when the page is shown', async () => {
    const { popup, closings } = await open();
    popup.location.href = otherOrigin() + (await createPage('<!doctype html>console'));
    await until(() => !isBlank(popup), 'the console is there');
    look();
    const show = (state: DocumentVisibilityState): void => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    };
    ends.push(() => Reflect.deleteProperty(document, 'visibilityState'));
    show('hidden');
    expect(clock.countTimers()).to.equal(0);
    show('visible');
    expect(clock.countTimers()).to.equal(1);
    show('hidden');
    popup.close();
    await until(() => popup.closed, 'closed');
    look();
    expect(closings).to.deep.equal([]);
    show('visible');
    expect(closings).to.deep.equal([true]);
    expect(clock.countTimers()).to.equal(0);
  });

  it('goes by the window that was clicked in, not by the one that has the script', async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    ends.push(() => frame.remove());
    const view = frame.contentWindow as Window & typeof globalThis;
    const viewClock = useFakeTimers({ global: view, toFake: ['setInterval', 'clearInterval'] } as never);
    ends.push(() => viewClock.restore());
    const desk = `https://desk${count++}.example`;
    const { popup } = await inClick(() => openPopup(desk, 'popup,width=400,height=300'));
    const closings: boolean[] = [];
    ends.push(watchPopup(desk, popup, (isSure) => closings.push(isSure), view));
    expect(clock.countTimers()).to.equal(0);
    expect(viewClock.countTimers()).to.equal(1);
    const show = (state: DocumentVisibilityState): void => {
      Object.defineProperty(view.document, 'visibilityState', { value: state, configurable: true });
      view.document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    };
    show('hidden');
    expect(viewClock.countTimers()).to.equal(0);
    show('visible');
    popup.close();
    await until(() => popup.closed, 'closed');
    viewClock.tick(500);
    expect(closings.length).to.equal(1);
    expect(viewClock.countTimers()).to.equal(0);
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
