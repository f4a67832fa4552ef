import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DIST } from '../../scripts/build/entries.mjs';
import { reasonToSkip } from './programs.js';
import { ENDS, PLUGIN, RESTORE, Workplace } from './workplace.js';

const skip = reasonToSkip(true, existsSync(join(DIST, 'bytedesk-embed.js')));

describe('what ends a token of the WordPress plugin', { skip }, () => {
  let work: Workplace;

  before(async () => {
    work = await Workplace.start();
  });

  after(() => work?.close());

  for (const [what, code] of Object.entries(ENDS)) {
    it(`revokes after ${what}, and forgets`, async () => {
      const { id, token } = await work.agent();
      assert.ok(await work.isAlive(token));
      const records = await work.recordsAfter(id, code);
      assert.ok(!(await work.isAlive(token)));
      assert.equal(records, 0);
      if (/role|plugin|settings|right/.test(what)) await work.site.php(`${RESTORE} ${work.settings()}`);
    });
  }

  const harmless: Readonly<Record<string, string>> = {
    'a further sign-in': `$sessions->create( time() + 9999 );`,
    'a session that has run out': `update_user_meta( $id, 'session_tokens', array( 'c' => array( 'expiration' => time() - 1 ) ) + get_user_meta( $id, 'session_tokens', true ) ); $sessions->create( time() + 9999 );`,
    'another name': `wp_update_user( array( 'ID' => $id, 'display_name' => 'Somebody' ) );`,
    'a further role': `$user->add_role( 'author' );`,
    'an address of the consoles that leaves the API': `update_option( 'bytedesk_embed', array( 'server' => 'http://127.0.0.1:9', 'api' => Bytedesk_Embed\\Settings::api() ) + get_option( 'bytedesk_embed' ) );`,
  };
  for (const [what, code] of Object.entries(harmless)) {
    it(`keeps the token after ${what}`, async () => {
      const { id, token } = await work.agent();
      await work.act(id, code);
      assert.ok(await work.isAlive(token));
      await work.act(id, `$sessions->destroy_all(); ${work.settings()}`);
      assert.ok(!(await work.isAlive(token)));
    });
  }

  it('revokes a token that nobody renews', async () => {
    const { id, token } = await work.agent();
    await work.act(
      id,
      `$record = Bytedesk_Embed\\Token_Store::read( $id ); $record['current']['until'] = time() - 1; Bytedesk_Embed\\Token_Store::write( $id, $record );`,
    );
    await work.site.runSchedule();
    assert.ok(!(await work.isAlive(token)));
    assert.equal(await work.recordsAfter(id, ''), 0);
  });

  it('revokes later, by the API that gave it, what a desk that was down did not take from a deleted user', async () => {
    const { id, token } = await work.agent();
    work.desk.set({ fail: { as: 500, path: '/api/v1/user/logout' } });
    await work.act(id, 'wp_delete_user( $id );');
    work.desk.set({ fail: null });
    assert.ok(await work.isAlive(token));
    assert.ok(!(await work.site.database()).includes(token));
    await work.site.runSchedule();
    assert.ok(!(await work.isAlive(token)));
  });

  it('drops no record at its removal before the token is revoked', async () => {
    const { id, token } = await work.agent();
    work.desk.set({ fail: { as: 500, path: '/api/v1/user/logout' } });
    await work.site.php(`deactivate_plugins( '${PLUGIN}' );`);
    await work.site.php(
      `define( 'WP_UNINSTALL_PLUGIN', '${PLUGIN}' ); include WP_PLUGIN_DIR . '/bytedesk-embed/uninstall.php';`,
    );
    work.desk.set({ fail: null });
    assert.equal(await work.recordsAfter(id, ''), 1);
    await work.site.php(`activate_plugin( '${PLUGIN}' ); ${work.settings()}`);
    assert.ok(!(await work.isAlive(token)));
    assert.equal(await work.recordsAfter(id, ''), 0);
  });

  it('has PHP complain about nothing', () => {
    assert.doesNotMatch(work.site.complaints(), /plugins.bytedesk-embed/);
  });
});
