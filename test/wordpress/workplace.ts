import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { WordPressSite } from './site.js';

export const PLUGIN = 'bytedesk-embed/bytedesk-embed.php';
export const LOGIN = "'agent@example.com', 'not-a-secret-agent'";
const ASKED = "array( 'reason' => 'initial', 'expires_at' => null, 'hash' => null )";

/** PHP that gets a token for `$id` in the current site. */
export const TOKEN = `Bytedesk_Embed\\Tokens::token_for( $id, ${ASKED}, fn() => true )['token']`;

export interface Agent {
  readonly id: number;
  readonly token: string;
}

/** What ends the tokens of the user `$id`: `$user`, `$sessions`. */
export const ENDS: Readonly<Record<string, string>> = {
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

/** PHP that undoes what ends the tokens of a whole site. */
export const RESTORE = `require_once ABSPATH . 'wp-admin/includes/schema.php'; remove_role( 'editor' ); populate_roles();
  activate_plugin( '${PLUGIN}' );`;

/** A WordPress and a desk, and agents who work with both. */
export class Workplace {
  readonly site: WordPressSite;
  readonly desk: StandInDesk;
  readonly #clock: { aheadMs: number };
  #agents = 0;

  private constructor(site: WordPressSite, desk: StandInDesk, clock: { aheadMs: number }) {
    this.site = site;
    this.desk = desk;
    this.#clock = clock;
  }

  static async start(): Promise<Workplace> {
    const clock = { aheadMs: 0 };
    const desk = await createStandInDesk({ now: () => Date.now() + clock.aheadMs });
    const workplace = new Workplace(await WordPressSite.start(), desk, clock);
    await workplace.site.php(`activate_plugin( '${PLUGIN}' ); ${workplace.settings()}`);
    return workplace;
  }

  async close(): Promise<void> {
    await this.site.close();
    await this.desk.close();
  }

  /** The desk makes the same token of two logins within one second. */
  nextSecond(): void {
    this.#clock.aheadMs += 1000;
  }

  /** PHP that keeps the plugin's settings. */
  settings(): string {
    return `update_option( 'bytedesk_embed', array( 'server' => '${this.desk.url}', 'api' => '', 'capability' => 'edit_posts' ) );`;
  }

  async isAlive(token: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${this.desk.api}/api/v1/user/profile`, { headers });
    await response.text();
    return response.status === 200;
  }

  /** How many tokens the desk still takes. */
  alive(): number {
    return this.desk.snapshot().tokens.filter(({ channel, revoked }) => channel === 'FLUTTER' && !revoked)
      .length;
  }

  /** A new editor with two sessions, `a` and `b`, and a token. */
  async agent(more = ''): Promise<Agent> {
    const name = `agent${(this.#agents += 1)}`;
    this.nextSecond();
    const text = await this.site
      .php(`$id = wp_insert_user( array( 'user_login' => '${name}', 'user_pass' => 'x',
        'user_email' => '${name}@example.com', 'role' => 'editor' ) );
      ${more}
      Bytedesk_Embed\\Logins::save( $id, ${LOGIN} );
      foreach ( array( 'a', 'b' ) as $name )
        update_user_meta( $id, 'session_tokens', array( hash( 'sha256', $name ) => array( 'expiration' => time() + 9999 ) )
          + array_filter( (array) get_user_meta( $id, 'session_tokens', true ) ) );
      echo wp_json_encode( array( 'id' => $id, 'token' => ${TOKEN} ) );`);
    return JSON.parse(text) as Agent;
  }

  /** Runs PHP that knows `$id`, `$user` and `$sessions`. @returns what it echoed */
  act(id: number, code: string): Promise<string> {
    return this.site
      .php(`foreach ( array( 'user', 'ms' ) as $file ) require_once ABSPATH . "wp-admin/includes/$file.php";
      $id = ${id}; $user = new WP_User( $id ); $sessions = WP_Session_Tokens::get_instance( $id ); ${code}`);
  }

  /** Runs PHP as `act` does. @returns of how many sites the plugin keeps a record of this user afterwards */
  async recordsAfter(id: number, code: string): Promise<number> {
    const count = `echo $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->usermeta WHERE user_id = ${id} AND meta_key LIKE '%bytedesk_embed_token'" );`;
    return Number(await this.act(id, `${code} ${count}`));
  }
}
