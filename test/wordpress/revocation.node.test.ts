import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { DIST } from '../../scripts/build/entries.mjs';
import { reasonToSkip } from './programs.js';
import { WordPressSite } from './site.js';
import { Visitor } from './visitor.js';

const PLUGIN = 'bytedesk-embed/bytedesk-embed.php';
const LOGIN = "'agent@example.com', 'not-a-secret-agent'";
const ASKED = "array( 'reason' => 'initial', 'expires_at' => null, 'hash' => null )";
const skip = reasonToSkip(true, existsSync(join(DIST, 'bytedesk-embed.js')));

interface Agent {
  readonly id: number;
  readonly token: string;
}

describe('what ends a token of the WordPress plugin', { skip }, () => {
  let site: WordPressSite;
  let desk: StandInDesk;
  let aheadMs = 0;
  let agents = 0;

  const isAlive = async (token: string): Promise<boolean> => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${desk.api}/api/v1/user/profile`, { headers });
    await response.text();
    return response.status === 200;
  };
  const alive = (): number =>
    desk.snapshot().tokens.filter(({ channel, revoked }) => channel === 'FLUTTER' && !revoked).length;
  const settings = (): string =>
    `update_option( 'bytedesk_embed', array( 'server' => '${desk.url}', 'api' => '', 'capability' => 'edit_posts' ) );`;

  /** A token for `$id`, in the current site. */
  const tokenFor = `Bytedesk_Embed\\Tokens::token_for( $id, ${ASKED}, fn() => true )['token']`;

  /** A new editor with two sessions, in the first of which a token was asked for. `$id` is the user, `$session` his session. */
  const agent = async (more = ''): Promise<Agent> => {
    agents += 1;
    // The desk makes the same token of two logins within one second.
    aheadMs += 1000;
    const text =
      await site.php(`$id = wp_insert_user( array( 'user_login' => 'agent${agents}', 'user_pass' => 'x',
        'user_email' => 'agent${agents}@example.com', 'role' => 'editor' ) );
      ${more}
      Bytedesk_Embed\\Logins::save( $id, ${LOGIN} );
      foreach ( array( 'a', 'b' ) as $name )
        update_user_meta( $id, 'session_tokens', array( hash( 'sha256', $name ) => array( 'expiration' => time() + 9999 ) )
          + array_filter( (array) get_user_meta( $id, 'session_tokens', true ) ) );
      echo wp_json_encode( array( 'id' => $id, 'token' => ${tokenFor} ) );`);
    return JSON.parse(text) as Agent;
  };
  const act = (id: number, code: string): Promise<string> =>
    site.php(`foreach ( array( 'user', 'ms' ) as $file ) require_once ABSPATH . "wp-admin/includes/$file.php";
      $id = ${id}; $user = new WP_User( $id ); $sessions = WP_Session_Tokens::get_instance( $id ); ${code}`);
  const recordsOf = (id: number): Promise<string> =>
    site.php(
      `echo $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->usermeta WHERE user_id = ${id} AND meta_key LIKE '%bytedesk_embed_token'" );`,
    );

  before(async () => {
    desk = await createStandInDesk({ now: () => Date.now() + aheadMs });
    site = await WordPressSite.start();
    await site.php(`activate_plugin( '${PLUGIN}' ); ${settings()}`);
  });

  after(async () => {
    await site?.close();
    await desk?.close();
  });

  beforeEach(() => desk.clearRequests());

  const ends: Readonly<Record<string, string>> = {
    'all sessions destroyed': '$sessions->destroy_all();',
    'the other sessions destroyed': `$sessions->destroy_others( 'a' );`,
    'one session destroyed': `$sessions->destroy( 'b' );`,
    'the sessions of all users destroyed': 'WP_Session_Tokens::destroy_all_for_all_users();',
    'a sign-out': 'wp_set_current_user( $id ); wp_logout();',
    'a new password by wp_set_password': `wp_set_password( 'new', $id );`,
    'a new password in the profile': `wp_update_user( array( 'ID' => $id, 'user_pass' => 'new' ) );`,
    'a new password by mail': `reset_password( $user, 'new' );`,
    'another role': `$user->set_role( 'subscriber' );`,
    'a role removed': `$user->remove_role( 'editor' );`,
    'a capability denied': `$user->add_cap( 'edit_posts', false );`,
    'all capabilities removed': '$user->remove_all_caps();',
    'a capability taken from the role': `get_role( 'editor' )->remove_cap( 'edit_posts' );`,
    'the role removed': `$GLOBALS['kept'] = get_role( 'editor' )->capabilities; remove_role( 'editor' );`,
    'another right asked for': `update_option( 'bytedesk_embed', array( 'capability' => 'manage_options' ) + get_option( 'bytedesk_embed' ) );`,
    'the settings removed': `delete_option( 'bytedesk_embed' );`,
    'a record that somebody else deletes': `delete_user_option( $id, 'bytedesk_embed_token' );`,
    'a deleted user': 'wp_delete_user( $id );',
    'the plugin deactivated': `deactivate_plugins( '${PLUGIN}' );`,
    'the plugin deactivated silently': `deactivate_plugins( '${PLUGIN}', true );`,
  };
  const restore = `require_once ABSPATH . 'wp-admin/includes/schema.php'; remove_role( 'editor' ); populate_roles();
    activate_plugin( '${PLUGIN}' );`;
  for (const [what, code] of Object.entries(ends)) {
    it(`revokes after ${what}, and forgets`, async () => {
      const { id, token } = await agent();
      assert.ok(await isAlive(token));
      await act(id, code);
      assert.ok(!(await isAlive(token)));
      assert.equal(await recordsOf(id), '0');
      if (/role|plugin|settings|right/.test(what)) await site.php(`${restore} ${settings()}`);
    });
  }

  const harmless: Readonly<Record<string, string>> = {
    'a further sign-in': `$sessions->create( time() + 9999 );`,
    'a session that has run out': `update_user_meta( $id, 'session_tokens', array( 'c' => array( 'expiration' => time() - 1 ) ) + get_user_meta( $id, 'session_tokens', true ) ); $sessions->create( time() + 9999 );`,
    'another name': `wp_update_user( array( 'ID' => $id, 'display_name' => 'Somebody' ) );`,
    'a further role': `$user->add_role( 'author' );`,
    'an address of the consoles that leaves the API': `update_option( 'bytedesk_embed', array( 'server' => '${'http://127.0.0.1:9'}', 'api' => Bytedesk_Embed\\Settings::api() ) + get_option( 'bytedesk_embed' ) );`,
  };
  for (const [what, code] of Object.entries(harmless)) {
    it(`keeps the token after ${what}`, async () => {
      const { id, token } = await agent();
      await act(id, code);
      assert.ok(await isAlive(token));
      await act(id, `$sessions->destroy_all(); ${settings()}`);
      assert.ok(!(await isAlive(token)));
    });
  }

  it('revokes a token that nobody renews', async () => {
    const { id, token } = await agent();
    await act(
      id,
      `$record = Bytedesk_Embed\\Token_Store::read( $id ); $record['current']['until'] = time() - 1; Bytedesk_Embed\\Token_Store::write( $id, $record );`,
    );
    await site.runSchedule();
    assert.ok(!(await isAlive(token)));
    assert.equal(await recordsOf(id), '0');
  });

  it('revokes later, by the API that gave it, what a desk that was down did not take from a deleted user', async () => {
    const { id, token } = await agent();
    desk.set({ fail: { as: 500, path: '/api/v1/user/logout' } });
    await act(id, 'wp_delete_user( $id );');
    desk.set({ fail: null });
    assert.ok(await isAlive(token));
    assert.ok(!(await site.database()).includes(token));
    await site.runSchedule();
    assert.ok(!(await isAlive(token)));
  });

  it('drops no record at its removal before the token is revoked', async () => {
    const { id, token } = await agent();
    desk.set({ fail: { as: 500, path: '/api/v1/user/logout' } });
    await site.php(`deactivate_plugins( '${PLUGIN}' );`);
    await site.php(
      `define( 'WP_UNINSTALL_PLUGIN', '${PLUGIN}' ); include WP_PLUGIN_DIR . '/bytedesk-embed/uninstall.php';`,
    );
    desk.set({ fail: null });
    assert.equal(await recordsOf(id), '1');
    await site.php(`activate_plugin( '${PLUGIN}' ); ${settings()}`);
    assert.ok(!(await isAlive(token)));
    assert.equal(await recordsOf(id), '0');
  });

  describe('with a request under way', () => {
    const edith = 'edith';
    const overtakes = [
      'all sessions destroyed',
      'the sessions of all users destroyed',
      'a new password by wp_set_password',
      'a new password in the profile',
      'another role',
      'a capability taken from the role',
      'the role removed',
      'another right asked for',
      'the settings removed',
      'the plugin deactivated',
      'a login removed',
      'a deleted user',
    ];
    for (const what of overtakes) {
      it(`hands out no living token after ${what}`, async () => {
        const code =
          ends[what] ?? 'Bytedesk_Embed\\Logins::remove( $id ); Bytedesk_Embed\\Tokens::forget( $id );';
        const id = site.content.users[edith];
        await site.php(`$id = ${id}; Bytedesk_Embed\\Logins::save( $id, ${LOGIN} );`);
        const visitor = await Visitor.signIn(site, edith);
        const url = (await visitor.tokenUrl()) ?? '';
        assert.notEqual(url, '');
        aheadMs += 1000;
        desk.clearRequests();
        desk.set({ slow: 1500 });
        const asked = visitor.ask(url);
        while (!desk.requests().some(({ path }) => path === '/auth/v1/login')) await pause(20);
        await act(id, code);
        desk.set({ slow: 0 });
        const { text } = await asked;
        await site.runSchedule();
        assert.equal(alive(), 0, text.slice(0, 200));
        if (what === 'a deleted user') return;
        await site.php(`${restore} ${settings()} ( new WP_User( ${id} ) )->set_role( 'editor' );
          wp_set_password( 'not-a-secret-wordpress', ${id} );`);
      });
    }
  });

  describe('in a network of sites', () => {
    let second: number;

    /** An agent with a token in both sites. */
    const agentOfBoth = async (): Promise<Agent & { readonly other: string }> => {
      const first = await agent(`add_user_to_blog( ${second}, $id, 'editor' );`);
      aheadMs += 1000;
      const other = await site.php(`switch_to_blog( ${second} ); $id = ${first.id};
        Bytedesk_Embed\\Logins::save( $id, ${LOGIN} ); echo ${tokenFor};`);
      assert.ok((await isAlive(first.token)) && (await isAlive(other)));
      return { ...first, other };
    };

    before(async () => {
      await site.php(`deactivate_plugins( '${PLUGIN}' );`);
      second = await site.makeNetwork();
      await site.php(
        `activate_plugin( '${PLUGIN}', '', true ); ${settings()} switch_to_blog( ${second} ); ${settings()}`,
      );
    });

    const everywhere: Readonly<Record<string, string>> = {
      'all sessions destroyed': '$sessions->destroy_all();',
      'the sessions of all users destroyed': 'WP_Session_Tokens::destroy_all_for_all_users();',
      'a sign-out': 'wp_set_current_user( $id ); wp_logout();',
      'a new password': `wp_set_password( 'new', $id );`,
      'a user marked as spam': `wp_update_user( array( 'ID' => $id, 'spam' => 1 ) + (array) $user->data );`,
      'a user deleted from the network': 'wpmu_delete_user( $id );',
      'the plugin deactivated for the network': `deactivate_plugins( '${PLUGIN}', false, true );`,
    };
    for (const [what, code] of Object.entries(everywhere)) {
      it(`revokes in every site after ${what}`, async () => {
        const { id, token, other } = await agentOfBoth();
        await act(id, code);
        assert.deepEqual([await isAlive(token), await isAlive(other)], [false, false]);
        assert.equal(await recordsOf(id), '0');
        if (what.includes('plugin')) await site.php(`activate_plugin( '${PLUGIN}', '', true );`);
      });
    }

    const inOne = (): Readonly<Record<string, string>> => ({
      'a user removed from it': `remove_user_from_blog( $id, ${second} );`,
      'another role in it': `switch_to_blog( ${second} ); ( new WP_User( $id ) )->set_role( 'subscriber' );`,
      'its archiving': `update_blog_status( ${second}, 'archived', 1 );`,
      'its mark as spam': `update_blog_status( ${second}, 'spam', 1 );`,
      'its deactivation': `update_blog_status( ${second}, 'deleted', 1 );`,
    });
    for (const what of Object.keys(inOne())) {
      it(`revokes in one site after ${what}, and there alone`, async () => {
        const { id, token, other } = await agentOfBoth();
        await act(id, inOne()[what] ?? '');
        assert.deepEqual([await isAlive(token), await isAlive(other)], [true, false]);
        assert.equal(await recordsOf(id), '1');
        for (const mark of ['archived', 'spam', 'deleted'])
          await act(id, `update_blog_status( ${second}, '${mark}', 0 );`);
        await act(id, '$sessions->destroy_all();');
      });
    }

    it('revokes what a super admin may no longer do, being no member of a site', async () => {
      const { id } = await agent('grant_super_admin( $id );');
      aheadMs += 1000;
      const other = await site.php(`$id = ${id}; switch_to_blog( ${second} );
        Bytedesk_Embed\\Logins::save( $id, ${LOGIN} ); echo ${tokenFor};`);
      assert.ok(await isAlive(other));
      await act(id, 'revoke_super_admin( $id );');
      assert.ok(!(await isAlive(other)));
    });

    it('gives nothing to a user or in a site that the network has blocked', async () => {
      const { id } = await agentOfBoth();
      const may = (code: string): Promise<string> =>
        act(
          id,
          `${code} switch_to_blog( ${second} ); var_export( Bytedesk_Embed\\Logins::is_mapped( $id ) );`,
        );
      assert.equal(await may(''), 'true');
      assert.equal(await may(`update_blog_status( ${second}, 'archived', 1 );`), 'false');
      assert.equal(await may(`update_blog_status( ${second}, 'archived', 0 );`), 'true');
      assert.equal(
        await may(`wp_update_user( array( 'ID' => $id, 'spam' => 1 ) + (array) $user->data );`),
        'false',
      );
    });

    it('revokes for a site that is deleted', async () => {
      const { token, other } = await agentOfBoth();
      await act(1, `wpmu_delete_blog( ${second}, true );`);
      assert.deepEqual([await isAlive(token), await isAlive(other)], [true, false]);
    });

    it('leaves nothing behind when it is uninstalled', async () => {
      await site.php(`deactivate_plugins( '${PLUGIN}', false, true );`);
      await site.php(`uninstall_plugin( '${PLUGIN}' );`);
      assert.equal(alive(), 0);
      const database = (await site.database()).replaceAll(/"uninstall_plugins[^}]*}/g, '');
      assert.doesNotMatch(database, /bytedesk_embed_(token|login|held|sweep|forget)/);
    });
  });

  it('has PHP complain about nothing', () => {
    assert.doesNotMatch(site.complaints(), /plugins.bytedesk-embed/);
  });
});
