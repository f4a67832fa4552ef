// The stand-in desk needs hono and @hono/node-server, which other users of this package need not install.

/** Loads the two optional packages on which the stand-in desk stands. */
export async function loadPackages() {
  try {
    const [{ Hono }, { createAdaptorServer }] = await Promise.all([
      import('hono'),
      import('@hono/node-server'),
    ]);
    return { Hono, createAdaptorServer };
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing) throw cause;
    throw new Error(
      'The stand-in desk needs two more packages: npm install --save-dev hono @hono/node-server',
      { cause },
    );
  }
}
