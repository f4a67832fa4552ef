<?php
/**
 * Plugin Name:       ByteDesk Embed
 * Description:       ByteDesk (微语) consoles inside your pages, for signed-in users who have a login at the desk. Everybody else sees nothing of it.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      8.1
 * License:           MIT
 * Text Domain:       bytedesk-embed
 * Domain Path:       /languages
 *
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

const PLUGIN_FILE = __FILE__;

require_once __DIR__ . '/includes/class-refusal.php';
require_once __DIR__ . '/includes/class-vault.php';
require_once __DIR__ . '/includes/class-settings.php';
require_once __DIR__ . '/includes/class-logins.php';
require_once __DIR__ . '/includes/class-desk.php';
require_once __DIR__ . '/includes/class-token-store.php';
require_once __DIR__ . '/includes/class-tokens.php';
require_once __DIR__ . '/includes/class-revocation.php';
require_once __DIR__ . '/includes/class-endpoint.php';
require_once __DIR__ . '/includes/class-markup.php';
require_once __DIR__ . '/includes/class-settings-page.php';
require_once __DIR__ . '/includes/class-profile.php';

add_action( 'init', static fn() => load_plugin_textdomain( 'bytedesk-embed', false, basename( __DIR__ ) . '/languages' ) );

Endpoint::hook();
Token_Store::hook();
Revocation::hook();
Markup::hook();
Settings_Page::hook();
Profile::hook();
