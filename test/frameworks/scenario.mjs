/* global document -- in functions that run in the page */
import assert from 'node:assert/strict';
import { startHost } from './host.mjs';
import { consoles, openPage, until, USER } from './pages.mjs';

/** A little longer than the default of `renew-before`: the first renewal is due in seconds. */
const NEARLY_DUE_S = 63;
const SHORT_S = 4;
const HOUR_S = 3600;

/** How Chromium tells of the token endpoint's refusal. */
const REFUSED = /status of 401 .*\/desk\/token/;

const shows = (page, id, text) =>
  page
    .waitForFunction(
      (selector, wanted) => document.querySelector(selector)?.textContent === wanted,
      {},
      id,
      text,
    )
    .catch(async (error) => {
      const seen = await page.$eval('body', (body) => body.innerText).catch(() => '');
      throw new Error(`${id} never showed "${text}". The page shows:\n${seen}`, { cause: error });
    });

/** Looks for a token in what scripts of the page can read of its document. */
const assertNoToken = async (page) => assert.doesNotMatch(await page.content(), /eyJ[\w-]{10,}\./);

/**
 * What a user of any framework's example sees: ready at the deep path, unread messages, a renewal, closing and opening,
 * signing out, and, on another visit, the end of a token that is not renewed.
 */
export async function runScenario({ browser, desk, folder }) {
  const source = { answer: () => desk.issueToken(USER, { seconds: NEARLY_DUE_S }) };
  const host = await startHost(folder, (reason) => source.answer(reason));
  const visit = async (steps, expected = /^$/) => {
    const visitor = await openPage(browser, host.url);
    try {
      await steps(visitor.page);
      assert.deepEqual(
        visitor.complaints.filter((text) => !expected.test(text)),
        [],
      );
    } catch (error) {
      if (visitor.complaints.length > 0)
        error.message += `\nThe page said:\n${visitor.complaints.join('\n')}`;
      throw error;
    } finally {
      await visitor.close();
    }
  };
  try {
    await visit((page) => work(page, { desk, host, source }));
    source.answer = (reason) => (reason === 'initial' ? desk.issueToken(USER, { seconds: SHORT_S }) : null);
    await visit((page) => shows(page, '#news', 'The token has expired.'), REFUSED);
  } finally {
    await host.close();
  }
}

async function work(page, { desk, host, source }) {
  await shows(page, '#state', 'ready');
  const frames = consoles(page, desk);
  assert.equal(frames.length, 1, 'one console');
  assert.equal(new URL(frames[0].url()).pathname, '/agent/chat');

  // The console tells how many there are some time after its load.
  await page.waitForFunction(() => Number(document.querySelector('#unread').textContent) > 0);
  const before = Number(await page.$eval('#unread', (unread) => unread.textContent));
  desk.visitorMessage(USER, 'Is anybody there?');
  await shows(page, '#unread', String(before + 1));

  source.answer = () => desk.issueToken(USER, { seconds: HOUR_S });
  await shows(page, '#news', 'The token was renewed.');
  assert.deepEqual(host.asked, ['initial', 'renew']);
  assert.ok(consoles(page, desk)[0] === frames[0], 'the console that was there is still there');
  await assertNoToken(page);

  await page.click('#toggle');
  await page.waitForFunction(() => !document.querySelector('bytedesk-workspace'));
  await page.click('#toggle');
  await page.waitForFunction(() => document.querySelector('bytedesk-workspace')?.state === 'ready');
  await shows(page, '#state', 'ready');

  await page.click('#sign-out');
  await shows(page, '#news', 'Signed out (host).');
  await shows(page, '#state', 'signed-out');
  // The browser tells of the frame's end a little after the page has it.
  await until(() => consoles(page, desk).length === 0, 'a console is still there after signing out');
  await assertNoToken(page);
}
