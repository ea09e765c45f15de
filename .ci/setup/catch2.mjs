// catch2.mjs — the sources of Catch2 v3. On Debian they come from its archive's source package;
// elsewhere CMake's FetchContent finds or fetches them, and nothing is done here.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { privateArchive, system } from './apt.mjs';
import { toolchainFolder } from './paths.mjs';
import { Missing, run, step } from './run.mjs';

const folder = path.join(toolchainFolder, 'catch2');

/** Folder of Catch2's sources, or undefined when CMake is to find them by itself. */
export async function ensureCatch2() {
  if (existsSync(path.join(folder, 'CMakeLists.txt'))) return folder;
  if ((await system()).ID !== 'debian') return undefined;
  await step('Catch2 (Debian 13’s source package, into .toolchain/)', unpack);
  return folder;
}

async function unpack() {
  const download = path.join(toolchainFolder, 'catch2.download');
  await rm(download, { recursive: true, force: true });
  await mkdir(download, { recursive: true });
  await (await privateArchive('trixie')).source('catch2', download);
  const names = await readdir(download);
  const original = names.find((name) => /\.orig\.tar\.\w+$/.test(name));
  const description = names.find((name) => name.endsWith('.dsc'));
  if (!original || !description) {
    throw new Missing('Debian’s source package of Catch2 has no original archive.');
  }
  await checkHash(path.join(download, description), path.join(download, original));
  const staging = path.join(toolchainFolder, 'catch2.partial');
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const archive = path.join(download, original);
  await run('tar', ['-xf', archive, '-C', staging, '--strip-components=1']);
  await rm(folder, { recursive: true, force: true });
  await rename(staging, folder);
  await rm(download, { recursive: true, force: true });
}

/** apt checks the signature of its lists and, through them, this description; we check the rest. */
async function checkHash(description, file) {
  const hash = createHash('sha256').update(await readFile(file)).digest('hex');
  if ((await readFile(description, 'utf8')).includes(hash)) return;
  throw new Missing(`${path.basename(file)} does not match its checksum: try again.`);
}
