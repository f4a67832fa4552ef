<?php
/**
 * Removes everything that the plugin has written, but for tokens that the desk, being down, does not take back: nothing else
 * could ever revoke them. They are encrypted, and revoked when the plugin is activated again.
 *
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

foreach ( array( 'refusal', 'vault', 'settings', 'logins', 'desk', 'token-store', 'tokens' ) as $bytedesk_embed_class ) {
	require_once __DIR__ . "/includes/class-$bytedesk_embed_class.php";
}
Tokens::forget_all();
Token_Store::sweep( Token_Store::GONE );

/** Removes what belongs to the current site. */
function remove_all_traces(): void {
	global $wpdb;
	delete_option( 'bytedesk_embed' );
	Logins::remove_all( get_current_blog_id() );
	$held = $wpdb->esc_like( '_transient_' ) . '%' . $wpdb->esc_like( 'bytedesk_embed_held_' ) . '%';
	$wpdb->query( $wpdb->prepare( "DELETE FROM $wpdb->options WHERE option_name LIKE %s", $held ) );
	wp_unschedule_hook( Token_Store::SWEEP );
	wp_unschedule_hook( Tokens::FORGET );
}

if ( ! is_multisite() ) {
	remove_all_traces();
	return;
}
$bytedesk_embed_query = array(
	'fields' => 'ids',
	'number' => 100,
	'offset' => 0,
);
do {
	$bytedesk_embed_sites = get_sites( $bytedesk_embed_query );
	foreach ( $bytedesk_embed_sites as $bytedesk_embed_site ) {
		switch_to_blog( $bytedesk_embed_site );
		remove_all_traces();
		restore_current_blog();
	}
	$bytedesk_embed_query['offset'] += 100;
} while ( $bytedesk_embed_sites );
