<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/**
 * Encrypts what lies in the database: a dump of it alone, as in a stolen backup, opens nothing, since the key comes
 * from the salts in wp-config.php.
 */
final class Vault {
	/**
	 * Encrypts a value.
	 *
	 * @param string $place What the value is and whose: copied to another place it does not open.
	 * @param array  $value What to keep.
	 */
	public static function seal( string $place, array $value ): string {
		$nonce = random_bytes( SODIUM_CRYPTO_AEAD_XCHACHA20POLY1305_IETF_NPUBBYTES );
		$text  = sodium_crypto_aead_xchacha20poly1305_ietf_encrypt(
			wp_json_encode( $value ),
			$place,
			$nonce,
			self::key( 'encryption' )
		);
		return base64_encode( $nonce . $text );
	}

	/**
	 * Opens what was sealed for the same place; null for anything else, and after the salts were changed.
	 *
	 * @param string $place  As it was sealed.
	 * @param mixed  $sealed What lay in the database.
	 */
	public static function open( string $place, mixed $sealed ): ?array {
		$bytes = is_string( $sealed ) ? (string) base64_decode( $sealed, true ) : '';
		$start = SODIUM_CRYPTO_AEAD_XCHACHA20POLY1305_IETF_NPUBBYTES;
		if ( strlen( $bytes ) <= $start ) {
			return null;
		}
		$text  = sodium_crypto_aead_xchacha20poly1305_ietf_decrypt(
			substr( $bytes, $start ),
			$place,
			substr( $bytes, 0, $start ),
			self::key( 'encryption' )
		);
		$value = false === $text ? null : json_decode( $text, true );
		return is_array( $value ) ? $value : null;
	}

	/** A name that tells nothing of what it stands for: nobody who reads the database can try out user names. */
	public static function name( string $of ): string {
		return substr( hash_hmac( 'sha256', $of, self::key( 'names' ) ), 0, 32 );
	}

	/** False where WordPress keeps its salts in the database, next to what they encrypt. */
	public static function has_own_key(): bool {
		return self::is_secret( 'AUTH_KEY' ) && self::is_secret( 'AUTH_SALT' );
	}

	private static function is_secret( string $name ): bool {
		return defined( $name ) && '' !== constant( $name ) && 'put your unique phrase here' !== constant( $name );
	}

	private static function key( string $use ): string {
		return hash_hkdf( 'sha256', wp_salt( 'auth' ), 32, "bytedesk-embed $use" );
	}
}
