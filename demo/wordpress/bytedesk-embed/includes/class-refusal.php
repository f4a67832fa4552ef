<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/** Ends a request for a token with one of the documented codes. Nothing that the desk said gets into an answer. */
final class Refusal extends \Exception {
	private const STATUS = array(
		'bad-request'            => 400,
		'unauthorized'           => 401,
		'untrusted-origin'       => 403,
		'forbidden'              => 403,
		'login-failed'           => 403,
		'account-disabled'       => 403,
		'method-not-allowed'     => 405,
		'second-factor-required' => 409,
		'body-too-large'         => 413,
		'unsupported-media-type' => 415,
		'too-many-requests'      => 429,
		'token-source-failed'    => 500,
		'network'                => 502,
		'server-error'           => 502,
		'seat-limit'             => 503,
		'timeout'                => 504,
	);

	/** The code of the answer; a stable text, see the token endpoint's documentation. */
	public readonly string $reason;

	/** Seconds after which another try makes sense, or 0. */
	public readonly int $retry_after;

	public function __construct( string $reason, int $retry_after = 0 ) {
		parent::__construct( $reason );
		$this->reason      = $reason;
		$this->retry_after = $retry_after;
	}

	/** HTTP status of the answer. */
	public function status(): int {
		return self::STATUS[ $this->reason ];
	}

	/** Text of the answer for people who debug. */
	public function text(): string {
		return ucfirst( str_replace( '-', ' ', $this->reason ) ) . '.';
	}
}
