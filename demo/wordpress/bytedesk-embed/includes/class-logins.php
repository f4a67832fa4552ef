<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/** The users' logins at the desk. Only the desk ever gets to see them again, no page does. */
final class Logins {
	private const OPTION = 'bytedesk_embed_login';

	/** True if this user may use a console and has a login for it. */
	public static function is_mapped( int $user ): bool {
		return Settings::allows( $user ) && null !== self::of( $user );
	}

	/**
	 * A user's login at the desk.
	 *
	 * @return array{username: string, password: string}|null
	 */
	public static function of( int $user ): ?array {
		return Vault::open( self::place( $user ), get_user_option( self::OPTION, $user ) );
	}

	/** Keeps a login for the desk that is set now. */
	public static function save( int $user, string $username, string $password ): void {
		$login = array(
			'username' => $username,
			'password' => $password,
		);
		update_user_option( $user, self::OPTION, Vault::seal( self::place( $user ), $login ) );
		self::release( $username );
	}

	/** Forgets a login. */
	public static function remove( int $user ): void {
		delete_user_option( $user, self::OPTION );
	}

	/** Forgets all logins of one site. */
	public static function remove_all( int $site ): void {
		global $wpdb;
		delete_metadata( 'user', 0, $wpdb->get_blog_prefix( $site ) . self::OPTION, '', true );
	}

	/**
	 * Why this login must not be tried now, or null. The desk locks a user at the third wrong try, so a refused login is
	 * held back, for whichever of our users it is.
	 */
	public static function held_back( string $username ): ?string {
		return get_transient( self::held_name( $username ) ) ?: null;
	}

	/** Keeps a refused login away from the desk for ten minutes. */
	public static function hold_back( string $username, string $reason ): void {
		set_transient( self::held_name( $username ), $reason, 10 * MINUTE_IN_SECONDS );
	}

	private static function release( string $username ): void {
		delete_transient( self::held_name( $username ) );
	}

	private static function held_name( string $username ): string {
		return 'bytedesk_embed_held_' . Vault::name( Settings::api() . ' ' . strtolower( trim( $username ) ) );
	}

	// With the address: whoever can change the site's settings cannot have the passwords sent elsewhere.
	private static function place( int $user ): string {
		return "login $user " . Settings::api();
	}
}
