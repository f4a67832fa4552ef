import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { DIST } from '../../scripts/build/entries.mjs';
import { reasonToSkip } from './programs.js';
import { WordPressSite } from './site.js';
import { type Answer, Visitor } from './visitor.js';

const LOGIN = { username: 'agent@example.com', password: 'not-a-secret-agent' };
const isBuilt = existsSync(join(DIST, 'bytedesk-embed.js'));
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

describe('the token endpoint of the WordPress plugin', { skip: reasonToSkip(true, isBuilt) }, () => {
  let site: WordPressSite;
  let desk: StandInDesk;
  let edith: Visitor;
  let url: string;
  /** How far the desk’s clock is behind, so that its tokens end early. */
  let slowMs = 0;
  const refusals: Answer[] = [];

  const map = async (user: keyof typeof site.content.users, login: object): Promise<void> => {
    const { username, password } = login as typeof LOGIN;
    await site.php(`Bytedesk_Embed\\Tokens::forget( ${site.content.users[user]} );
      Bytedesk_Embed\\Logins::save( ${site.content.users[user]}, '${username}', '${password}' );`);
  };
  const logins = (): number => desk.requests().filter(({ path }) => path === '/auth/v1/login').length;
  const statusAtDesk = async (token: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${desk.api}/api/v1/user/profile`, { headers });
    await response.text();
    return response.status;
  };
  const ask = async (body?: object): Promise<Answer> => {
    const answer = await edith.ask(url, { body });
    if (answer.status !== 200) refusals.push(answer);
    return answer;
  };
  const token = async (body?: object): Promise<string> => {
    const answer = await ask(body);
    assert.equal(answer.status, 200, answer.text.slice(0, 300));
    return answer.body.accessToken;
  };

  /** Has edith’s token been made so many seconds earlier. */
  const age = (seconds: number, left?: number): Promise<string> => {
    // The desk makes the same token of two logins within one second.
    slowMs -= 2000;
    return site.php(`$user = ${site.content.users.edith}; $record = Bytedesk_Embed\\Token_Store::read( $user );
      $record['current']['made_at'] -= ${seconds};
      ${left === undefined ? '' : `$record['current']['until'] = time() + ${left};`}
      update_user_option( $user, 'bytedesk_embed_token', Bytedesk_Embed\\Vault::seal( "token $user", $record ) );`);
  };

  before(async () => {
    desk = await createStandInDesk({ now: () => Date.now() - slowMs });
    site = await WordPressSite.start();
    await site.php(`activate_plugin( 'bytedesk-embed/bytedesk-embed.php' );
      update_option( 'bytedesk_embed', array( 'server' => '${desk.url}', 'api' => '', 'capability' => 'edit_posts' ) );`);
    await map('edith', LOGIN);
    edith = await Visitor.signIn(site, 'edith');
    url = (await edith.tokenUrl()) ?? '';
  });

  after(async () => {
    await site?.close();
    await desk?.close();
  });

  beforeEach(() => desk.clearRequests());

  it('hands out a token that works at the desk, and says until when', async () => {
    const { status, headers, body, text } = await ask();
    assert.equal(status, 200, text.slice(0, 300));
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(await statusAtDesk(body.accessToken), 200);
    const hours = (Date.parse(body.expiresAt) - Date.now()) / 3_600_000;
    assert.ok(hours > 23.9 && hours <= 24, body.expiresAt);
    assert.equal(desk.snapshot().tokens.at(-1)?.channel, 'FLUTTER');
  });

  it('logs a user in once for many requests at a time', async () => {
    await site.php(`Bytedesk_Embed\\Tokens::forget( ${site.content.users.edith} );`);
    desk.clearRequests();
    desk.set({ slow: 200 });
    const tokens = await Promise.all(Array.from({ length: 6 }, () => token()));
    desk.set({ slow: 0 });
    assert.equal(new Set(tokens).size, 1);
    assert.equal(logins(), 1);
  });

  it('keeps neither login nor token readable in the database', async () => {
    const given = await token();
    const database = await site.database();
    assert.ok(database.includes('bytedesk_embed_token'), 'the dump holds what it should');
    for (const secret of [LOGIN.username, LOGIN.password, given, given.split('.')[1] ?? '']) {
      assert.ok(!database.includes(secret), secret);
      assert.ok(!database.includes(Buffer.from(secret).toString('base64').slice(0, 20)), secret);
    }
  });

  it('does not open what was copied from another user', async () => {
    const { edith: from, una: to } = site.content.users;
    const opened =
      await site.php(`update_user_option( ${to}, 'bytedesk_embed_login', get_user_option( 'bytedesk_embed_login', ${from} ) );
      echo wp_json_encode( array( Bytedesk_Embed\\Logins::is_mapped( ${from} ), Bytedesk_Embed\\Logins::is_mapped( ${to} ) ) );
      delete_user_option( ${to}, 'bytedesk_embed_login' );`);
    assert.equal(opened, '[true,false]');
  });

  const cases: readonly (readonly [string, Parameters<Visitor['ask']>[1], number, string])[] = [
    ['a foreign origin', { headers: { origin: 'https://elsewhere.example' } }, 403, 'untrusted-origin'],
    ['the origin null', { headers: { origin: 'null' } }, 403, 'untrusted-origin'],
    ['no origin', { headers: { origin: null } }, 403, 'untrusted-origin'],
    ['GET', { method: 'GET' }, 405, 'method-not-allowed'],
    ['plain text', { headers: { 'content-type': 'text/plain' } }, 415, 'unsupported-media-type'],
    ['no JSON', { body: '{"reason":' }, 400, 'bad-request'],
    ['a list', { body: [] }, 400, 'bad-request'],
    ['an unknown reason', { body: { reason: 'because' } }, 400, 'bad-request'],
    ['a date that is none', { body: { reason: 'renew', expiresAt: 'tomorrow' } }, 400, 'bad-request'],
    ['a hash that is none', { body: { reason: 'rejected', tokenHash: 'abc' } }, 400, 'bad-request'],
    ['a huge body', { body: { reason: 'initial', more: 'x'.repeat(5000) } }, 413, 'body-too-large'],
  ];
  for (const [what, request, status, code] of cases) {
    it(`answers ${what} with ${status} ${code}, and does not ask the desk`, async () => {
      const answer = await edith.ask(url, request);
      refusals.push(answer);
      assert.deepEqual([answer.status, answer.body?.code], [status, code], answer.text.slice(0, 300));
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      assert.equal(desk.requests().length, 0);
    });
  }

  it('asks for a nonce of this user’s session', async () => {
    const other = (await (await Visitor.signIn(site, 'edith')).tokenUrl()) ?? '';
    assert.notEqual(other, url);
    for (const wrong of [
      other,
      url.replace(/_wpnonce=\w+/, ''),
      url.replace(/_wpnonce=\w{3}/, '_wpnonce=000'),
    ]) {
      const answer = await edith.ask(wrong);
      refusals.push(answer);
      assert.deepEqual([answer.status, answer.body?.code], [403, 'forbidden'], answer.text.slice(0, 300));
    }
  });

  it('takes a nonce for as long as a session may last, and no other nonce', async () => {
    // WordPress counts time in halves of a nonce's life, and takes those of this half and the one before.
    const taken = await site.php(`wp_set_current_user( ${site.content.users.edith} );
      foreach ( array( 'bytedesk_embed_token', 'wp_rest' ) as $action ) foreach ( array( 0, 13.99, 29 ) as $days ) {
        $half  = apply_filters( 'nonce_life', DAY_IN_SECONDS, $action ) / 2;
        $tick  = ceil( ( time() - $days * DAY_IN_SECONDS ) / $half );
        $text  = $tick . '|' . $action . '|' . get_current_user_id() . '|' . wp_get_session_token();
        $nonce = substr( wp_hash( $text, 'nonce' ), -12, 10 );
        echo wp_verify_nonce( $nonce, $action ) ? 'y' : 'n';
      }`);
    assert.equal(taken, 'yynynn');
  });

  it('keeps caches from pages with a console, whose nonce is for one user, and from no others', async () => {
    const isKept = (user: 'edith' | 'una', page: string): Promise<string> =>
      site.php(`wp_set_current_user( ${site.content.users[user]} ); do_shortcode( '${page}' );
        echo defined( 'DONOTCACHEPAGE' ) ? 'kept' : 'free';`);
    for (const console of ['[bytedesk_workspace path="/agent/chat"]', '[bytedesk_login]']) {
      assert.equal(await isKept('edith', console), 'kept', console);
      assert.equal(await isKept('una', console), 'free', console);
    }
    assert.equal(await isKept('edith', 'No console here.'), 'free');
  });

  it('knows nobody who is not signed in, mapped and allowed', async () => {
    const visitor = new Visitor(site);
    assert.equal(await visitor.tokenUrl(), undefined);
    const nobody = await visitor.ask(url);
    assert.deepEqual([nobody.status, nobody.body.code], [401, 'unauthorized']);

    const una = await Visitor.signIn(site, 'una');
    assert.equal(await una.tokenUrl(), undefined);
    await map('sam', LOGIN);
    const sam = await Visitor.signIn(site, 'sam');
    assert.equal(await sam.tokenUrl(), undefined);
    for (const stranger of [una, sam]) {
      const answer = await stranger.ask(url);
      refusals.push(answer);
      assert.deepEqual([answer.status, answer.body.code], [403, 'forbidden']);
    }
    assert.equal(desk.requests().length, 0);
  });

  it('replaces a token that the desk refuses, but not for a tab that is late, nor again at once', async () => {
    const old = await token();
    // The desk makes the same token of two logins within one second.
    await pause(1100);
    desk.revoke(old);
    const rejected = (held: string): object => ({
      reason: 'rejected',
      expiresAt: null,
      tokenHash: hashOf(held),
    });
    const fresh = await token(rejected(old));
    assert.notEqual(fresh, old);
    assert.equal(await statusAtDesk(fresh), 200);
    assert.equal(await token(rejected(old)), fresh);
    assert.equal(await token({ reason: 'rejected', expiresAt: null }), fresh);
    const again = await ask(rejected(fresh));
    assert.deepEqual([again.status, again.body.code], [429, 'too-many-requests']);
    assert.ok(Number(again.headers.get('retry-after')) > 50);
  });

  it('answers a renewal only with a token that ends later, and revokes the old one after a while', async () => {
    const { body: first } = await ask();
    const earlier = new Date(Date.parse(first.expiresAt) - 60_000).toISOString();
    assert.equal(await token({ reason: 'renew', expiresAt: earlier }), first.accessToken);
    const held = { reason: 'renew', expiresAt: first.expiresAt, tokenHash: hashOf(first.accessToken) };
    await age(61);
    const fresh = await token(held);
    assert.notEqual(fresh, first.accessToken);
    // Another tab still holds the old one, and is given the new one.
    assert.equal(await token(held), fresh);
    const soon = await ask({ reason: 'renew', expiresAt: null, tokenHash: hashOf(fresh) });
    assert.deepEqual([soon.status, soon.body.code], [429, 'too-many-requests']);
    assert.ok(Number(soon.headers.get('retry-after')) > 50);

    await site.runSchedule();
    assert.equal(await statusAtDesk(first.accessToken), 200, 'its grace is not over');
    await site.php(`$user = ${site.content.users.edith}; $record = Bytedesk_Embed\\Token_Store::read( $user );
      foreach ( $record['retired'] as &$token ) $token['revoke_at'] = time() - 1;
      update_user_option( $user, 'bytedesk_embed_token', Bytedesk_Embed\\Vault::seal( "token $user", $record ) );`);
    await site.runSchedule();
    assert.equal(await statusAtDesk(first.accessToken), 401);
    assert.equal(await statusAtDesk(fresh), 200);
  });

  it('logs in for a renewal that nothing explains once a minute, for one that a near end explains at once', async () => {
    await site.php(`Bytedesk_Embed\\Tokens::forget( ${site.content.users.edith} );`);
    const held = await token();
    desk.clearRequests();
    for (const expiresAt of [null, '2099-01-01T00:00:00Z', new Date(Date.now() + 1000).toISOString()]) {
      const { status, headers } = await ask({ reason: 'renew', expiresAt, tokenHash: hashOf(held) });
      assert.equal(status, 429, String(expiresAt));
      const seconds = Number(headers.get('retry-after'));
      assert.ok(seconds > 0 && seconds <= 60, String(seconds));
    }
    assert.equal((await ask({ reason: 'renew', expiresAt: '2099-01-01T00:00:00Z' })).status, 429);
    const other = { reason: 'renew', expiresAt: '2099-01-01T00:00:00Z', tokenHash: hashOf('another') };
    assert.equal(await token(other), held);
    assert.equal(logins(), 0);
    await age(3, 500);
    assert.notEqual(await token({ reason: 'renew', expiresAt: null, tokenHash: hashOf(held) }), held);
    assert.equal(logins(), 1);
  });

  it('signs nobody out by a request for a token', async () => {
    const link = /href="([^"]*action=logout[^"]*)"/.exec(
      (await edith.get('/wp-login.php?action=logout')).text,
    );
    const { pathname, search } = new URL((link?.[1] ?? '').replaceAll(/&(amp|#038);/g, '&'));
    const refused = await edith.ask(pathname + search, { headers: { 'x-bytedesk-embed': 'token' } });
    assert.deepEqual([refused.status, refused.body?.code], [403, 'forbidden']);
    assert.equal((await edith.ask(url, { headers: { 'x-bytedesk-embed': 'token' } })).status, 200);
  });

  it('permits its header to the origins that WordPress knows as the site’s own in a preflight, and to no other', async () => {
    const preflight = async (origin: string): Promise<string | null> =>
      (await edith.ask(url, { method: 'OPTIONS', body: '', headers: { origin } })).headers.get(
        'access-control-allow-headers',
      );
    assert.match((await preflight('https://localhost')) ?? '', /x-bytedesk-embed/);
    assert.equal(await preflight('https://elsewhere.example'), null);
  });

  it('follows no redirect of the desk, neither with a login nor with a token', async (test) => {
    await site.php(`Bytedesk_Embed\\Tokens::forget( ${site.content.users.edith} );`);
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url ?? '');
      response.writeHead(307, { location: `${desk.api}${request.url}` }).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    test.after(() => server.close());
    const elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const use = (api: string): Promise<string> =>
      site.php(`$option = get_option( 'bytedesk_embed' ); $option['api'] = '${api}'; update_option( 'bytedesk_embed', $option );
        Bytedesk_Embed\\Logins::save( ${site.content.users.edith}, '${LOGIN.username}', '${LOGIN.password}' );`);
    await use(elsewhere);
    desk.clearRequests();
    const { status, body } = await ask();
    assert.deepEqual([status, body.code], [502, 'server-error']);
    const revoked = await site.php(
      `var_export( Bytedesk_Embed\\Desk::revoke( '${elsewhere}', 'some-token' ) );`,
    );
    assert.equal(revoked, 'false');
    assert.deepEqual(paths, ['/auth/v1/login', '/api/v1/user/logout']);
    assert.equal(desk.requests().length, 0);
    await use('');
  });

  it('does not lock a login by trying a wrong password again and again', async () => {
    await map('una', { username: 'limited@example.com', password: 'not-a-secret-wrong' });
    const una = await Visitor.signIn(site, 'una');
    const unasUrl = (await una.tokenUrl()) ?? '';
    for (let tries = 0; tries < 4; tries += 1) {
      const answer = await una.ask(unasUrl);
      refusals.push(answer);
      assert.deepEqual([answer.status, answer.body.code], [403, 'login-failed'], answer.text.slice(0, 300));
    }
    assert.equal(logins(), 1);
  });

  it('does not hand out a token that is over', async () => {
    await site.php(`Bytedesk_Embed\\Tokens::forget( ${site.content.users.edith} );`);
    slowMs = 365 * 86_400_000 - 2000;
    const short = await token();
    slowMs = 0;
    await pause(2000);
    assert.equal(await statusAtDesk(short), 401);
    assert.equal(await statusAtDesk(await token()), 200);
  });

  it('answers a desk that does not speak JSON with 502', async () => {
    await site.php(`Bytedesk_Embed\\Tokens::forget( ${site.content.users.edith} );`);
    for (const as of ['html', 500] as const) {
      desk.set({ fail: { as, path: '/auth/' } });
      const { status, body } = await ask();
      assert.deepEqual([as, status, body.code], [as, 502, 'server-error']);
    }
    desk.set({ fail: null });
  });

  it('revokes the token on sign-out', async () => {
    const visitor = await Visitor.signIn(site, 'edith');
    const visitorsUrl = (await visitor.tokenUrl()) ?? '';
    const { accessToken } = (await visitor.ask(visitorsUrl)).body;
    assert.equal(await statusAtDesk(accessToken), 200);
    await visitor.signOut();
    assert.equal(await statusAtDesk(accessToken), 401);
    assert.equal((await visitor.ask(visitorsUrl)).status, 401);
  });

  it('takes back a login that a sign-out overtook', async () => {
    const visitor = await Visitor.signIn(site, 'edith');
    const visitorsUrl = (await visitor.tokenUrl()) ?? '';
    desk.set({ slow: 1500 });
    const asked = visitor.ask(visitorsUrl);
    while (logins() === 0) await pause(20);
    await visitor.signOut();
    desk.set({ slow: 0 });
    const { status, body } = await asked;
    assert.deepEqual([status, body.code], [401, 'unauthorized']);
    assert.equal(desk.snapshot().tokens.at(-1)?.revoked, true);
  });

  it('revokes the tokens of users who lose their right, and gives them no more', async () => {
    const given = await token();
    const { edith: id } = site.content.users;
    await site.php(`( new WP_User( ${id} ) )->set_role( 'subscriber' );`);
    assert.equal(await statusAtDesk(given), 401);
    assert.equal((await ask()).status, 403);
    await site.php(`( new WP_User( ${id} ) )->set_role( 'editor' );`);
    assert.equal(await statusAtDesk(await token()), 200);
  });

  it('sends no login to another desk than the one it was given for', async (test) => {
    const given = await token();
    const elsewhere = await createStandInDesk();
    test.after(() => elsewhere.close());
    const use = (server: string): Promise<string> =>
      site.php(
        `$option = get_option( 'bytedesk_embed' ); $option['server'] = '${server}'; update_option( 'bytedesk_embed', $option );`,
      );
    await use(elsewhere.url);
    assert.equal((await ask()).status, 403);
    assert.equal(await edith.tokenUrl(), undefined);
    assert.equal(elsewhere.requests().length, 0);
    assert.equal(await statusAtDesk(given), 401);
    await use(desk.url);
    assert.equal(await statusAtDesk(await token()), 200);
  });

  it('revokes after a sign-out what the desk, being down, did not take', async () => {
    const visitor = await Visitor.signIn(site, 'edith');
    const { accessToken } = (await visitor.ask((await visitor.tokenUrl()) ?? '')).body;
    desk.set({ fail: { as: 500, path: '/api/v1/user/logout' } });
    await visitor.signOut();
    desk.set({ fail: null });
    assert.equal(await statusAtDesk(accessToken), 200);
    await site.runSchedule();
    assert.equal(await statusAtDesk(accessToken), 401);
  });

  it('revokes all tokens when the plugin goes, and leaves nothing behind', async () => {
    const given = await token();
    await site.php(`deactivate_plugins( 'bytedesk-embed/bytedesk-embed.php' );`);
    assert.equal(await statusAtDesk(given), 401);
    await site.php(`uninstall_plugin( 'bytedesk-embed/bytedesk-embed.php' );`);
    assert.doesNotMatch((await site.database()).replace(/wp_posts.*?"}]/s, ''), /bytedesk_embed_/);
  });

  it('tells no secret in a refusal, and has PHP complain about nothing', () => {
    assert.ok(refusals.length > 20);
    const { port } = new URL(desk.api);
    for (const { text } of refusals)
      assert.doesNotMatch(
        text,
        new RegExp(`not-a-secret|@example|eyJ|127\\.0\\.0\\.1:${port}|wp-content`),
        text,
      );
    assert.doesNotMatch(site.complaints(), /plugins.bytedesk-embed/);
  });
});
