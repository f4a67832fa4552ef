<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/** The login at the desk in a user's profile: written here by the user or an administrator, never shown again. */
final class Profile {
	private const NONCE = 'bytedesk_embed_login';

	/** Hooks the fields. */
	public static function hook(): void {
		foreach ( array( 'show_user_profile', 'edit_user_profile' ) as $form ) {
			add_action( $form, array( self::class, 'render' ) );
		}
		foreach ( array( 'personal_options_update', 'edit_user_profile_update' ) as $save ) {
			add_action( $save, array( self::class, 'save' ) );
		}
		add_action( 'user_profile_update_errors', array( self::class, 'check' ), 10, 3 );
	}

	/** The fields; empty, whatever is kept. */
	public static function render( \WP_User $user ): void {
		if ( ! self::may_edit( $user->ID ) ) {
			return;
		}
		$has_login = null !== Logins::of( $user->ID );
		$status    = $has_login
			? __( 'A login is kept. Fill in both fields to replace it.', 'bytedesk-embed' )
			: __( 'No login is kept: this user sees no console.', 'bytedesk-embed' );
		printf( '<h2>ByteDesk</h2><p>%s</p><table class="form-table" role="presentation">', esc_html( $status ) );
		wp_nonce_field( self::NONCE . $user->ID, self::NONCE . '_nonce', false );
		self::row( 'username', 'text', __( 'User name at the desk', 'bytedesk-embed' ) );
		self::row( 'password', 'password', __( 'Password at the desk', 'bytedesk-embed' ) );
		if ( $has_login ) {
			printf(
				'<tr><th></th><td><label><input type="checkbox" name="bytedesk_remove" value="1"> %s</label></td></tr>',
				esc_html__( 'Remove the login', 'bytedesk-embed' )
			);
		}
		echo '</table>';
	}

	/** Half a login is told rather than dropped. */
	public static function check( \WP_Error $errors, bool $update, \stdClass $user ): void {
		list( $username, $password ) = self::typed();
		if ( $update && ( '' === $username ) !== ( '' === $password ) && self::may_edit( (int) ( $user->ID ?? 0 ) ) ) {
			$errors->add( 'bytedesk', esc_html__( 'A ByteDesk login needs both the user name and the password.', 'bytedesk-embed' ) );
		}
	}

	/** Keeps or removes a login. */
	public static function save( int $user ): void {
		$nonce = sanitize_key( wp_unslash( $_POST[ self::NONCE . '_nonce' ] ?? '' ) );
		if ( ! wp_verify_nonce( $nonce, self::NONCE . $user ) || ! self::may_edit( $user ) ) {
			return;
		}
		list( $username, $password ) = self::typed();
		$is_new                      = '' !== $username && '' !== $password;
		if ( ! $is_new && empty( $_POST['bytedesk_remove'] ) ) {
			return;
		}
		if ( $is_new ) {
			Logins::save( $user, $username, $password );
		} else {
			Logins::remove( $user );
		}
		// The tokens so far belong to the login so far. After the change: a request that comes in between uses the new one.
		Tokens::forget( $user );
	}

	/** The user himself, or whoever may edit him, as long as the user may have a console at all. */
	private static function may_edit( int $user ): bool {
		return Settings::allows( $user ) && current_user_can( 'edit_user', $user );
	}

	/** @return array{string, string} User name and password as typed. */
	private static function typed(): array {
		// phpcs:disable WordPress.Security -- Callers check the nonce; a password is taken as it is.
		$username = $_POST['bytedesk_username'] ?? '';
		$password = $_POST['bytedesk_password'] ?? '';
		// phpcs:enable
		return is_string( $username ) && is_string( $password )
			? array( trim( wp_unslash( $username ) ), wp_unslash( $password ) )
			: array( '', '' );
	}

	private static function row( string $name, string $type, string $label ): void {
		printf(
			'<tr><th><label for="bytedesk-%1$s">%2$s</label></th><td><input type="%3$s" class="regular-text" id="bytedesk-%1$s" name="bytedesk_%1$s" value="" autocomplete="%4$s"></td></tr>',
			esc_attr( $name ),
			esc_html( $label ),
			esc_attr( $type ),
			'password' === $type ? 'new-password' : 'off'
		);
	}
}
