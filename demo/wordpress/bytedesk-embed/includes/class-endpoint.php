<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/**
 * The endpoint that a page asks for its user's token, by way of admin-ajax.php: `POST` with JSON, answered with
 * `{ accessToken, expiresAt }`, or with `{ code, message }`.
 *
 * Not a REST route: those take one nonce that is the same for everything, and ends within a day. An agent's page stays
 * open for longer, and a nonce of our own may live longer, since it opens nothing but this.
 */
final class Endpoint {
	private const ACTION     = 'bytedesk_embed_token';
	private const NONCE_LIFE = 28 * DAY_IN_SECONDS;
	private const MAX_BYTES  = 4096;

	/** Hooks the endpoint. */
	public static function hook(): void {
		add_action( 'wp_ajax_' . self::ACTION, array( self::class, 'answer' ) );
		add_action( 'wp_ajax_nopriv_' . self::ACTION, array( self::class, 'answer' ) );
		add_action( 'login_init', array( self::class, 'refuse_elsewhere' ), 0 );
		add_filter( 'allowed_http_origin', array( self::class, 'allow_header' ) );
		add_filter( 'nonce_life', array( self::class, 'nonce_life' ), 10, 2 );
	}

	/** Path and query of the endpoint for the user who is signed in; never printed for anybody else. */
	public static function url(): string {
		$query = array(
			'action'   => self::ACTION,
			'_wpnonce' => wp_create_nonce( self::ACTION ),
		);
		return add_query_arg( $query, admin_url( 'admin-ajax.php', 'relative' ) );
	}

	/**
	 * A nonce works for at least half of this, and so as long as "remember me" keeps a user signed in. It ends with that
	 * session all the same.
	 */
	public static function nonce_life( int $seconds, mixed $action = -1 ): int {
		return self::ACTION === $action ? self::NONCE_LIFE : $seconds;
	}

	/** Refuses requests for tokens at wp-login.php: markup that names it as a token URL must not sign anybody out. */
	public static function refuse_elsewhere(): void {
		if ( isset( $_SERVER['HTTP_X_BYTEDESK_EMBED'] ) ) {
			self::send( ...self::refuse( new Refusal( 'forbidden' ) ) );
		}
	}

	/** Lets the site's other origin (with and without TLS, or www) send the header of a request for a token. */
	public static function allow_header( string $origin ): string {
		$is_ours = wp_doing_ajax() && self::ACTION === ( $_REQUEST['action'] ?? '' );
		if ( $is_ours && '' !== $origin && 'OPTIONS' === ( $_SERVER['REQUEST_METHOD'] ?? '' ) ) {
			header( 'Access-Control-Allow-Methods: POST' );
			header( 'Access-Control-Allow-Headers: content-type, x-bytedesk-embed' );
		}
		return $origin;
	}

	/** Answers the request and ends it. */
	public static function answer(): never {
		try {
			$kept   = self::token();
			$status = 200;
			$answer = array(
				'accessToken' => $kept['token'],
				'expiresAt'   => gmdate( 'Y-m-d\TH:i:s\Z', $kept['until'] ),
			);
		} catch ( Refusal $refusal ) {
			list( $status, $answer ) = self::refuse( $refusal );
		} catch ( \Throwable $error ) {
			// Its text may hold anything.
			error_log( 'bytedesk-embed: ' . get_class( $error ) ); // phpcs:ignore WordPress.PHP.DevelopmentFunctions
			list( $status, $answer ) = self::refuse( new Refusal( 'token-source-failed' ) );
		}
		self::send( $status, $answer );
	}

	private static function send( int $status, array $answer ): never {
		// Not by wp_send_json, which would allow browsers to store the answer.
		nocache_headers();
		status_header( $status );
		header( 'Cache-Control: no-store' );
		header( 'Content-Type: application/json' );
		header( 'X-Content-Type-Options: nosniff' );
		echo wp_json_encode( $answer, JSON_UNESCAPED_SLASHES );
		exit;
	}

