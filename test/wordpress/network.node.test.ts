import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DIST } from '../../scripts/build/entries.mjs';
import { reasonToSkip } from './programs.js';
import { type Agent, LOGIN, PLUGIN, TOKEN, Workplace } from './workplace.js';

const skip = reasonToSkip(true, existsSync(join(DIST, 'bytedesk-embed.js')));

describe('the WordPress plugin in a network of sites', { skip }, () => {
  let work: Workplace;

  before(async () => {
    work = await Workplace.start();
  });

  after(() => work?.close());

  let second: number;

  /** An agent with a token in both sites. */
  const agentOfBoth = async (): Promise<Agent & { readonly other: string }> => {
    const first = await work.agent(`add_user_to_blog( ${second}, $id, 'editor' );`);
    work.nextSecond();
    const other = await work.site.php(`switch_to_blog( ${second} ); $id = ${first.id};
        Bytedesk_Embed\\Logins::save( $id, ${LOGIN} ); echo ${TOKEN};`);
    assert.ok((await work.isAlive(first.token)) && (await work.isAlive(other)));
    return { ...first, other };
  };

  before(async () => {
    await work.site.php(`deactivate_plugins( '${PLUGIN}' );`);
    second = await work.site.makeNetwork();
    await work.site.php(
      `activate_plugin( '${PLUGIN}', '', true ); ${work.settings()} switch_to_blog( ${second} ); ${work.settings()}`,
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
      const records = await work.recordsAfter(id, code);
      assert.deepEqual([await work.isAlive(token), await work.isAlive(other)], [false, false]);
      assert.equal(records, 0);
      if (what.includes('plugin')) await work.site.php(`activate_plugin( '${PLUGIN}', '', true );`);
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
      const records = await work.recordsAfter(id, inOne()[what] ?? '');
      assert.deepEqual([await work.isAlive(token), await work.isAlive(other)], [true, false]);
      assert.equal(records, 1);
      for (const mark of ['archived', 'spam', 'deleted'])
        await work.act(id, `update_blog_status( ${second}, '${mark}', 0 );`);
      await work.act(id, '$sessions->destroy_all();');
    });
  }

  it('revokes what a super admin may no longer do, being no member of a site', async () => {
    const { id } = await work.agent('grant_super_admin( $id );');
    work.nextSecond();
    const other = await work.site.php(`$id = ${id}; switch_to_blog( ${second} );
        Bytedesk_Embed\\Logins::save( $id, ${LOGIN} ); echo ${TOKEN};`);
    assert.ok(await work.isAlive(other));
    await work.act(id, 'revoke_super_admin( $id );');
    assert.ok(!(await work.isAlive(other)));
  });

  it('gives nothing to a user or in a site that the network has blocked', async () => {
    const { id } = await agentOfBoth();
    const may = (code: string): Promise<string> =>
      work.act(
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
    await work.act(1, `wpmu_delete_blog( ${second}, true );`);
    assert.deepEqual([await work.isAlive(token), await work.isAlive(other)], [true, false]);
  });

  it('leaves nothing behind when it is uninstalled', async () => {
    await work.site.php(`deactivate_plugins( '${PLUGIN}', false, true );`);
    await work.site.php(`uninstall_plugin( '${PLUGIN}' );`);
    assert.equal(work.alive(), 0);
    const database = (await work.site.database()).replaceAll(/"uninstall_plugins[^}]*}/g, '');
    const left = /[^"]*bytedesk_embed_(token|login|held|sweep|forget)/.exec(database)?.[0];
    assert.equal(left, undefined);
  });
  it('has PHP complain about nothing', () => {
    assert.doesNotMatch(work.site.complaints(), /plugins.bytedesk-embed/);
  });
});
