import { spawnSync } from 'node:child_process';
import { chmodSync, createReadStream, createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { cacheFolder } from './cache-folder.mjs';
import { withPackage } from './npm-binary.mjs';

const PACKAGE = '@sparticuz/chromium';
const VERSION = '143.0.4';
const INTEGRITY =
  'sha512-/6I7uQTRhRDD2/gGPQ1Gkf+Dqk0RYDACPJDZfSzz0OWk4JmUTonNHPXbrn6UIklOHlnDLf8xAAzkOZKB/cJpLA==';

const folder = () => join(cacheFolder(), `chromium-${VERSION}`);

export function findPortableChromium() {
  const path = join(folder(), 'chromium');
  if (!existsSync(path)) return undefined;
  const libraries = join(folder(), 'al2023', 'lib');
  const fonts = join(folder(), 'fonts');
  return {
    path,
    // It is the headless shell, which has no pop-up blocker.
    popupBlocker: false,
    env: {
      ...(existsSync(libraries) && { LD_LIBRARY_PATH: libraries }),
      ...(existsSync(fonts) && { FONTCONFIG_PATH: fonts }),
    },
  };
}

const answers = (path, env = {}) =>
  spawnSync(path, ['--version'], { env: { ...process.env, ...env }, timeout: 20_000 }).status === 0;

const decompress = (from, to) =>
  pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));

async function unpack(bin, name, to) {
  const tar = join(to, `${name}.tar`);
  mkdirSync(to, { recursive: true });
  await decompress(join(bin, `${name}.tar.br`), tar);
  const { status } = spawnSync('tar', ['-xf', tar, '-C', to], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`tar could not unpack ${name}`);
  rmSync(tar);
}

/**
 * A Chromium out of an npm package: no root, no system package. We unpack its files ourselves and use none of its
 * JavaScript, whose default flags switch web security and site isolation off.
 */
export async function installPortableChromium() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  console.error(`Getting Chromium ${VERSION} from the npm package ${PACKAGE} ...`);
  await withPackage({ name: PACKAGE, version: VERSION, integrity: INTEGRITY }, async (home, work) => {
    const bin = join(home, 'bin');
    const out = join(work, 'out');
    mkdirSync(out);
    await decompress(join(bin, 'chromium.br'), join(out, 'chromium'));
    chmodSync(join(out, 'chromium'), 0o755);
    if (!answers(join(out, 'chromium'))) await unpack(bin, 'al2023', join(out, 'al2023'));
    if (!existsSync('/etc/fonts/fonts.conf')) await unpack(bin, 'fonts', out);
    // Renamed when whole, so that an interrupted run leaves nothing that looks installed.
    rmSync(folder(), { recursive: true, force: true });
    renameSync(out, folder());
  });
  const found = findPortableChromium();
  if (answers(found.path, found.env)) return found;
  rmSync(folder(), { recursive: true, force: true });
  throw new Error(`Chromium from ${PACKAGE} does not start here`);
}
