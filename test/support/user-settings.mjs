const NOT_HERE = { isEmulated: false };

/** Shows a page as people see it who have set their system or their browser otherwise, where an engine can be told to. */
export function userSettings() {
  // What a DevTools session emulates ends with it.
  const sessions = new WeakMap();
  const sessionOf = async (page) => {
    if (!sessions.has(page)) sessions.set(page, await page.createCDPSession());
    return sessions.get(page);
  };
  const commands = {
    'media-features': async ({ browser, id }, wanted) => {
      if (browser.name !== 'Chromium') return NOT_HERE;
      const features = Object.entries(wanted).map(([name, value]) => ({ name, value }));
      await (await sessionOf(browser.getPage(id))).send('Emulation.setEmulatedMedia', { features });
      return { isEmulated: true };
    },
    'window-size': async ({ browser, id }, size) => {
      if (browser.type !== 'puppeteer') return NOT_HERE;
      await browser.getPage(id).setViewport(size);
      return { isEmulated: true };
    },
  };
  return {
    name: 'user-settings',
    executeCommand: ({ command, payload, session }) => commands[command]?.(session, payload),
  };
}
