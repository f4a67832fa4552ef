<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/** What an administrator has set for the site. */
final class Settings {
	public const OPTION = 'bytedesk_embed';

	/** Who may use a console: the choices of the settings page, from many users to few. */
	public const CAPABILITIES = array( 'read', 'edit_posts', 'edit_others_posts', 'manage_options' );

	/** Base URL of the consoles, without a slash at its end; empty until it is set. */
	public static function server(): string {
		return self::text( 'server' );
	}

	/** Base URL of the API; the server's unless it is set. */
	public static function api(): string {
		return self::text( 'api' ) ?: self::server();
	}

	/** Capability that a user needs, beside a login at the desk. */
	public static function capability(): string {
		$chosen = self::text( 'capability' );
		/**
		 * Filters the capability that a user needs to use a console.
		 *
		 * @param string $capability Name of a capability.
		 */
		return (string) apply_filters( 'bytedesk_embed_capability', $chosen ?: 'edit_posts' );
	}

	/** True if this user may use a console, should he have a login. */
	public static function allows( int $user ): bool {
		return $user > 0 && '' !== self::server() && ! self::is_blocked( $user ) && user_can( $user, self::capability() );
	}

	/** True if the network has blocked this user or this site. WordPress itself asks for neither while somebody is signed in. */
	private static function is_blocked( int $user ): bool {
		if ( ! is_multisite() ) {
			return false;
		}
		$data = get_userdata( $user );
		$site = get_site();
		return ! $data || ! $site || $data->spam || $data->deleted || $site->spam || $site->deleted || $site->archived;
	}

	/**
	 * Reads the base URL of a desk as an administrator has typed it.
	 *
	 * @param string $typed Absolute, http or https, with a port and a path if need be.
	 * @return string|null Without a slash at its end; null if it is none.
	 */
	public static function read_url( string $typed ): ?string {
		$url   = untrailingslashit( esc_url_raw( trim( $typed ), array( 'http', 'https' ) ) );
		$parts = wp_parse_url( $url );
		if ( ! is_array( $parts ) || empty( $parts['host'] ) || ! preg_match( '#^https?://#i', $url ) ) {
			return null;
		}
		return array_diff( array_keys( $parts ), array( 'scheme', 'host', 'port', 'path' ) ) ? null : $url;
	}

	private static function text( string $name ): string {
		$value = ( (array) get_option( self::OPTION, array() ) )[ $name ] ?? '';
		return is_string( $value ) ? $value : '';
	}
}
