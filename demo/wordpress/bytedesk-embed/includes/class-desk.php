<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/** Calls of the desk's API. */
final class Desk {
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

		list( $status, $answer ) = self::call( '/auth/v1/login', compact( 'username', 'password' ) + $fixed );

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

	/** Ends a token. @return bool False if the desk could not be reached, so that a later try makes sense. */
	public static function revoke( string $token, int $timeout = 10 ): bool {
		try {
			list( $status ) = self::call( '/api/v1/user/logout', array(), $token, $timeout );
			return $status < 500;
		} catch ( Refusal ) {
			return false;
		}
	}

	/**
	 * Posts JSON.
	 *
	 * @return array{int, array} Status, and the desk's envelope, empty if there was none.
	 * @throws Refusal If there was no answer.
	 */
	private static function call( string $path, array $body, ?string $token = null, int $timeout = 10 ): array {
		$headers = array( 'Content-Type' => 'application/json' );
		if ( null !== $token ) {
			$headers['Authorization'] = "Bearer $token";
		}
		$response = wp_remote_post(
			Settings::api() . $path,
			array(
				'headers'             => $headers,
				'body'                => wp_json_encode( (object) $body ),
				'timeout'             => $timeout,
				// The password and the token go to the desk and nowhere else.
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
