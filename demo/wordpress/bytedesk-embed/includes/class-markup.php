<?php
/**
 * @package Bytedesk_Embed
 */

namespace Bytedesk_Embed;

defined( 'ABSPATH' ) || exit;

/**
 * The block and the shortcodes. Users without a login at the desk get nothing of them, not even the desk's address; so
 * nobody can choose a server, a token URL, or permissions of the frame here.
 */
final class Markup {
	private const SCRIPT     = 'bytedesk-embed';
	private const ATTRIBUTES = array(
		'path'    => '',
		'height'  => '',
		'label'   => '',
		'loading' => '',
	);

	/** Hooks the block, the shortcodes and their script. */
	public static function hook(): void {
		add_action( 'init', array( self::class, 'register' ) );
		add_filter( 'script_loader_tag', array( self::class, 'script_tag' ), 10, 3 );
	}

	/** Registers all of them. */
	public static function register(): void {
		$hash = self::integrity();
		// The query changes with the file, so that no cache serves one that the hash does not fit.
		wp_register_script( self::SCRIPT, plugins_url( 'assets/bytedesk-embed.js', PLUGIN_FILE ), array(), substr( md5( $hash ), 0, 8 ), true );
		$needs = array( 'wp-block-editor', 'wp-blocks', 'wp-components', 'wp-element', 'wp-i18n' );
		wp_register_script( 'bytedesk-embed-editor', plugins_url( 'blocks/workspace/editor.js', PLUGIN_FILE ), $needs, substr( md5( $hash ), 0, 8 ), true );
		wp_set_script_translations( 'bytedesk-embed-editor', 'bytedesk-embed', dirname( PLUGIN_FILE ) . '/languages' );
		register_block_type( dirname( PLUGIN_FILE ) . '/blocks/workspace', array( 'render_callback' => array( self::class, 'block' ) ) );
		add_shortcode( 'bytedesk_workspace', array( self::class, 'workspace' ) );
		add_shortcode( 'bytedesk_login', array( self::class, 'login' ) );
	}

	/** `[bytedesk_workspace path="/agent/chat" height="700" label="" loading="lazy"]` */
	public static function workspace( mixed $attributes ): string {
		if ( ! self::is_shown() ) {
			return '';
		}
		$known = shortcode_atts( self::ATTRIBUTES, (array) $attributes, 'bytedesk_workspace' );
		// A theme's filter may have added others.
		$given = array_filter( array_intersect_key( $known, self::ATTRIBUTES ), 'is_string' );
		$html  = '<bytedesk-workspace';
		foreach ( array_filter( array_map( 'trim', $given ), 'strlen' ) as $name => $value ) {
			$html .= sprintf( ' %s="%s"', $name, esc_attr( $value ) );
		}
		return $html . '></bytedesk-workspace>';
	}

	/** The block, which is the shortcode with a wrapper for the theme's alignment. */
	public static function block( array $attributes ): string {
		$workspace = self::workspace( $attributes );
		return '' === $workspace ? '' : sprintf( '<div %s>%s</div>', get_block_wrapper_attributes(), $workspace );
	}

	/** `[bytedesk_login path="/admin"]Administration[/bytedesk_login]`: a link that is one without the script, too. */
	public static function login( mixed $attributes, ?string $content = '' ): string {
		$path = '/' . ltrim( trim( (string) ( ( (array) $attributes )['path'] ?? 'agent/auth/login' ) ), '/' );
		if ( ! self::is_console( $path ) || ! self::is_shown() ) {
			return '';
		}
		$label = wp_strip_all_tags( (string) $content );
		return sprintf(
			'<a data-bytedesk="login" href="%s" target="_blank" rel="noopener noreferrer">%s</a>',
			esc_url( Settings::server() . $path, array( 'http', 'https' ) ),
			esc_html( '' === $label ? __( 'Open the ByteDesk console', 'bytedesk-embed' ) : $label )
		);
	}

	/** False for a path that leaves the consoles as some server may read it, and for one that brings a token along. */
	private static function is_console( string $path ): bool {
		$read = $path;
		for ( $times = 0; $times < 3; $times += 1 ) {
			$read = rawurldecode( $read );
		}
		return preg_match( '#^/(agent|admin)(?=[/?\#]|$)#', $path )
			&& ! preg_match( '#[\\\\\x00-\x1f]|//|(^|/)\.\.?(;[^/]*)?([/?\#]|$)|accesstoken\s*=#i', $read );
	}

	/** The script's tag: its hash, and the defaults that name the desk and the token endpoint to the page. */
	public static function script_tag( string $tag, string $handle, string $src ): string {
		if ( self::SCRIPT !== $handle ) {
			return $tag;
		}
		if ( ! Logins::is_mapped( get_current_user_id() ) ) {
			return '';
		}
		return wp_get_script_tag(
			array(
				'id'             => self::SCRIPT . '-js',
				'src'            => $src,
				'integrity'      => self::integrity(),
				'crossorigin'    => 'anonymous',
				'defer'          => true,
				'data-server'    => Settings::server(),
				'data-api'       => Settings::api(),
				'data-token-url' => Endpoint::url(),
				'data-lang'      => str_replace( '_', '-', determine_locale() ),
			)
		);
	}

	/** True where the current user is to see a console; it then gets its script. */
	private static function is_shown(): bool {
		if ( is_feed() || ! Logins::is_mapped( get_current_user_id() ) ) {
			return false;
		}
		// Page caches would hand this user's page, nonce and all, to the next visitor.
		defined( 'DONOTCACHEPAGE' ) || define( 'DONOTCACHEPAGE', true );
		wp_enqueue_script( self::SCRIPT );
		return true;
	}

	/** The hash that the build printed for the script, and packaging has put beside it. */
	private static function integrity(): string {
		$hashes = wp_json_file_decode( dirname( PLUGIN_FILE ) . '/assets/integrity.json', array( 'associative' => true ) );
		return (string) ( $hashes['bytedesk-embed.js'] ?? '' );
	}
}
