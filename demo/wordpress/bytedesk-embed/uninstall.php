<?php
/**
 * Removes everything that the plugin has written. Tokens were revoked when it was deactivated.
 *
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/** Removes what belongs to the current site. */
function remove_all_traces(): void {
	global $wpdb;
	delete_option( 'bytedesk_embed' );
	foreach ( array( 'login', 'token' ) as $name ) {
		delete_metadata( 'user', 0, $wpdb->get_blog_prefix() . "bytedesk_embed_$name", '', true );
	}
	$held = $wpdb->esc_like( '_transient_' ) . '%' . $wpdb->esc_like( 'bytedesk_embed_held_' ) . '%';
	$wpdb->query( $wpdb->prepare( "DELETE FROM $wpdb->options WHERE option_name LIKE %s", $held ) );
	wp_unschedule_hook( 'bytedesk_embed_sweep' );
}

$bytedesk_embed_sites = is_multisite() ? get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) : array();
foreach ( $bytedesk_embed_sites as $bytedesk_embed_site ) {
	switch_to_blog( $bytedesk_embed_site );
	remove_all_traces();
	restore_current_blog();
}
if ( ! is_multisite() ) {
	remove_all_traces();
}
