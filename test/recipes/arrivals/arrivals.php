<?php
// Runs the recipe in PHP. Tells of each numbered request, whose time is fixed by then.
if ($_SERVER['REQUEST_TIME_FLOAT'] > 0 && isset($_SERVER['HTTP_X_TEST_NUMBER'])) {
    file_put_contents('php://stderr', "*** request {$_SERVER['HTTP_X_TEST_NUMBER']} has arrived\n");
}
require $_SERVER['DOCUMENT_ROOT'] . '/desk.php';
