<?php
// Runs in a WordPress that is not installed yet: users and pages for the tests. The plugin stays off.
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

list( , $url, $password ) = $argv;

wp_install( 'Test', 'boss', 'boss@example.com', true, '', $password );
update_option( 'show_avatars', 0 );
update_option( 'permalink_structure', '' );

$users = array( 'boss' => 1 );
foreach ( array( 'edith' => 'editor', 'una' => 'editor', 'sam' => 'subscriber' ) as $name => $role ) {
	$users[ $name ] = wp_insert_user(
		array(
			'user_login' => $name,
			'user_pass'  => $password,
			'user_email' => "$name@example.com",
			'role'       => $role,
		)
	);
}

$contents = array(
	'shortcode' => 'Before [bytedesk_workspace path="/agent/chat" height="500"] after',
	'block'     => '<!-- wp:bytedesk-embed/workspace {"path":"/admin","align":"wide"} /-->',
	'login'     => '[bytedesk_login path="/agent/chat"]Open <b>it</b>[/bytedesk_login]',
	'stray'     => '[bytedesk_workspace path=\'"><script>stray()</script>\' server="https://evil.example" token-url="https://evil.example" sandbox="allow-scripts" onclick="stray()"] [bytedesk_login path="//evil.example"]x[/bytedesk_login]',
	'plain'     => 'Nothing here',
);
$pages = array();
foreach ( $contents as $name => $content ) {
	$pages[ $name ] = wp_insert_post(
		array(
			'post_title'   => "Page of $name",
			'post_content' => wp_slash( $content ),
			'post_status'  => 'publish',
			'post_type'    => 'post',
		)
	);
}

echo wp_json_encode( compact( 'users', 'pages' ) );
