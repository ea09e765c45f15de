// kept.mjs — slow build steps run once per machine, not once per clone: their results are kept in
// the user's cache folder, named by a hash of all their inputs.
//
// Invariants   K1 only complete files are read: each begins with a hash of its content.
//              K2 if the folder cannot be read or written, building takes longer, and that is all.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** May be deleted at any time. STRAIT_CACHE names another place. */
function keptFolder() {
  const { STRAIT_CACHE, XDG_CACHE_HOME } = process.env;
  return STRAIT_CACHE || path.join(XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'strait');
}

const daysUnused = 30;
/** A file of ours: the folder may be one that holds others, too. */
const ours = /^[\w-]+\.[0-9a-f]{24}(\.\d+\.partial)?$/;
const hashBytes = 32;

const hashOf = (parts) => {
  const hash = createHash('sha256');
  for (const part of parts) {
    // Its length first: no two lists run together to the same bytes.
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    hash.update(`${bytes.length} `).update(bytes);
  }
  return hash.digest();
};

/**
 * The bytes that `make` makes of `parts`: those kept from an earlier time, or made now and kept.
 * @param {string} kind a word for the file's name, also told apart by the hash
 * @param {(string | Uint8Array)[]} parts everything that the result depends on
 * @param {() => Promise<Uint8Array>} make
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function kept(kind, parts, make) {
  const key = hashOf([kind, ...parts]).toString('hex').slice(0, 24);
  const file = path.join(keptFolder(), `${kind}.${key}`);
  const found = await read(file);
  if (found) return found;
  const made = new Uint8Array(await make());
  await write(file, made).catch(() => {}); // K2
  return made;
}

async function read(file) {
  try {
    const bytes = await readFile(file);
    const content = new Uint8Array(bytes.subarray(hashBytes));
    if (!hashOf([content]).equals(bytes.subarray(0, hashBytes))) return undefined; // K1
    await utimes(file, new Date(), new Date());
    return content;
  } catch {
    return undefined; // K2
  }
}

async function write(file, content) {
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}.partial`;
  await writeFile(unfinished, Buffer.concat([hashOf([content]), content]));
  await rename(unfinished, file);
  await removeUnused(path.dirname(file));
}

async function removeUnused(folder) {
  const oldest = Date.now() - daysUnused * 24 * 60 * 60 * 1000;
  for (const name of (await readdir(folder)).filter((each) => ours.test(each))) {
    const file = path.join(folder, name);
    if ((await stat(file)).mtimeMs < oldest) await rm(file, { force: true });
  }
}
