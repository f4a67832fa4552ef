<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/**
 * What is kept of a user's tokens: the current one, and replaced ones that must still be revoked. Times are seconds
 * since 1970.
 */
final class Token_Store {
	public const OPTION        = 'bytedesk_embed_token';
	private const SWEEP        = 'bytedesk_embed_sweep';
	private const LOCK_WAIT    = 25;
	private const DESK_IS_DOWN = 300;
	private const NOTHING      = array(
		'current'     => null,
		'retired'     => array(),
		'rejected_at' => 0,
	);

	/** Hooks the later revocation of replaced tokens. */
	public static function hook(): void {
		add_action( self::SWEEP, array( self::class, 'sweep' ) );
	}

	/** A user's record: `current`, `retired` and `rejected_at`. */
	public static function read( int $user ): array {
		return Vault::open( self::place( $user ), get_user_option( self::OPTION, $user ) ) ?? self::NOTHING;
	}

	/** Keeps a user's record, and sees to it that its retired tokens are revoked in time. */
	public static function write( int $user, array $record ): void {
		wp_clear_scheduled_hook( self::SWEEP, array( $user ) );
		if ( ! $record['current'] && ! $record['retired'] ) {
			delete_user_option( $user, self::OPTION );
			return;
		}
		update_user_option( $user, self::OPTION, Vault::seal( self::place( $user ), $record ) );
		if ( $record['retired'] ) {
			$next = min( array_column( $record['retired'], 'revoke_at' ) );
			$when = $next > time() ? $next : time() + self::DESK_IS_DOWN;
			wp_schedule_single_event( $when, self::SWEEP, array( $user ) );
		}
	}

	/** The record with its current token among the retired ones; none of them is revoked later than `$revoke_at`. */
	public static function retire( array $record, int $revoke_at ): array {
		$record['retired'] = array_map(
			static fn( array $token ): array => array( 'revoke_at' => min( $revoke_at, $token['revoke_at'] ?? $revoke_at ) ) + $token,
			array_values( array_filter( array( ...$record['retired'], $record['current'] ) ) )
		);
		$record['current'] = null;
		return $record;
	}

	/** The record with another current token. The desk may have made one again that was retired. */
	public static function replace( array $record, array $current, int $revoke_at ): array {
		$record            = self::retire( $record, $revoke_at );
		$is_other          = static fn( array $token ): bool => $token['token'] !== $current['token'];
		$record['retired'] = array_values( array_filter( $record['retired'], $is_other ) );
		$record['current'] = $current;
		return $record;
	}

	/**
	 * Revokes the retired tokens whose time has come.
	 *
	 * @return bool False if the desk could not be reached; then it is tried again later.
	 */
	public static function sweep( int $user ): bool {
		$done   = array();
		$is_due = static fn( array $token ): bool => $token['revoke_at'] <= time();
		$due    = array_filter( self::read( $user )['retired'], $is_due );
		foreach ( $due as $token ) {
			if ( $token['ends_at'] > time() && ! Desk::revoke( $token['token'] ) ) {
				break;
			}
			$done[] = $token['token'];
		}
		self::exclusive(
			$user,
			static function () use ( $user, $done ): void {
				$record            = self::read( $user );
				$is_left           = static fn( array $token ): bool => ! in_array( $token['token'], $done, true );
				$record['retired'] = array_values( array_filter( $record['retired'], $is_left ) );
				self::write( $user, $record );
			}
		);
		return count( $done ) === count( $due );
	}

	/** Every user of this site of whom something is kept. */
	public static function users(): array {
		global $wpdb;
		$query = array(
			'meta_key' => $wpdb->get_blog_prefix() . self::OPTION,
			'fields'   => 'ID',
		);
		return array_map( 'intval', get_users( $query ) );
	}

	/**
	 * Does something with a user's record while nobody else does, on all machines of the site.
	 *
	 * @throws Refusal `timeout` if it was not this request's turn in time.
	 */
	public static function exclusive( int $user, callable $task ): mixed {
		global $wpdb;
		$lock = 'bytedesk_' . Vault::name( DB_NAME . " $wpdb->prefix $user" );
		$mine = $wpdb->get_var( $wpdb->prepare( 'SELECT GET_LOCK(%s, %d)', $lock, self::LOCK_WAIT ) );
		// A database without such locks answers null; then requests of the same moment each log in once.
		if ( '0' === (string) $mine ) {
			throw new Refusal( 'timeout' );
		}
		try {
			self::look_again( $user );
			return $task();
		} finally {
			$wpdb->get_var( $wpdb->prepare( 'SELECT RELEASE_LOCK(%s)', $lock ) );
		}
	}

	/** Forgets what this request remembers of a user: others have written since. */
	public static function look_again( int $user ): void {
		wp_cache_delete( $user, 'user_meta' );
	}

	private static function place( int $user ): string {
		return "token $user " . Settings::api();
	}
}
