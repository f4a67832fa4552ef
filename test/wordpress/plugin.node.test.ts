import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Frame, Page } from 'puppeteer-core';
import { findBrowsers } from '../../scripts/browsers/find-browsers.mjs';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { DIST } from '../../scripts/build/entries.mjs';
import { integrity } from '../../scripts/build/sizes.mjs';
import { launchChromium } from '../demo/demo.js';
import { reasonToSkip } from './programs.js';
import { PASSWORD, WordPressSite } from './site.js';
import { Visitor } from './visitor.js';
import { PLUGIN } from './workplace.js';

/** For one step of a browser: generous, since other tests may use the machine as well. */
const LIMIT_MS = 60_000;
const LOGIN = { username: 'agent@example.com', password: 'not-a-secret-agent' };
const isBuilt = existsSync(join(DIST, 'bytedesk-embed.js'));
const skip = reasonToSkip(findBrowsers().chromium !== undefined, isBuilt);

describe('the WordPress plugin in a browser', { skip }, () => {
  let site: WordPressSite;
  let desk: StandInDesk;
  let browser: Browser;
  let boss: Page;
  let edith: Page;
  const problems: string[] = [];

  /** Does not type, since a script of WordPress moves the focus to the first field a moment after a page has loaded. */
  const fill = async (page: Page, selector: string, value: string): Promise<void> => {
    await page.$eval(selector, (field, text) => ((field as HTMLInputElement).value = text), value);
  };
  /** A tab of a browser of one's own, signed in by the form. */
  async function signIn(name: string): Promise<Page> {
    const context: BrowserContext = await browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(`${site.url}/wp-login.php`);
    await fill(page, '#user_login', name);
    await fill(page, '#user_pass', PASSWORD);
    await submit(page, '#wp-submit');
    const cookies = await context.cookies();
    assert.ok(
      cookies.some((cookie) => cookie.name.startsWith('wordpress_logged_in')),
      `${name} is signed in`,
    );
    return page;
  }
  const submit = async (page: Page, button: string): Promise<void> => {
    // By the keyboard: a click would miss a button that a busy page moves meanwhile.
    await page.focus(button);
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  };
  /** Sees to what earlier steps have done by hand, so that one that failed takes no others along. */
  const given = async (...states: readonly ('active' | 'set up' | 'login')[]): Promise<void> => {
    const { edith: id } = site.content.users;
    const code = {
      active: `activate_plugin( '${PLUGIN}' );`,
      'set up': `if ( empty( get_option( 'bytedesk_embed' )['server'] ) ) update_option( 'bytedesk_embed',
        array( 'server' => '${desk.url}', 'api' => '', 'capability' => 'edit_posts' ) );`,
      login: `if ( ! Bytedesk_Embed\\Logins::is_mapped( ${id} ) )
        Bytedesk_Embed\\Logins::save( ${id}, '${LOGIN.username}', '${LOGIN.password}' );`,
    };
    await site.php(states.map((state) => code[state]).join('\n'));
  };
  const textOf = (page: Page, selector: string): Promise<string> =>
    page.$eval(selector, ({ textContent }) => textContent ?? '');
  const consoleOf = (page: Page): Frame | undefined =>
    page.frames().find((frame) => frame.url().startsWith(desk.url));
  const showsConsole = (page: Page): Promise<unknown> =>
    page.waitForFunction(() => document.querySelector('bytedesk-workspace:state(ready)'), { polling: 100 });

  const ALL = ['active', 'set up', 'login'] as const;
  const openSettings = async (): Promise<void> => {
    await given('active');
    await boss.goto(`${site.url}/wp-admin/options-general.php?page=bytedesk-embed`);
  };

  before(async () => {
    desk = await createStandInDesk();
    site = await WordPressSite.start();
    browser = await launchChromium();
    boss = await signIn('boss');
    edith = await signIn('edith');
  });

  after(async () => {
    await browser?.close();
    await site?.close();
    await desk?.close();
  });

  it('is switched on like any other, and leads to its settings', async () => {
    await boss.goto(`${site.url}/wp-admin/plugins.php`);
    await submit(boss, '#activate-bytedesk-embed');
    await submit(boss, 'tr[data-slug=bytedesk-embed] a[href*="page=bytedesk-embed"]');
    assert.match(await textOf(boss, 'h1'), /ByteDesk/);
  });

  it('shows nothing to anybody before it is set up', async () => {
    await given('active');
    await edith.goto(`${site.url}/?p=${site.content.pages.shortcode}`);
    assert.doesNotMatch(await edith.content(), /bytedesk/i);
  });

  it('refuses an address that is none, and says so', async () => {
    await openSettings();
    await boss.$eval('form', (form) => (form.noValidate = true));
    await fill(boss, '#bytedesk-server', 'ftp://desk.example');
    await submit(boss, '#submit');
    assert.match(await textOf(boss, '.notice-error'), /must start with http/);
    assert.equal(await boss.$eval('#bytedesk-server', (field) => (field as HTMLInputElement).value), '');
  });

  it('keeps the address of the desk', async () => {
    await openSettings();
    await fill(boss, '#bytedesk-server', `${desk.url}/`);
    await submit(boss, '#submit');
    assert.equal(
      await boss.$eval('#bytedesk-server', (field) => (field as HTMLInputElement).value),
      desk.url,
    );
  });

  it('does not take half a login', async () => {
    await given('active');
    await boss.goto(`${site.url}/wp-admin/user-edit.php?user_id=${site.content.users.edith}`);
    await fill(boss, '#bytedesk-username', LOGIN.username);
    await submit(boss, '#submit');
    assert.match(await textOf(boss, '.error'), /both the user name and the password/);
  });

  it('keeps a user’s login, and never shows it again', async () => {
    await given('active');
    await boss.goto(`${site.url}/wp-admin/user-edit.php?user_id=${site.content.users.edith}`);
    assert.match(await boss.content(), /No login is kept/);
    await fill(boss, '#bytedesk-username', LOGIN.username);
    await fill(boss, '#bytedesk-password', LOGIN.password);
    await submit(boss, '#submit');
    const html = await boss.content();
    assert.match(html, /A login is kept/);
    for (const secret of Object.values(LOGIN)) assert.ok(!html.includes(secret), secret);
  });

  it('takes no login for users who may not have a console', async () => {
    await given('active');
    await boss.goto(`${site.url}/wp-admin/user-edit.php?user_id=${site.content.users.sam}`);
    assert.equal(await boss.$('#bytedesk-username'), null);
  });

  it('shows the console to a signed-in editor with a login', async () => {
    await given(...ALL);
    const { pages } = site.content;
    await edith.goto(`${site.url}/?p=${pages.shortcode}`);
    await showsConsole(edith);
    const frame = consoleOf(edith);
    await frame?.waitForSelector('main');
    assert.match((await frame?.evaluate(() => document.body.innerText)) ?? '', /Pick a conversation/);
    const html = await edith.content();
    assert.match(html, /Before <bytedesk-workspace /);
    for (const secret of [...Object.values(LOGIN), 'accessToken', 'eyJ'])
      assert.ok(!html.includes(secret), secret);
  });

  it('loads the script by its hash', async () => {
    await given(...ALL);
    await edith.goto(`${site.url}/?p=${site.content.pages.shortcode}`);
    const [hash, src] = await edith.$eval('#bytedesk-embed-js', (script) => [
      script.getAttribute('integrity'),
      script.getAttribute('src'),
    ]);
    assert.equal(hash, integrity(site.pluginFile('assets/bytedesk-embed.js')));
    assert.match(src ?? '', /assets\/bytedesk-embed\.js\?ver=\w+$/);
  });

  it('shows it by the block, with the theme’s alignment', async () => {
    await given(...ALL);
    await edith.goto(`${site.url}/?p=${site.content.pages.block}`);
    await showsConsole(edith);
    const path = await edith.$eval(
      '.wp-block-bytedesk-embed-workspace.alignwide > bytedesk-workspace',
      (element) => element.getAttribute('path'),
    );
    assert.equal(path, '/admin');
  });

  it('has a link that opens the console, signed in', async () => {
    await given(...ALL);
    await edith.goto(`${site.url}/?p=${site.content.pages.login}`);
    const opened = new Promise<Page | null>((resolve) => edith.once('popup', resolve));
    await edith.click('a[data-bytedesk=login]');
    const popup = await opened;
    await popup?.waitForFunction(() => document.querySelector('main'), { polling: 100 });
    assert.equal(new URL(popup?.url() ?? '').origin, new URL(desk.url).origin);
    assert.ok(desk.requests().some(({ path, query }) => path === '/agent/chat' && 'accessToken' in query));
    await popup?.close();
  });

  it('lets no author choose a server, a token URL or permissions', async () => {
    await given(...ALL);
    await edith.goto(`${site.url}/?p=${site.content.pages.stray}`);
    const html = await edith.content();
    assert.ok(html.includes('<bytedesk-workspace path='));
    assert.doesNotMatch(html, /evil\.example|<script>stray|sandbox="allow-scripts"/);
    const names = await edith.$eval('bytedesk-workspace', (element) => element.getAttributeNames());
    assert.deepEqual(names, ['path']);
  });

  it('has a block in the editor, which starts no console there', async () => {
    await given(...ALL);
    desk.clearRequests();
    await edith.goto(`${site.url}/wp-admin/post.php?post=${site.content.pages.block}&action=edit`);
    const block = '[data-type="bytedesk-embed/workspace"]';
    const holder = await edith.waitForFunction(
      (selector) =>
        document.querySelector(`${selector} input`) ??
        document
          .querySelector<HTMLIFrameElement>('iframe[name=editor-canvas]')
          ?.contentDocument?.querySelector(`${selector} input`),
      { polling: 100 },
      block,
    );
    assert.equal(await (await holder.asElement()?.getProperty('value'))?.jsonValue(), '/admin');
    assert.deepEqual(desk.requests(), []);
  });

  it('speaks Chinese', async () => {
    await given(...ALL);
    await site.php(`update_user_meta( ${site.content.users.edith}, 'locale', 'zh_CN' );`);
    await edith.goto(`${site.url}/wp-admin/profile.php`);
    assert.match(await edith.content(), /已保存账号/);
    await edith.goto(`${site.url}/wp-admin/post.php?post=${site.content.pages.block}&action=edit`);
    await edith.waitForFunction(
      () =>
        (
          document.querySelector<HTMLIFrameElement>('iframe[name=editor-canvas]')?.contentDocument ?? document
        ).body.innerText.includes('微语控制台'),
      { polling: 100 },
    );
    await site.php(`update_user_meta( ${site.content.users.edith}, 'locale', '' );`);
  });

  it('runs in a WordPress that keeps of the three markups what the guide says', async () => {
    const markups = [
      '<bytedesk-workspace path="/agent/chat"></bytedesk-workspace>',
      '<div data-bytedesk="workspace" data-path="/agent/chat" data-height="700">text</div>',
      '<a data-bytedesk="login" href="https://desk.example.com/agent/chat" target="_blank">Open</a>',
    ];
    const list = Buffer.from(JSON.stringify(markups)).toString('base64');
    const kept = await site.php(`foreach ( array( 'post', 'pre_comment_content' ) as $context )
      $kept[] = array_map( fn( $html ) => wp_kses( $html, $context ), json_decode( base64_decode( '${list}' ) ) );
      echo wp_json_encode( $kept );`);
    assert.deepEqual(JSON.parse(kept), [
      ['', ...markups.slice(1)],
      ['', 'text', '<a href="https://desk.example.com/agent/chat">Open</a>'],
    ]);
  });

  const places = (): readonly string[] => [
    ...Object.values(site.content.pages).map((id) => `/?p=${id}`),
    '/',
    '/?feed=rss2',
    '/?feed=atom',
    '/?s=before',
    '/?rest_route=/',
    '/?rest_route=/wp/v2/posts',
    `/?rest_route=/oembed/1.0/embed&url=${encodeURIComponent(`${site.url}/?p=${site.content.pages.shortcode}`)}`,
    '/wp-sitemap.xml',
    '/wp-login.php',
  ];
  for (const who of ['visitor', 'una', 'sam'] as const) {
    it(`has nothing for ${who}, not even the desk’s name`, async () => {
      const visitor = who === 'visitor' ? new Visitor(site) : await Visitor.signIn(site, who);
      for (const place of places()) {
        const { text } = await visitor.get(place);
        if (place !== '/wp-login.php') assert.ok(text.length > 50, place);
        const shown = text.replaceAll(/bytedesk-embed-wordpress-\w+/g, '');
        assert.doesNotMatch(
          shown,
          /<bytedesk|data-bytedesk|data-server|bytedesk-embed\.js|bytedesk_embed|_wpnonce.*bytedesk/i,
          place,
        );
        assert.ok(!shown.includes(new URL(desk.url).host), place);
      }
    });
  }

  it('signs the desk out when the editor signs out of WordPress', async () => {
    await given(...ALL);
    const live = (): number =>
      desk.snapshot().tokens.filter(({ channel, revoked }) => channel === 'FLUTTER' && !revoked).length;
    await edith.goto(`${site.url}/?p=${site.content.pages.shortcode}`);
    await showsConsole(edith);
    assert.ok(live() > 0);
    await edith.goto(`${site.url}/wp-login.php?action=logout`);
    await submit(edith, 'a[href*="action=logout"]');
    assert.equal(live(), 0);
    await edith.goto(`${site.url}/?p=${site.content.pages.shortcode}`);
    assert.doesNotMatch(await edith.content(), /bytedesk/i);
  });

  it('gives a removed login no console, and complains about nothing', async () => {
    await given(...ALL);
    await boss.goto(`${site.url}/wp-admin/user-edit.php?user_id=${site.content.users.edith}`);
    await boss.click('[name=bytedesk_remove]');
    await submit(boss, '#submit');
    assert.match(await boss.content(), /No login is kept/);
    assert.deepEqual(problems, []);
    assert.doesNotMatch(site.complaints(), /plugins.bytedesk-embed/);
  });
});
