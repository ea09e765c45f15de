// index.mjs — sets up everything that is missing, once, and returns where it is.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureOtherBrowsers } from './browsers.mjs';
import { ensureCatch2 } from './catch2.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureEmscripten } from './emscripten.mjs';
import { installPackages } from './apt.mjs';
import { ensureNpmPackages } from './npm.mjs';
import { root } from './paths.mjs';
import { findProgram, Missing } from './run.mjs';

async function checkNode() {
  const { engines } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const oldestNode = /^>=(\d+)\.(\d+)$/.exec(engines.node).slice(1).map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new Missing(
    `Node.js ${oldestNode.join('.')} or newer is required; this is ${process.versions.node}.`,
  );
}

/** Programs of the system and the Debian package that holds each. */
async function ensurePrograms(wanted) {
  const missing = Object.entries(wanted).filter(([program]) => !findProgram(program));
  if (missing.length > 0) await installPackages(missing.map(([, name]) => name));
}

/**
 * Sets up what `npm start` (and with `tests`, what `npm test`) needs. Nothing is done twice.
 * Returns `{ emscripten, catch2, chromium }`: each file here documents its own.
 */
export async function toolchain({ tests = false } = {}) {
  await checkNode();
  await ensureNpmPackages();
  await ensurePrograms({ python3: 'python3', xz: 'xz-utils', zstd: 'zstd' });
  if (tests) await ensurePrograms({ 'c++': 'g++', cmake: 'cmake', ninja: 'ninja-build' });
  const emscripten = await ensureEmscripten();
  if (!tests) return { emscripten };
  await ensureOtherBrowsers();
  return { emscripten, catch2: await ensureCatch2(), chromium: await ensureChromium() };
}
