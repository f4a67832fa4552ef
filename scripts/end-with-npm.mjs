// node --import ./scripts/end-with-npm.mjs …: ends a server when the npm that started it ends, however that ends.

const CHECK_INTERVAL_MS = 250;

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * npm runs a script in a shell and hands SIGINT and SIGTERM on to its child alone. A shell between the two would die of
 * the one, wait on at the other, and leave the server running. So these scripts begin with `exec`, which makes the
 * server npm's own child: it gets both signals itself. What npm cannot hand on, such as its being killed, shows here: a
 * process whose parent ends is given another one at once. Only Windows keeps the number of a dead parent.
 */
function endWithNpm() {
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm && isRunning(npm)) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_INTERVAL_MS);
  timer.unref();
}

// A program that was started without npm may outlive whoever started it.
if (process.env.npm_lifecycle_event) endWithNpm();
