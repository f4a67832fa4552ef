<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/**
 * What is kept of a user's tokens: the current one, and replaced ones that must still be revoked. Times are seconds
 * since 1970. The user 0 stands for users who are gone: theirs are the tokens that the desk, being down, did not take back.
 */
final class Token_Store {
	public const OPTION        = 'bytedesk_embed_token';
	public const SWEEP         = 'bytedesk_embed_sweep';
	public const GONE          = 0;
	private const LOCK_WAIT    = 25;
	private const DESK_IS_DOWN = 300;
	private const BATCH        = 200;
	private const NOTHING      = array(
		'current'     => null,
		'retired'     => array(),
		'rejected_at' => 0,
		'password'    => '',
	);

	private static bool $is_writing = false;

	/** Hooks the later revocation of replaced tokens. */
	public static function hook(): void {
		add_action( self::SWEEP, array( self::class, 'sweep' ) );
		add_action( 'delete_user_meta', array( self::class, 'rescue' ), 10, 3 );
	}

	/** A user's record: `current`, `retired`, `rejected_at`, and `password`, a name for the user's password of that time. */
	public static function read( int $user ): array {
		return Vault::open( self::place( $user ), self::sealed( $user ) ) ?? self::NOTHING;
	}

	/** True if something is kept of a user in this site. */
	public static function has( int $user ): bool {
		wp_cache_delete( $user, 'user_meta' );
		return (bool) self::sealed( $user );
	}

