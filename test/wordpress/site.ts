import { randomBytes } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagePlugin } from '../../demo/wordpress/package.mjs';
import { freePort, isListening } from '../support/ports.js';
import { DEBIAN_WORDPRESS, run, Service } from './programs.js';

const SET_UP = fileURLToPath(new URL('./set-up.php', import.meta.url));
const THEME = `<?php wp_head(); while ( have_posts() ) { the_post(); the_content(); } wp_footer();`;
/** No mail program is there or wanted, and no notice may hide in a page. */
const PHP = ['php', '-d', 'sendmail_path=/bin/true', '-d', 'display_errors=stderr'];

/** What the set-up wrote. */
export interface Content {
  /** IDs by user name. */
  readonly users: Readonly<Record<'boss' | 'edith' | 'una' | 'sam', number>>;
  /** IDs by content. */
  readonly pages: Readonly<Record<'shortcode' | 'block' | 'login' | 'stray' | 'plain', number>>;
}

export const PASSWORD = 'not-a-secret-wordpress';

/** Debian's WordPress in a folder of its own, with a database of its own, on this machine alone. */
export class WordPressSite {
  readonly url: string;
  #content: Content | undefined;
  readonly #folder: string;
  readonly #services: readonly Service[];

  private constructor(url: string, folder: string, services: readonly Service[]) {
    this.url = url;
    this.#folder = folder;
    this.#services = services;
  }

  static async start(): Promise<WordPressSite> {
    const folder = mkdtempSync(join(tmpdir(), 'bytedesk-embed-wordpress-'));
    const port = await freePort();
    const url = `http://localhost:${port}`;
    writeSite(folder, url);
    const database = await startDatabase(folder);
    const site = join(folder, 'site');
    const [command = '', ...flags] = PHP;
    const server = await Service.start(
      [command, ...flags, '-S', `localhost:${port}`, '-t', site],
      () => isListening(port),
      { PHP_CLI_SERVER_WORKERS: '6' },
    );
    const started = new WordPressSite(url, folder, [server, database]);
    const args = [url, PASSWORD];
    const setUp = await started.#php(readFileSync(SET_UP, 'utf8'), args, "define( 'WP_INSTALLING', true );");
    started.#content = JSON.parse(setUp) as Content;
    return started;
  }

