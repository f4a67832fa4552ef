import { expect } from '@open-wc/testing';
import { BytedeskError } from '../../src/errors.js';
import { isBlank, openWindow, navigateWithToken } from '../../src/windows/console-window.js';
import { closeOtherWindows, otherWindows } from '../support/input.js';
import { createPage, otherOrigin } from '../support/pages.js';
import { inClick, untilWindows } from '../support/windows.js';
import { until } from '../support/workspace.js';

const SECRET = 'the-secret-token';

/** A token that comes when it is told to. */
function lateToken(): {
  obtain: (signal: AbortSignal) => Promise<string>;
  give(): void;
  fail(error: Error): void;
} {
  let give = (): void => undefined;
  let fail = (_error: Error): void => undefined;
  const token = new Promise<string>((resolve, reject) => {
    give = () => resolve(SECRET);
    fail = reject;
  });
  const obtain = (signal: AbortSignal): Promise<string> =>
    Promise.race([
      token,
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new BytedeskError('aborted', 'given up')));
      }),
    ]);
  return { obtain, give: () => give(), fail: (error) => fail(error) };
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'sent',
    (error: unknown) => (error instanceof BytedeskError ? error.code : String(error)),
  );

describe('navigateWithToken', () => {
  let page: string;

  before(async () => {
    page = otherOrigin() + (await createPage('<!doctype html><title>console</title>'));
  });
  beforeEach(closeOtherWindows);
  afterEach(closeOtherWindows);

  const url = (token: string): URL => new URL(`${page}?accessToken=${token}`);
  const start = (obtain: (signal: AbortSignal) => Promise<string>, target = '_blank') =>
    inClick(() => {
      const opened = openWindow(target);
      const stop = new AbortController();
      return {
        opened,
        stop,
        done: codeOf(navigateWithToken(opened, { target, handle: { obtain }, settings: { url }, stop })),
      };
    });

  it('opens the window at once and sends it on its way when the token is there', async () => {
    const { obtain, give } = lateToken();
    const { opened, done } = await start(obtain);
    expect(opened.opener).to.equal(null);
    expect(isBlank(opened)).to.equal(true);
    expect(await untilWindows(1)).to.deep.equal(['about:blank']);
    give();
    expect(await done).to.equal('sent');
    await until(async () => (await otherWindows())[0] === url(SECRET).href, 'the console is shown');
  });

  it('puts the token into no document on the way', async () => {
    const { obtain, give } = lateToken();
    const { opened, done } = await start(obtain);
    const seen: string[] = [];
    const look = (): void => void seen.push(document.documentElement.outerHTML);
    for (const type of ['click', 'auxclick']) addEventListener(type, look, { capture: true, once: true });
    const { document: blank } = opened;
    give();
    await done;
    expect(blank.documentElement.outerHTML + seen.join('')).not.to.contain(SECRET);
    expect(JSON.stringify(performance.getEntries())).not.to.contain(SECRET);
  });

  it('closes the window again if there is no token', async () => {
    const { obtain, fail } = lateToken();
    const { opened, done } = await start(obtain);
    fail(new BytedeskError('token-source-failed', 'none'));
    expect(await done).to.equal('token-source-failed');
    expect(opened.closed).to.equal(true);
    await untilWindows(0);
  });

  it('closes the window again when it is given up', async () => {
    const { obtain } = lateToken();
    const { opened, stop, done } = await start(obtain);
    stop.abort();
    expect(await done).to.equal('aborted');
    expect(opened.closed).to.equal(true);
  });

  it('closes the window again when the page goes away', async () => {
    const { obtain } = lateToken();
    const { opened, done } = await start(obtain);
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(opened.closed).to.equal(true);
    expect(await done).to.equal('aborted');
  });

  it('asks no more for the page going away once the window is on its way', async () => {
    const { obtain, give } = lateToken();
    const { opened, done } = await start(obtain);
    give();
    await done;
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(opened.closed).to.equal(false);
  });

  it('ends quietly if the user closed the window meanwhile', async () => {
    const { obtain, give } = lateToken();
    const { opened, done } = await start(obtain);
    opened.close();
    await until(() => opened.closed, 'closed');
    give();
    expect(await done).to.equal('aborted');
    await untilWindows(0);
  });

  it('leaves a window alone that the user took for another address meanwhile', async () => {
    const { obtain, give } = lateToken();
    const { opened, done } = await start(obtain);
    opened.location.href = page;
    await until(() => !isBlank(opened), 'elsewhere');
    give();
    expect(await done).to.equal('aborted');
    expect(await untilWindows(1)).to.deep.equal([page]);
  });

  it('navigates a window of that name that is there already, and does not close it', async () => {
    const opened = await inClick(() => window.open(page, 'there'));
    await until(() => opened !== null && !isBlank(opened), 'it is there');
    const { obtain, give } = lateToken();
    const { done } = await start(obtain, 'there');
    give();
    expect(await done).to.equal('sent');
    await until(async () => (await otherWindows())[0] === url(SECRET).href, 'the console is shown');

    const second = lateToken();
    const next = await start(second.obtain, 'there');
    second.fail(new BytedeskError('network', 'none'));
    expect(await next.done).to.equal('network');
    expect((await untilWindows(1))[0]).to.contain(SECRET);
    expect(JSON.stringify(performance.getEntries())).not.to.contain(SECRET);
  });

  it('does not navigate a frame that has taken the name of the window meanwhile', async () => {
    const opened = await inClick(() => window.open(page, 'there'));
    await until(() => opened !== null && !isBlank(opened), 'it is there');
    const { obtain, give } = lateToken();
    const { done } = await start(obtain, 'there');
    const frame = document.createElement('iframe');
    frame.name = 'there';
    document.body.append(frame);
    give();
    // Which of the two a name means is the browser's choice.
    expect(['sent', 'aborted']).to.contain(await done);
    await untilWindows(1);
    await new Promise((resolve) => setTimeout(resolve));
    expect(frame.contentDocument?.URL).to.equal('about:blank');
    expect(JSON.stringify(performance.getEntries())).not.to.contain(SECRET);
    frame.remove();
  });

  it('takes a new window where the name is that of a frame', async () => {
    const frame = document.createElement('iframe');
    frame.name = 'frame-name';
    document.body.append(frame);
    const { obtain, give } = lateToken();
    const { done } = await start(obtain, 'frame-name');
    give();
    await done;
    await untilWindows(1);
    expect(frame.contentWindow && isBlank(frame.contentWindow)).to.equal(true);
    expect(JSON.stringify(performance.getEntries())).not.to.contain(SECRET);
    frame.remove();
  });
});
