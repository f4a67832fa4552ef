// WebDriver's code points for keys that are no character.
const KEYS = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  ' ': ' ',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  Meta: '\uE03D',
};
const BUTTONS = ['left', 'middle', 'right'];

const DRAWN = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';
const DRAWN_TIMEOUT_MS = 2000;

/** Chromium finds a cross-site frame under the pointer only once that frame has been drawn. */
async function untilFramesAreDrawn(page) {
  const drawn = (frame) => frame.evaluate(DRAWN);
  // A hidden frame is never drawn.
  const enough = new Promise((resolve) => setTimeout(resolve, DRAWN_TIMEOUT_MS));
  const frames = page.mainFrame().childFrames();
  await Promise.race([Promise.allSettled(frames.map(drawn)), enough]);
}

async function withPuppeteer(page, { keys, at, button = 'left', modifiers = [], byTouch }) {
  // A window that a test opened may be in front.
  await page.bringToFront();
  if (at) await untilFramesAreDrawn(page);
  for (const modifier of modifiers) await page.keyboard.down(modifier);
  if (byTouch) await page.touchscreen.tap(at[0], at[1]);
  else if (at) await page.mouse.click(at[0], at[1], { button });
  for (const key of keys ?? []) await page.keyboard.press(key === ' ' ? 'Space' : key);
  for (const modifier of modifiers.toReversed()) await page.keyboard.up(modifier);
}

async function withWebDriver(launcher, { keys, at, button = 'left', modifiers = [], byTouch }) {
  const down = (key) => ({ type: 'keyDown', value: KEYS[key] ?? key });
  const up = (key) => ({ type: 'keyUp', value: KEYS[key] ?? key });
  const keyboard = (actions) => launcher.perform([{ type: 'key', id: 'keyboard', actions }]);
  if (modifiers.length > 0) await keyboard(modifiers.map(down));
  if (at) {
    const which = BUTTONS.indexOf(button);
    const actions = [
      { type: 'pointerMove', duration: 0, x: at[0], y: at[1], origin: 'viewport' },
      { type: 'pointerDown', button: which },
      { type: 'pointerUp', button: which },
    ];
    const pointerType = byTouch ? 'touch' : 'mouse';
    await launcher.perform([{ type: 'pointer', id: pointerType, parameters: { pointerType }, actions }]);
  }
  for (const key of keys ?? []) await keyboard([down(key), up(key)]);
  if (modifiers.length > 0) await keyboard(modifiers.toReversed().map(up));
}

// One page per engine is at work at a time, so what else is open was opened by the test.
const puppeteerWindows = async (page) =>
  (await page.browserContext().pages()).filter((other) => other !== page);

/** Undefined for one that is just opening or closing: it has no page yet, or none any more. */
function addressOf(page) {
  try {
    return page.url();
  } catch {
    return undefined;
  }
}

async function closePage(page) {
  try {
    await page.close();
  } catch (error) {
    if (!page.isClosed() && !/No target|closed/i.test(error.message)) throw error;
  }
}

const commands = {
  'real-input': (browser, id, payload) =>
    browser.type === 'puppeteer'
      ? withPuppeteer(browser.getPage(id), payload)
      : withWebDriver(browser, payload),
  'other-windows': async (browser, id) =>
    browser.type === 'puppeteer'
      ? (await puppeteerWindows(browser.getPage(id))).map(addressOf).filter(Boolean)
      : browser.otherWindows(),
  'close-other-windows': async (browser, id) => {
    if (browser.type !== 'puppeteer') return browser.closeOtherWindows();
    for (const page of await puppeteerWindows(browser.getPage(id))) await closePage(page);
  },
};

/** Keys and clicks from outside the page, which count as the user's own; and a look at the windows they open. */
export function realInput() {
  return {
    name: 'real-input',
    async executeCommand({ command, payload, session }) {
      const run = commands[command];
      // The runner takes no answer for an unknown command.
      return run && ((await run(session.browser, session.id, payload)) ?? true);
    },
  };
}