	/**
	 * The token for the user who asks, after all checks.
	 *
	 * @throws Refusal If there is none.
	 */
	private static function token(): array {
		if ( 'POST' !== ( $_SERVER['REQUEST_METHOD'] ?? '' ) ) {
			header( 'Allow: POST' );
			throw new Refusal( 'method-not-allowed' );
		}
		if ( ! self::is_own_origin( (string) ( $_SERVER['HTTP_ORIGIN'] ?? '' ) ) ) {
			throw new Refusal( 'untrusted-origin' );
		}
		if ( 'application/json' !== strtolower( trim( explode( ';', $_SERVER['CONTENT_TYPE'] ?? '' )[0] ) ) ) {
			throw new Refusal( 'unsupported-media-type' );
		}
		$user = get_current_user_id();
		if ( ! $user ) {
			throw new Refusal( 'unauthorized' );
		}
		if ( ! check_ajax_referer( self::ACTION, false, false ) || ! Logins::is_mapped( $user ) ) {
			throw new Refusal( 'forbidden' );
		}
		$asked   = self::read_body();
		$grounds = self::grounds( $user ) ?? throw new Refusal( 'unauthorized' );
		return Tokens::token_for( $user, $asked, static fn(): bool => self::grounds( $user ) === $grounds );
	}

	/**
	 * What a user's right to a token stands on: session, password, role, login and desk. Where it is another after a login
	 * at the desk than before, a sign-out or the like came in between. Null if there is no right.
	 */
	private static function grounds( int $user ): ?array {
		if ( wp_validate_auth_cookie( '', 'logged_in' ) !== $user || ! Logins::is_mapped( $user ) ) {
			return null;
		}
		return array(
			wp_get_session_token(),
			get_userdata( $user )->user_pass,
			Settings::api(),
			Revocation::is_active(),
		);
	}

	/** What other sites cannot send in a user's name. A proxy may end TLS, so the site itself may think of http. */
	private static function is_own_origin( string $origin ): bool {
		foreach ( array( home_url(), site_url() ) as $url ) {
			$parts = wp_parse_url( $url );
			$host  = strtolower( $parts['host'] ?? '' ) . ( isset( $parts['port'] ) ? ":{$parts['port']}" : '' );
			if ( "https://$host" === $origin || ( ! is_ssl() && "http://$host" === $origin ) ) {
				return true;
			}
		}
		return false;
	}

	private static function read_body(): array {
		$body = (string) file_get_contents( 'php://input', false, null, 0, self::MAX_BYTES + 1 );
		if ( strlen( $body ) > self::MAX_BYTES ) {
			throw new Refusal( 'body-too-large' );
		}
		$asked  = json_decode( $body, true );
		$reason = is_array( $asked ) ? $asked['reason'] ?? null : null;
		if ( ! in_array( $reason, array( 'initial', 'renew', 'rejected' ), true ) ) {
			throw new Refusal( 'bad-request' );
		}
		$expires_at = isset( $asked['expiresAt'] ) ? self::read_date( $asked['expiresAt'] ) : null;
		$hash       = $asked['tokenHash'] ?? null;
		if ( null !== $hash && ( ! is_string( $hash ) || ! preg_match( '/^[0-9a-f]{64}$/D', $hash ) ) ) {
			throw new Refusal( 'bad-request' );
		}
		return compact( 'reason', 'expires_at', 'hash' );
	}

	private static function read_date( mixed $value ): int {
		$is_date = is_string( $value ) && preg_match( '/^[+-]?\d{4,6}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/D', $value );
		$seconds = $is_date ? strtotime( $value ) : false;
		return false !== $seconds ? $seconds : throw new Refusal( 'bad-request' );
	}

	/** @return array{int, array} */
	private static function refuse( Refusal $refusal ): array {
		if ( $refusal->retry_after > 0 ) {
			header( "Retry-After: $refusal->retry_after" );
		}
		$answer = array(
			'code'    => $refusal->reason,
			'message' => $refusal->text(),
		);
		return array( $refusal->status(), $answer );
	}
}