	/** Keeps a user's record, and sees to it that its tokens are revoked in time. */
	public static function write( int $user, array $record ): void {
		wp_clear_scheduled_hook( self::SWEEP, array( $user ) );
		self::$is_writing = true;
		self::keep( $user, $record['current'] || $record['retired'] ? Vault::seal( self::place( $user ), $record ) : null );
		self::$is_writing = false;
		if ( $record['retired'] ) {
			$next = min( array_column( $record['retired'], 'revoke_at' ) );
			// A desk that stays down is asked less and less often.
			$pause = min( DAY_IN_SECONDS, max( self::DESK_IS_DOWN, time() - $next ) );
			wp_schedule_single_event( $next > time() ? $next : time() + $pause, self::SWEEP, array( $user ) );
		}
		if ( $record['current'] && ! $record['retired'] ) {
			// Nobody asks for the next one after a session that ran out.
			wp_schedule_single_event( $record['current']['until'] + MINUTE_IN_SECONDS, self::SWEEP, array( $user ) );
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
	 * Revokes the retired tokens whose time has come, and the current one that nobody has renewed.
	 *
	 * @return bool False if the desk could not be reached; then it is tried again later.
	 */
	public static function sweep( int $user ): bool {
		$record = self::read( $user );
		if ( $record['current'] && $record['current']['until'] <= time() ) {
			$record = self::retire( $record, time() );
		}
		$done   = array();
		$is_due = static fn( array $token ): bool => $token['revoke_at'] <= time();
		$due    = array_filter( $record['retired'], $is_due );
		foreach ( $due as $token ) {
			if ( $token['ends_at'] <= time() || Desk::revoke( $token['api'], $token['token'] ) ) {
				$done[] = $token['token'];
			}
		}
		self::exclusive(
			$user,
			static function () use ( $user, $done ): void {
				$record            = self::read( $user );
				$is_left           = static fn( ?array $token ): bool => $token && ! in_array( $token['token'], $done, true );
				$record['retired'] = array_values( array_filter( $record['retired'], $is_left ) );
				$record['current'] = $is_left( $record['current'] ) ? $record['current'] : null;
				self::write( $user, $record );
			}
		);
		return count( $done ) === count( $due );
	}

	/** Saves the tokens of a record that somebody else deletes, as WordPress does with its user: they are still to be revoked. */
	public static function rescue( mixed $ids, mixed $user, mixed $key ): void {
		global $wpdb;
		if ( self::$is_writing || ! str_ends_with( (string) $key, self::OPTION ) ) {
			return;
		}
		$places = $wpdb->get_results(
			$wpdb->prepare( "SELECT user_id, meta_value FROM $wpdb->usermeta WHERE meta_key = %s AND ( user_id = %d OR 0 = %d )", $key, $user, $user )
		);
		$saved  = array();
		foreach ( $places as $place ) {
			$record = Vault::open( self::place( (int) $place->user_id ), $place->meta_value );
			$saved  = array( ...$saved, ...( $record ? self::retire( $record, time() )['retired'] : array() ) );
		}
		if ( ! $saved ) {
			return;
		}
		self::exclusive(
			self::GONE,
			static function () use ( $saved ): void {
				$record            = self::read( self::GONE );
				$record['retired'] = array( ...$record['retired'], ...$saved );
				self::write( self::GONE, $record );
			}
		);
		self::sweep( self::GONE );
	}

	/**
	 * Does something for each user and site of which something is kept, switched to that site, a batch of users at a time.
	 *
	 * @param callable $task Gets the user's ID.
	 * @param int|null $user One user only.
	 * @param int|null $site One site only.
	 */
	public static function each( callable $task, ?int $user = null, ?int $site = null ): void {
		global $wpdb;
		$last    = 0;
		$pattern = '/^' . preg_quote( $wpdb->base_prefix, '/' ) . '(?:(\d+)_)?' . self::OPTION . '$/D';
		$like    = $wpdb->esc_like( $wpdb->base_prefix ) . '%' . $wpdb->esc_like( self::OPTION );
		do {
			$rows = $wpdb->get_results(
				$wpdb->prepare(
					"SELECT umeta_id, user_id, meta_key FROM $wpdb->usermeta WHERE meta_key LIKE %s AND umeta_id > %d AND ( 0 = %d OR user_id = %d ) ORDER BY umeta_id LIMIT %d",
					$like,
					$last,
					(int) $user,
					(int) $user,
					self::BATCH
				)
			);
			foreach ( $rows as $row ) {
				$last = (int) $row->umeta_id;
				if ( ! preg_match( $pattern, $row->meta_key, $found ) ) {
					continue;
				}
				$place = is_multisite() ? (int) ( $found[1] ?? get_main_site_id() ) : get_current_blog_id();
				if ( null === $site || $place === $site ) {
					self::in_site( $place, static fn() => $task( (int) $row->user_id ) );
				}
			}
		} while ( count( $rows ) === self::BATCH );
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
			wp_cache_delete( $user, 'user_meta' );
			return $task();
		} finally {
			$wpdb->get_var( $wpdb->prepare( 'SELECT RELEASE_LOCK(%s)', $lock ) );
		}
	}

	/** Forgets what this request remembers of the site and of a user: others have written since. */
	public static function look_again( int $user ): void {
		if ( wp_cache_supports( 'flush_runtime' ) ) {
			wp_cache_flush_runtime();
		} else {
			$network = get_current_network_id();
			$groups  = array(
				'users'        => array( $user ),
				'user_meta'    => array( $user ),
				'options'      => array( 'alloptions', 'notoptions' ),
				'sites'        => array( get_current_blog_id() ),
				'site-options' => array( "$network:site_admins", "$network:active_sitewide_plugins" ),
			);
			foreach ( $groups as $group => $keys ) {
				array_map( static fn( mixed $key ) => wp_cache_delete( $key, $group ), $keys );
			}
		}
		wp_roles()->for_site( get_current_blog_id() );
	}

	private static function in_site( int $site, callable $task ): void {
		if ( get_current_blog_id() === $site ) {
			$task();
			return;
		}
		switch_to_blog( $site );
		try {
			$task();
		} finally {
			restore_current_blog();
		}
	}

	private static function keep( int $user, ?string $sealed ): void {
		if ( self::GONE === $user ) {
			null === $sealed ? delete_network_option( null, self::OPTION ) : update_network_option( null, self::OPTION, $sealed );
		} elseif ( null === $sealed ) {
			delete_user_option( $user, self::OPTION );
		} else {
			update_user_option( $user, self::OPTION, $sealed );
		}
	}

	// Not by get_user_option, which knows nothing of a user who has just been deleted.
	private static function sealed( int $user ): mixed {
		global $wpdb;
		return self::GONE === $user
			? get_network_option( null, self::OPTION )
			: get_user_meta( $user, $wpdb->get_blog_prefix() . self::OPTION, true );
	}

	private static function place( int $user ): string {
		return "token $user";
	}
}
