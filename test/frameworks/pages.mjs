// Pages of the examples in a browser, and what tests look for in them.
export const USER = 'agent@example.com';
const LIMIT_MS = 60_000;

/** What every browser asks a server for. */
const HARMLESS = /favicon/;

/** Opens a page in a browser context of its own, and collects what it complains of. */
export async function openPage(browser, url) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT_MS);
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const text = `${message.text()} ${message.location().url ?? ''}`;
    if (['error', 'warn'].includes(message.type()) && !HARMLESS.test(text)) complaints.push(text);
  });
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

/** The frames of a page that show a console. */
export const consoles = (page, desk) => page.frames().filter((frame) => frame.url().startsWith(desk.url));

/** Waits until something is true. */
export async function until(condition, message) {
  const end = Date.now() + LIMIT_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(message);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
