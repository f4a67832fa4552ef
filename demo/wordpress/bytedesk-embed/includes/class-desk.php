<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/** Calls of the desk's API. */
final class Desk {
	/** APIs that gave no answer to this process: many revocations in a row do not wait for each of them. */
	private static array $down = array();

	/** Answers to a login with HTTP 200, by their `code` (ByteDesk server, 2025 and 2026). */
	private const LOGIN_CODES = array(
		-1  => 'login-failed',
		-2  => 'second-factor-required',
		-3  => 'second-factor-required',
		403 => 'account-disabled',
		500 => 'login-failed',
	);

	/**
	 * Logs in.
	 *
	 * @return string The token.
	 * @throws Refusal If the desk does not give one.
	 */
	public static function log_in( string $username, string $password ): string {
		$fixed = array(
			'channel'  => 'FLUTTER',
			'platform' => 'BYTEDESK',
		);

		list( $status, $answer ) = self::call( Settings::api(), '/auth/v1/login', compact( 'username', 'password' ) + $fixed );

		$code = $answer['code'] ?? null;
		if ( 200 === $status && 200 === $code ) {
			$token = is_array( $answer['data'] ?? null ) ? $answer['data']['accessToken'] ?? null : null;
			return is_string( $token ) && '' !== $token ? $token : throw new Refusal( 'server-error' );
		}
		if ( null === $code ) {
			throw new Refusal( 'server-error' );
		}
		if ( 403 === $status ) {
			$is_disabled = preg_match( '/disabled/i', (string) wp_json_encode( $answer['message'] ?? '' ) );
			throw new Refusal( $is_disabled ? 'account-disabled' : 'seat-limit' );
		}
		if ( 401 === $status ) {
			throw new Refusal( 'login-failed' );
		}
		throw new Refusal( 200 === $status && is_int( $code ) ? self::LOGIN_CODES[ $code ] ?? 'server-error' : 'server-error' );
	}

	/**
	 * Ends a token at the API that gave it.
	 *
	 * @return bool False unless the desk itself said that the token is over, so that a later try makes sense.
	 */
	public static function revoke( string $api, string $token ): bool {
		if ( isset( self::$down[ $api ] ) ) {
			return false;
		}
		try {
			list( $status, $answer ) = self::call( $api, '/api/v1/user/logout', array(), $token );
		} catch ( Refusal ) {
			self::$down[ $api ] = true;
			return false;
		}
		return 401 === $status || ( 200 === $status && in_array( $answer['code'] ?? null, array( 200, 401 ), true ) );
	}

	/**
	 * Posts JSON.
	 *
	 * @return array{int, array} Status, and the desk's envelope, empty if there was none.
	 * @throws Refusal If there was no answer.
	 */
	private static function call( string $api, string $path, array $body, ?string $token = null ): array {
		$headers = array( 'Content-Type' => 'application/json' );
		if ( null !== $token ) {
			$headers['Authorization'] = "Bearer $token";
		}
		$response = wp_remote_post(
			$api . $path,
			array(
				'headers'             => $headers,
				'body'                => wp_json_encode( (object) $body ),
				'timeout'             => 10,
				// The password and the token go to the desk and nowhere else: a redirect is an answer that is no login.
				'redirection'         => 0,
				'limit_response_size' => MB_IN_BYTES,
			)
		);
		if ( is_wp_error( $response ) ) {
			throw new Refusal( false === stripos( $response->get_error_message(), 'timed out' ) ? 'network' : 'timeout' );
		}
		$answer = json_decode( wp_remote_retrieve_body( $response ), true );
		return array( (int) wp_remote_retrieve_response_code( $response ), is_array( $answer ) ? $answer : array() );
	}
}
