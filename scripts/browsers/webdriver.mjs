import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const START_TIMEOUT_MS = 20_000;

/** Rejects as soon as the program cannot be started or ends, so that nobody waits for a dead one. */
const untilGone = (child, name) =>
  new Promise((_, reject) => {
    child.once('error', (error) => reject(new Error(`${name} could not be started: ${error.message}`)));
    child.once('exit', (code, signal) => reject(new Error(`${name} ended early (${code ?? signal})`)));
  });

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function startDisplay(xvfb) {
  const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const child = spawn(xvfb, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = new Promise((resolve) => child.stdio[3].once('data', resolve));
  return { child, display: `:${String(await Promise.race([number, untilGone(child, 'Xvfb')])).trim()}` };
}

/** Sends one WebDriver command. */
export async function send(base, method, path, body) {
  const response = await fetch(base + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebDriver ${path}: ${value?.error}: ${value?.message}`);
  return value;
}

async function untilListening(base) {
  const end = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      return await send(base, 'GET', '/status');
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Starts Xvfb and WebKitWebDriver; `stop` ends exactly these two. */
export async function startWebKitDriver({ driver, xvfb }) {
  const children = [];
  const stop = () => children.forEach((child) => child.kill());
  process.once('exit', stop);
  try {
    const { child, display } = await startDisplay(xvfb);
    children.push(child);
    const port = await freePort();
    const env = { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1', NO_AT_BRIDGE: '1' };
    const webdriver = spawn(driver, [`--port=${port}`], { stdio: 'ignore', env });
    children.push(webdriver);
    const base = `http://127.0.0.1:${port}`;
    const gone = untilGone(webdriver, 'WebKitWebDriver');
    gone.catch(() => {});
    await Promise.race([untilListening(base), gone]);
    return { base, stop };
  } catch (error) {
    stop();
    throw error;
  }
}