  get content(): Content {
    if (this.#content === undefined) throw new Error('the site is not set up yet');
    return this.#content;
  }

  /** Runs PHP inside WordPress. @returns what it echoed */
  php(code: string): Promise<string> {
    return this.#php(`<?php require_once ABSPATH . 'wp-admin/includes/plugin.php'; ${code}`);
  }

  /** Everything in the database, as one text. */
  database(): Promise<string> {
    return this.php(`foreach ( $wpdb->get_col( 'SHOW TABLES' ) as $table ) {
      echo wp_json_encode( $wpdb->get_results( "SELECT * FROM $table" ), JSON_UNESCAPED_SLASHES );
    }`);
  }

  /** Does what the plugin has scheduled, however late that is. */
  async runSchedule(): Promise<void> {
    await this.php(`foreach ( _get_cron_array() as $time => $hooks ) {
      foreach ( $hooks['bytedesk_embed_sweep'] ?? array() as $job ) {
        wp_unschedule_event( $time, 'bytedesk_embed_sweep', $job['args'] );
        do_action_ref_array( 'bytedesk_embed_sweep', $job['args'] );
      }
    }`);
  }

  /** Makes it a network of two sites. @returns the ID of the second one, `/second/` */
  async makeNetwork(): Promise<number> {
    const { host } = new URL(this.url);
    this.configure(`define( 'WP_ALLOW_MULTISITE', true );`);
    await this.php(`require_once ABSPATH . 'wp-admin/includes/upgrade.php';
      foreach ( $wpdb->tables( 'ms_global' ) as $name => $table ) $wpdb->$name = $table;
      install_network();
      populate_network( 1, '${host}', 'boss@example.com', 'Network', '/', false );`);
    const constants = {
      MULTISITE: 'true',
      SUBDOMAIN_INSTALL: 'false',
      DOMAIN_CURRENT_SITE: `'${host}'`,
      PATH_CURRENT_SITE: `'/'`,
      SITE_ID_CURRENT_SITE: '1',
      BLOG_ID_CURRENT_SITE: '1',
    };
    for (const [name, value] of Object.entries(constants)) this.configure(`define( '${name}', ${value} );`);
    this.configure(`$_SERVER['HTTP_HOST'] ??= '${host}';`);
    return Number(await this.php(`echo wpmu_create_blog( '${host}', '/second/', 'Second', 1 );`));
  }

  /** What PHP complained about. */
  complaints(): string {
    const log = join(this.#folder, 'debug.log');
    return existsSync(log) ? readFileSync(log, 'utf8') : '';
  }

  /** Adds to wp-config.php, before WordPress starts. */
  configure(line: string): void {
    appendFileSync(join(this.#folder, 'more.php'), `${line}\n`);
  }

  pluginFile(path: string): Buffer {
    return readFileSync(join(this.#folder, 'site', 'wp-content', 'plugins', 'bytedesk-embed', path));
  }

  async close(): Promise<void> {
    for (const service of this.#services) await service.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #php(code: string, args: readonly string[] = [], before = ''): Promise<string> {
    const [command = '', ...flags] = PHP;
    // Compiled files are kept on disk, since each run is a process of its own.
    const cache = ['enable_cli=1', 'file_cache_only=1', `file_cache=${this.#folder}`].flatMap((setting) => [
      '-d',
      `opcache.${setting}`,
    ]);
    const load = `<?php ${before} require '${join(this.#folder, 'site')}/wp-load.php'; ?>`;
    return run(command, [...flags, ...cache, '--', ...args], load + code);
  }
}

async function startDatabase(folder: string): Promise<Service> {
  const files = join(folder, 'database');
  const { username } = userInfo();
  // Each server starts by removing temporary tables, those of a server beside it too.
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  const common = ['--no-defaults', `--datadir=${files}`, `--user=${username}`, `--tmpdir=${temporary}`];
  await run('mariadb-install-db', [...common, '--auth-root-authentication-method=normal', '--skip-test-db']);
  const socket = join(folder, 'sql');
  const isReady = (): boolean => existsSync(socket);
  const database = await Service.start(
    ['mariadbd', ...common, '--skip-networking', `--socket=${socket}`, '--innodb-flush-method=nosync'],
    isReady,
  );
  await run('php', [
    '-r',
    `$db = new mysqli('localhost', 'root', '', '', 0, '${socket}'); $db->query('CREATE DATABASE wp');`,
  ]);
  return database;
}

function writeSite(folder: string, url: string): void {
  const site = join(folder, 'site');
  // Debian's folder holds links into other packages.
  cpSync(DEBIAN_WORDPRESS, site, { recursive: true, dereference: true });
  const content = join(site, 'wp-content');
  const theme = join(content, 'themes', 'plain');
  mkdirSync(theme, { recursive: true });
  writeFileSync(join(theme, 'style.css'), '/* Theme Name: Plain */');
  writeFileSync(join(theme, 'index.php'), THEME);
  packagePlugin(join(content, 'plugins'));
  writeFileSync(join(folder, 'more.php'), '<?php\n');
  writeFileSync(join(site, 'wp-config.php'), configuration(folder, url));
}

function configuration(folder: string, url: string): string {
  const salts = ['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'].flatMap((name) => [
    `${name}_KEY`,
    `${name}_SALT`,
  ]);
  const constants: Readonly<Record<string, string | boolean>> = {
    DB_NAME: 'wp',
    DB_USER: 'root',
    DB_PASSWORD: '',
    DB_HOST: `localhost:${join(folder, 'sql')}`,
    WP_HOME: url,
    WP_SITEURL: url,
    WP_DEBUG: true,
    WP_DEBUG_DISPLAY: false,
    WP_DEBUG_LOG: join(folder, 'debug.log'),
    // Nothing leaves this machine.
    WP_HTTP_BLOCK_EXTERNAL: true,
    WP_ACCESSIBLE_HOSTS: '127.0.0.1',
    AUTOMATIC_UPDATER_DISABLED: true,
    DISABLE_WP_CRON: true,
    WP_DEFAULT_THEME: 'plain',
  };
  const all = {
    ...constants,
    ...Object.fromEntries(salts.map((name) => [name, randomBytes(32).toString('hex')])),
  };
  const lines = Object.entries(all).map(
    ([name, value]) =>
      `defined( '${name}' ) || define( '${name}', ${typeof value === 'string' ? `'${value}'` : value} );`,
  );
  return [
    '<?php',
    `require '${join(folder, 'more.php')}';`,
    ...lines,
    "$table_prefix = 'wp_';",
    "defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );",
    "require ABSPATH . 'wp-settings.php';",
  ].join('\n');
}
