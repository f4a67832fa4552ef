<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/** Settings, ByteDesk: for administrators. */
final class Settings_Page {
	private const PAGE = 'bytedesk-embed';

	/** Hooks the page. */
	public static function hook(): void {
		add_action( 'admin_init', array( self::class, 'register' ) );
		add_action( 'admin_menu', array( self::class, 'add_page' ) );
		add_filter( 'plugin_action_links_' . plugin_basename( PLUGIN_FILE ), array( self::class, 'add_link' ) );
	}

	/** Registers the setting and its fields. */
	public static function register(): void {
		register_setting(
			self::PAGE,
			Settings::OPTION,
			array(
				'type'              => 'array',
				'show_in_rest'      => false,
				'default'           => array(),
				'sanitize_callback' => array( self::class, 'sanitize' ),
			)
		);
		add_settings_section( 'desk', '', array( self::class, 'introduce' ), self::PAGE );
		$fields = array(
			'server'     => __( 'Address of the consoles', 'bytedesk-embed' ),
			'api'        => __( 'Address of the API', 'bytedesk-embed' ),
			'capability' => __( 'Who may use them', 'bytedesk-embed' ),
		);
		foreach ( $fields as $name => $title ) {
			$more = array(
				'label_for' => "bytedesk-$name",
				'name'      => $name,
			);
			add_settings_field( $name, $title, array( self::class, 'field' ), self::PAGE, 'desk', $more );
		}
	}

	/** Adds the page to the menu. */
	public static function add_page(): void {
		add_options_page( 'ByteDesk', 'ByteDesk', 'manage_options', self::PAGE, array( self::class, 'render' ) );
	}

	/** Adds the link in the list of plugins. */
	public static function add_link( array $links ): array {
		$url = admin_url( 'options-general.php?page=' . self::PAGE );
		return array( sprintf( '<a href="%s">%s</a>', esc_url( $url ), esc_html__( 'Settings', 'bytedesk-embed' ) ), ...$links );
	}

	/** Takes what can be used; a wrong address is told, and the one before stays. */
	public static function sanitize( mixed $input ): array {
		$input  = is_array( $input ) ? $input : array();
		$before = (array) get_option( Settings::OPTION, array() );
		$clean  = array();
		foreach ( array( 'server', 'api' ) as $name ) {
			$typed = trim( (string) ( $input[ $name ] ?? '' ) );
			$url   = '' === $typed ? '' : Settings::read_url( $typed );
			if ( null === $url ) {
				/* translators: Shown when an address cannot be used. */
				$text = __( 'An address must start with http:// or https://, and have no user name, query or hash.', 'bytedesk-embed' );
				add_settings_error( Settings::OPTION, $name, $text );
			}
			$clean[ $name ] = $url ?? ( $before[ $name ] ?? '' );
		}
		$capability          = $input['capability'] ?? '';
		$clean['capability'] = in_array( $capability, Settings::CAPABILITIES, true ) ? $capability : 'edit_posts';
		return $clean;
	}

	/** What stands above the fields. */
	public static function introduce(): void {
		printf( '<p>%s</p>', esc_html__( 'Users need two things to see a console: the right below, and a login at the desk in their profile. Everybody else sees nothing, not even that there is one. Logins belong to the address of the API: after a change of it they must be entered again.', 'bytedesk-embed' ) );
		if ( ! Vault::has_own_key() ) {
			printf( '<div class="notice notice-warning inline"><p>%s</p></div>', esc_html__( 'wp-config.php has no AUTH_KEY and AUTH_SALT of its own, so the key that encrypts logins lies in the database, beside them.', 'bytedesk-embed' ) );
		}
	}

	/** One field. */
	public static function field( array $arguments ): void {
		$name  = $arguments['name'];
		$value = (string) ( ( (array) get_option( Settings::OPTION, array() ) )[ $name ] ?? '' );
		$id    = sprintf( 'id="%s" name="%s"', esc_attr( "bytedesk-$name" ), esc_attr( Settings::OPTION . "[$name]" ) );
		if ( 'capability' !== $name ) {
			$example = 'server' === $name ? 'https://desk.example.com' : __( 'the same', 'bytedesk-embed' );
			// phpcs:ignore WordPress.Security.EscapeOutput -- $id is escaped above.
			printf( '<input type="url" class="regular-text code" %s value="%s" placeholder="%s">', $id, esc_attr( $value ), esc_attr( $example ) );
			return;
		}
		$labels  = array(
			'read'              => __( 'Everybody who can sign in', 'bytedesk-embed' ),
			'edit_posts'        => __( 'Contributors and above', 'bytedesk-embed' ),
			'edit_others_posts' => __( 'Editors and above', 'bytedesk-embed' ),
			'manage_options'    => __( 'Administrators', 'bytedesk-embed' ),
		);
		$options = '';
		foreach ( Settings::CAPABILITIES as $capability ) {
			$options .= sprintf( '<option value="%s"%s>%s</option>', esc_attr( $capability ), selected( $value ?: 'edit_posts', $capability, false ), esc_html( $labels[ $capability ] ) );
		}
		printf( '<select %s>%s</select>', $id, $options ); // phpcs:ignore WordPress.Security.EscapeOutput -- Escaped above.
	}

	/** The page. */
	public static function render(): void {
		if ( ! current_user_can( 'manage_options' ) ) {
			return;
		}
		printf( '<div class="wrap"><h1>%s</h1><form action="options.php" method="post">', esc_html( get_admin_page_title() ) );
		settings_fields( self::PAGE );
		do_settings_sections( self::PAGE );
		submit_button();
		echo '</form></div>';
	}
}
