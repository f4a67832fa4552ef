<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/**
 * Revokes tokens when their ground is gone: whatever ends a session of WordPress, changes a password or takes a right
 * away. It looks at what WordPress writes rather than at who writes it, and after it is written: a request for a token
 * that is under way then either has left its token where it is found, or finds out by itself.
 */
final class Revocation {
	private const SESSIONS = 'session_tokens';

	/** Users of whom a session is about to end. */
	private static array $ending = array();

	/** Hooks all of it. */
	public static function hook(): void {
		add_action( Tokens::FORGET, array( Tokens::class, 'forget' ) );
		register_activation_hook( PLUGIN_FILE, array( self::class, 'activated' ) );

		// Sessions. Where another plugin keeps them elsewhere, signing out is still told.
		add_action( 'wp_logout', static fn( mixed $user = 0 ) => self::forget_everywhere( (int) $user ) );
		add_action( 'update_user_meta', array( self::class, 'before_meta' ), 10, 4 );
		add_action( 'delete_user_meta', array( self::class, 'before_meta' ), 10, 3 );
		// Sessions and roles.
		add_action( 'updated_user_meta', array( self::class, 'after_meta' ), 10, 3 );
		add_action( 'deleted_user_meta', array( self::class, 'after_meta' ), 10, 3 );
		// Password, spam mark and whatever else stands in the row of a user.
		add_action( 'clean_user_cache', array( self::class, 'check' ) );
		add_action( 'deleted_user', array( self::class, 'check' ) );
		// Users who go: their sessions end before the rest does.
		add_action( is_multisite() ? 'wpmu_delete_user' : 'delete_user', array( self::class, 'end_sessions' ) );

		// The site's settings, roles and plugins.
		add_action( 'updated_option', array( self::class, 'after_option' ), 10, 3 );
		add_action( 'deleted_option', array( self::class, 'after_option' ) );
		// The network's.
		add_action( 'update_site_option_site_admins', static fn() => self::check() );
		add_action( 'update_site_option_active_sitewide_plugins', array( self::class, 'after_network_plugins' ), 10, 3 );
		add_action( 'wp_update_site', array( self::class, 'after_site' ), 10, 2 );
		add_action( 'wp_uninitialize_site', array( self::class, 'before_site_goes' ), 1 );
	}

	/** True if the plugin is among the active ones, of the site or of the network. */
	public static function is_active(): bool {
		$name = plugin_basename( PLUGIN_FILE );
		return in_array( $name, (array) get_option( 'active_plugins' ), true )
			|| ( is_multisite() && isset( get_site_option( 'active_sitewide_plugins' )[ $name ] ) );
	}

	/** Revokes what an earlier time of the plugin has left, since the desk was down when it went. */
	public static function activated( bool $is_network = false ): void {
		Tokens::forget_all( $is_network ? null : get_current_blog_id() );
		Token_Store::sweep( Token_Store::GONE );
	}

	/** Sees whether a session that is not over yet is about to go. */
	public static function before_meta( mixed $ids, mixed $user, mixed $key, mixed $value = null ): void {
		if ( self::SESSIONS !== $key || ! $user ) {
			return;
		}
		$left = is_array( $value ) ? array_filter( $value ) : array();
		foreach ( (array) get_user_meta( (int) $user, self::SESSIONS, true ) as $verifier => $session ) {
			$ends_at = is_array( $session ) ? $session['expiration'] ?? 0 : $session;
			if ( $ends_at > time() && ! isset( $left[ $verifier ] ) ) {
				self::$ending[ (int) $user ] = true;
			}
		}
	}

	/** Acts on sessions and roles that have changed; with the user 0, those of all. */
	public static function after_meta( mixed $ids, mixed $user, mixed $key ): void {
		global $wpdb;
		$user = (int) $user;
		if ( self::SESSIONS === $key && 0 === $user ) {
			Tokens::forget_all();
		} elseif ( self::SESSIONS === $key && isset( self::$ending[ $user ] ) ) {
			unset( self::$ending[ $user ] );
			self::forget_everywhere( $user );
		} elseif ( preg_match( '/^' . preg_quote( $wpdb->base_prefix, '/' ) . '(\d+_)?capabilities$/D', (string) $key ) ) {
			self::check( $user );
		}
	}

	/** Ends all sessions of a user who is about to be deleted, so that no request in between gets a token. */
	public static function end_sessions( int $user ): void {
		\WP_Session_Tokens::get_instance( $user )->destroy_all();
		self::forget_everywhere( $user );
	}

	/** Acts on an option of the site that has changed, or is gone. */
	public static function after_option( string $option, mixed $before = null, mixed $now = null ): void {
		global $wpdb;
		$site = get_current_blog_id();
		$name = plugin_basename( PLUGIN_FILE );
		if ( 'active_plugins' === $option && in_array( $name, (array) $before, true ) && ! in_array( $name, (array) $now, true ) ) {
			Tokens::forget_all( $site );
		} elseif ( Settings::OPTION === $option && self::api_of( $before ) !== self::api_of( $now ) ) {
			Tokens::forget_all( $site );
		} elseif ( Settings::OPTION === $option || $wpdb->get_blog_prefix() . 'user_roles' === $option ) {
			self::check( null, $site );
		}
	}

	/** Acts on a deactivation in the whole network. */
	public static function after_network_plugins( string $option, mixed $now, mixed $before ): void {
		$name = plugin_basename( PLUGIN_FILE );
		if ( isset( $before[ $name ] ) && ! isset( $now[ $name ] ) ) {
			Tokens::forget_all();
		}
	}

	/** Acts on a site that was archived, deactivated or marked as spam. */
	public static function after_site( \WP_Site $now, \WP_Site $before ): void {
		foreach ( array( 'archived', 'deleted', 'spam' ) as $mark ) {
			if ( $now->$mark && ! $before->$mark ) {
				Tokens::forget_all( (int) $now->blog_id );
				return;
			}
		}
	}

	/** Acts on a site that is about to be deleted: WordPress keeps what its users have of it. */
	public static function before_site_goes( \WP_Site $site ): void {
		Tokens::forget_all( (int) $site->blog_id );
		Logins::remove_all( (int) $site->blog_id );
	}

	/** Forgets the tokens of those who have no right to them any more: of one user, of one site, or all. */
	public static function check( ?int $user = null, ?int $site = null ): void {
		Token_Store::each( array( Tokens::class, 'forget_unless_allowed' ), $user ?: null, $site );
	}

	/** Forgets a user's tokens in all sites of the network: a session is one of all of them. */
	private static function forget_everywhere( int $user ): void {
		if ( $user ) {
			Token_Store::each( array( Tokens::class, 'forget' ), $user );
		}
	}

	private static function api_of( mixed $option ): string {
		return is_array( $option ) ? (string) ( ( $option['api'] ?? '' ) ?: ( $option['server'] ?? '' ) ) : '';
	}
}
