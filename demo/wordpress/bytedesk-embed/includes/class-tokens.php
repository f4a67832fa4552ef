<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/** Keeps one token of the desk per user: logs in, replaces, revokes and forgets. Times are seconds since 1970. */
final class Tokens {
	private const REJECTIONS_APART = MINUTE_IN_SECONDS;
	/** The desk makes the same token of two logins within one second. */
	private const RENEWALS_APART = 2;
	/** A replaced token lives on for consoles that are just starting with it. */
	private const GRACE = MINUTE_IN_SECONDS;
	/** For tokens that do not say when they end: the longest life that the desk gives (ByteDesk server, 2026). */
	private const LONGEST_LIFE = YEAR_IN_SECONDS;

	/** Hooks whatever ends a user's right to a token. */
	public static function hook(): void {
		add_action( 'wp_logout', array( self::class, 'forget' ) );
		add_action( 'delete_user', array( self::class, 'forget' ) );
		add_action( 'remove_user_from_blog', array( self::class, 'forget' ) );
		add_action( 'set_user_role', array( self::class, 'forget_unless_allowed' ) );
		register_deactivation_hook( PLUGIN_FILE, array( self::class, 'forget_all' ) );
	}

	/**
	 * The token that answers a page's request.
	 *
	 * @param int      $user            Whose.
	 * @param array    $asked           `reason`, `expires_at` and `hash`, the latter two null where the page does not know.
	 * @param callable $still_signed_in Asked whenever time has passed, since a sign-out may have come first.
	 * @return array{token: string, until: int} The token, and when it will be replaced.
	 * @throws Refusal If there is none.
	 */
	public static function token_for( int $user, array $asked, callable $still_signed_in ): array {
		return Token_Store::exclusive(
			$user,
			static function () use ( $user, $asked, $still_signed_in ): array {
				if ( ! $still_signed_in() ) {
					throw new Refusal( 'unauthorized' );
				}
				$record = Token_Store::read( $user );
				if ( ! self::is_answer( $record, $asked ) ) {
					$record = self::renew( $user, $record, 'rejected' === $asked['reason'] );
					Token_Store::look_again( $user );
					if ( ! $still_signed_in() ) {
						Token_Store::write( $user, Token_Store::retire( $record, time() ) );
						Token_Store::sweep( $user );
						throw new Refusal( 'unauthorized' );
					}
				}
				return $record['current'];
			}
		);
	}

	/**
	 * Forgets a user's tokens and revokes them.
	 *
	 * @return bool False if the desk could not be reached; then it is tried again later.
	 */
	public static function forget( mixed $user ): bool {
		$user = (int) $user; // Hooks of other plugins may call with nothing.
		if ( ! $user || ! get_user_option( Token_Store::OPTION, $user ) ) {
			return true;
		}
		$retire = static fn() => Token_Store::write( $user, Token_Store::retire( Token_Store::read( $user ), time() ) );
		try {
			Token_Store::exclusive( $user, $retire );
			return Token_Store::sweep( $user );
		} catch ( Refusal ) {
			// A login takes very long: it looks again afterwards whether its user is still there.
			return false;
		}
	}

	/** Forgets the tokens of a user who may no longer use a console. */
	public static function forget_unless_allowed( int $user ): void {
		if ( ! Settings::allows( $user ) ) {
			self::forget( $user );
		}
	}

	/** Forgets all tokens: without this plugin, or for another desk, nobody would revoke them later. */
	public static function forget_all(): void {
		foreach ( Token_Store::users() as $user ) {
			// A desk that is down for one of them is down for all.
			if ( ! self::forget( $user ) ) {
				return;
			}
		}
	}

	/**
	 * Whether the kept token is an answer to what a page asks; if not, a new login is.
	 *
	 * @throws Refusal `too-many-requests` if it is too early for a login.
	 */
	private static function is_answer( array $record, array $asked ): bool {
		$now     = time();
		$current = $record['current'];
		if ( ! $current || self::is_nearly_over( $current, $now ) ) {
			return false;
		}
		$is_held = hash( 'sha256', $current['token'] ) === $asked['hash'];
		switch ( $asked['reason'] ) {
			case 'initial':
				return true;
			case 'rejected':
				$rest = $record['rejected_at'] + self::REJECTIONS_APART - $now;
				if ( $is_held && $rest > 0 ) {
					throw new Refusal( 'too-many-requests', $rest );
				}
				// A tab that comes late must not throw away a good token.
				return null === $asked['hash'] ? $rest > 0 : ! $is_held;
			default:
				if ( ! $is_held && self::is_later( $current, $asked['expires_at'], $now ) ) {
					return true;
				}
				$rest = $current['made_at'] + self::RENEWALS_APART - $now;
				return $rest > 0 ? throw new Refusal( 'too-many-requests', $rest ) : false;
		}
	}

	// A page that was given a token of a few seconds would ask for the next one at once.
	private static function is_nearly_over( array $current, int $now ): bool {
		return $current['until'] - $now <= min( MINUTE_IN_SECONDS, ( $current['until'] - $current['made_at'] ) / 10 );
	}

	// A page may speak of the end it was told, or of the one it read in the token. The former never lies further ahead
	// than `max_age`, so what does is the latter.
	private static function is_later( array $current, ?int $than, int $now ): bool {
		return null !== $than && ( $than > $now + self::max_age() ? $current['ends_at'] : $current['until'] ) > $than;
	}

	private static function renew( int $user, array $record, bool $is_rejected ): array {
		if ( $is_rejected && $record['current'] ) {
			$record                = Token_Store::retire( $record, time() + self::GRACE );
			$record['rejected_at'] = time();
			Token_Store::write( $user, $record );
		}
		$token   = self::log_in( $user );
		$ends_at = self::end_of( $token );
		$current = array(
			'token'   => $token,
			'made_at' => time(),
			'until'   => min( $ends_at, time() + self::max_age() ),
			'ends_at' => $ends_at,
		);
		$record  = Token_Store::replace( $record, $current, time() + self::GRACE );
		Token_Store::write( $user, $record );
		return $record;
	}

	private static function log_in( int $user ): string {
		$login = Logins::of( $user ) ?? throw new Refusal( 'forbidden' );
		$held  = Logins::held_back( $login['username'] );
		if ( $held ) {
			throw new Refusal( $held );
		}
		try {
			return Desk::log_in( $login['username'], $login['password'] );
		} catch ( Refusal $refusal ) {
			if ( in_array( $refusal->status(), array( 403, 409 ), true ) ) {
				Logins::hold_back( $login['username'], $refusal->reason );
			}
			throw $refusal;
		}
	}

	// The desk's tokens of this channel live for 365 days; this is what makes them short.
	private static function max_age(): int {
		/**
		 * Filters the seconds after which a token is replaced by a new login.
		 *
		 * @param int $seconds Default one day.
		 */
		return (int) apply_filters( 'bytedesk_embed_max_age', DAY_IN_SECONDS );
	}

	/** The desk's tokens say when they end. Nothing else in them is believed. */
	private static function end_of( string $token ): int {
		$payload = base64_decode( strtr( explode( '.', $token )[1] ?? '', '-_', '+/' ) );
		$end     = ( (array) json_decode( (string) $payload, true ) )['exp'] ?? null;
		if ( ! is_int( $end ) ) {
			return time() + self::LONGEST_LIFE;
		}
		// A token that is over on arrival would be asked for again and again.
		return $end > time() ? $end : throw new Refusal( 'server-error' );
	}
}
