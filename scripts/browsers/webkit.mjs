import { send, startWebKitDriver } from './webdriver.mjs';

/**
 * WebKitGTK for the test runner, over plain WebDriver. One window is used for all sessions, one after another, so
 * that every test runs in a top-level document: in an iframe `parent`, `top` and storage would differ.
 */
export function webkitLauncher({ browser, popups = true }) {
  const active = new Map();
  let driver, starting, session, home;
  let queue = Promise.resolve();
  const oneAtATime = (task) => (queue = queue.then(task, task));
  const command = (method, path, body) => send(driver.base, method, session + path, body);

  async function start() {
    driver = await startWebKitDriver(browser);
    const switches = popups ? ['--javascript-can-open-windows-automatically=true'] : [];
    const options = { binary: browser.miniBrowser, args: ['--automation', ...switches] };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } };
    const { sessionId } = await send(driver.base, 'POST', '/session', { capabilities });
    session = `/session/${sessionId}`;
    home = await command('GET', '/window');
    await command('POST', '/window/rect', { width: 1000, height: 800 });
  }

  async function eachOtherWindow(task) {
    const found = [];
    for (const handle of await command('GET', '/window/handles')) {
      if (handle === home) continue;
      try {
        await command('POST', '/window', { handle });
        found.push(await task());
      } catch (error) {
        // One that closes by itself may be gone by now.
        if (!error.message.includes('no such window')) throw error;
      }
    }
    await command('POST', '/window', { handle: home });
    return found;
  }

  const closeOtherWindows = () => eachOtherWindow(() => command('DELETE', '/window'));

  return {
    name: 'WebKit',
    type: 'webkit',
    concurrency: 1,
    async initialize() {},
    isActive: (id) => active.has(id),
    getBrowserUrl: (id) => active.get(id),
    startSession: (id, url) =>
      oneAtATime(async () => {
        await (starting ??= start());
        active.set(id, url);
        await command('POST', '/url', { url });
      }),
    stopSession: (id) =>
      oneAtATime(async () => {
        active.delete(id);
        await closeOtherWindows();
        await command('POST', '/url', { url: 'about:blank' });
        return {};
      }),
    async startDebugSession() {
      throw new Error('WebKit has no debug mode here');
    },
    async stop() {
      await starting?.catch(() => {});
      // WebDriver ends MiniBrowser with its session; killing the driver alone would leave it.
      if (session) await command('DELETE', '').catch(() => {});
      driver?.stop();
    },
    /** One list of input actions, see the WebDriver standard. */
    perform: (actions) => oneAtATime(() => command('POST', '/actions', { actions })),
    otherWindows: () => oneAtATime(() => eachOtherWindow(() => command('GET', '/url'))),
    closeOtherWindows: () => oneAtATime(closeOtherWindows),
  };
}
