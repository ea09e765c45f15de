// stamp.mjs — doing nothing twice: a step's inputs are hashed, and the hash is kept beside its
// result. Contents count, never times, so a fresh checkout of the same files is not new work.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildFolder, root } from './paths.mjs';

const stampFolder = path.join(buildFolder, 'stamps');
const ignoredNames = new Set(['node_modules', '.git', 'build', '.toolchain', 'test-results']);

/** All files at or below the given paths, sorted, relative to `base`. */
export async function filesBelow(paths, base = root) {
  const found = [];
  async function visit(file) {
    if (!existsSync(file)) return;
    if (!(await stat(file)).isDirectory()) return void found.push(path.relative(base, file));
    for (const name of await readdir(file)) {
      if (!ignoredNames.has(name)) await visit(path.join(file, name));
    }
  }
  for (const entry of paths) await visit(path.resolve(base, entry));
  return [...new Set(found)].sort();
}

/** One hash over the names and contents of files and over extra words. */
export async function hashOf(paths, words = []) {
  const hash = createHash('sha256');
  for (const word of words) hash.update(`${JSON.stringify(word)}\n`);
  for (const file of await filesBelow(paths)) {
    hash.update(`${file}\0`);
    hash.update(await readFile(path.join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * Runs `work` unless the same inputs were worked on before and every output is still there.
 * Returns whether it ran. The stamp is removed first, so an interrupted step starts again.
 */
export async function once(name, { inputs = [], words = [], outputs = [] }, work) {
  const stamp = path.join(stampFolder, name);
  const wanted = await hashOf(inputs, words);
  const known = existsSync(stamp) ? await readFile(stamp, 'utf8') : '';
  if (known === wanted && outputs.every((file) => existsSync(path.resolve(root, file)))) {
    return false;
  }
  await rm(stamp, { force: true });
  await work();
  await mkdir(stampFolder, { recursive: true });
  await writeFile(stamp, wanted);
  return true;
}
