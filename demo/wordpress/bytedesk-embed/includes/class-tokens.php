<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/** Keeps one token of the desk per user: logs in, replaces, revokes and forgets. Times are seconds since 1970. */
final class Tokens {
	private const REJECTIONS_APART = MINUTE_IN_SECONDS;
	/** Between logins that no near end of the token explains. */
	private const LOGINS_APART = MINUTE_IN_SECONDS;
	/** A renewal is explained where the page's token ends within this time, or has lived nine tenths of its life. */
	private const NEAR_END = 10 * MINUTE_IN_SECONDS;
	/** The desk makes the same token of two logins within one second. */
	private const SECONDS_APART = 2;
	/** A replaced token lives on for consoles that are just starting with it. */
	private const GRACE = MINUTE_IN_SECONDS;
	/** For tokens that do not say when they end: the longest life that the desk gives (ByteDesk server, 2026). */
	private const LONGEST_LIFE = YEAR_IN_SECONDS;

	/** A later try of what could not wait for its turn. */
	public const FORGET = 'bytedesk_embed_forget';

	/**
	 * The token that answers a page's request.
	 *
	 * @param int      $user            Whose.
	 * @param array    $asked           `reason`, `expires_at` and `hash`, the latter two null where the page does not know.
	 * @param callable $is_entitled     Asked whenever time has passed, since a sign-out may have come first.
	 * @return array{token: string, until: int} The token, and when it will be replaced.
	 * @throws Refusal If there is none.
	 */
	public static function token_for( int $user, array $asked, callable $is_entitled ): array {
		return Token_Store::exclusive(
			$user,
			static function () use ( $user, $asked, $is_entitled ): array {
				Token_Store::look_again( $user );
				if ( ! $is_entitled() ) {
					throw new Refusal( 'unauthorized' );
				}
				$record = Token_Store::read( $user );
				if ( ! self::is_answer( $record, $asked ) ) {
					$record = self::renew( $user, $record, 'rejected' === $asked['reason'] );
					Token_Store::look_again( $user );
					if ( ! $is_entitled() ) {
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
	 * Forgets a user's tokens of this site and revokes them.
	 *
	 * @return bool False if the desk could not be reached; then it is tried again later.
	 */
	public static function forget( int $user ): bool {
		if ( ! $user || ! Token_Store::has( $user ) ) {
			// A login that is under way finds out by itself, after it has written its record.
			return true;
		}
		$retire = static fn() => Token_Store::write( $user, Token_Store::retire( Token_Store::read( $user ), time() ) );
		try {
			Token_Store::exclusive( $user, $retire );
			return Token_Store::sweep( $user );
		} catch ( Refusal ) {
			wp_schedule_single_event( time(), self::FORGET, array( $user ) );
			return false;
		}
	}

	/** Forgets the tokens of this site of a user who may no longer use a console, or has another password since. */
	public static function forget_unless_allowed( int $user ): void {
		if ( ! Settings::allows( $user ) || Token_Store::read( $user )['password'] !== self::password_of( $user ) ) {
			self::forget( $user );
		}
	}

	/** Forgets all tokens of one site, or of the whole network. */
	public static function forget_all( ?int $site = null ): void {
		if ( function_exists( 'set_time_limit' ) ) {
			set_time_limit( 0 );
		}
		Token_Store::each( static fn( int $user ) => self::forget( $user ), null, $site );
	}

	/**
	 * Whether the kept token is an answer to what a page asks; if not, a new login is.
	 *
	 * @throws Refusal `too-many-requests` if it is too early for a login.
	 */
	private static function is_answer( array $record, array $asked ): bool {
		$now     = time();
		$current = $record['current'];
		if ( ! $current || Settings::api() !== $current['api'] || self::is_nearly_over( $current, $now ) ) {
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
				$apart = $is_held && self::is_near_end( $current, $now ) ? self::SECONDS_APART : self::LOGINS_APART;
				$rest  = $current['made_at'] + $apart - $now;
				if ( $rest > 0 && ( null === $asked['hash'] || $is_held ) ) {
					throw new Refusal( 'too-many-requests', $rest );
				}
				return $rest > 0;
		}
	}

	// A page that was given a token of a few seconds would ask for the next one at once.
	private static function is_nearly_over( array $current, int $now ): bool {
		return $current['until'] - $now <= min( MINUTE_IN_SECONDS, ( $current['until'] - $current['made_at'] ) / 10 );
	}

	private static function is_near_end( array $current, int $now ): bool {
		return $current['until'] - $now <= max( self::NEAR_END, ( $current['until'] - $current['made_at'] ) / 10 );
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
			'api'     => Settings::api(),
		);
		$record['password'] = self::password_of( $user );
		$record  = Token_Store::replace( $record, $current, time() + self::GRACE );
		Token_Store::write( $user, $record );
		return $record;
	}

	// A name for it, so that a change is seen wherever it is made; nobody can try out passwords by it.
	private static function password_of( int $user ): string {
		return Vault::name( 'password ' . ( get_userdata( $user )->user_pass ?? '' ) );
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
