import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { DIST } from '../../scripts/build/entries.mjs';
import { reasonToSkip } from './programs.js';
import { Visitor } from './visitor.js';
import { ENDS, LOGIN, RESTORE, Workplace } from './workplace.js';

const skip = reasonToSkip(true, existsSync(join(DIST, 'bytedesk-embed.js')));

describe('a request for a token that WordPress overtakes', { skip }, () => {
  let work: Workplace;

  before(async () => {
    work = await Workplace.start();
  });

  after(() => work?.close());

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
        ENDS[what] ?? 'Bytedesk_Embed\\Logins::remove( $id ); Bytedesk_Embed\\Tokens::forget( $id );';
      const id = work.site.content.users[edith];
      await work.site.php(`$id = ${id}; Bytedesk_Embed\\Logins::save( $id, ${LOGIN} );`);
      const visitor = await Visitor.signIn(work.site, edith);
      const url = (await visitor.tokenUrl()) ?? '';
      assert.notEqual(url, '');
      work.nextSecond();
      work.desk.clearRequests();
      work.desk.set({ slow: 1500 });
      const asked = visitor.ask(url);
      while (!work.desk.requests().some(({ path }) => path === '/auth/v1/login')) await pause(20);
      await work.act(id, code);
      work.desk.set({ slow: 0 });
      const { text } = await asked;
      await work.site.runSchedule();
      assert.equal(work.alive(), 0, text.slice(0, 200));
      if (what === 'a deleted user') return;
      await work.site.php(`${RESTORE} ${work.settings()} ( new WP_User( ${id} ) )->set_role( 'editor' );
          wp_set_password( 'not-a-secret-wordpress', ${id} );`);
    });
  }
  it('has PHP complain about nothing', () => {
    assert.doesNotMatch(work.site.complaints(), /plugins.bytedesk-embed/);
  });
});
