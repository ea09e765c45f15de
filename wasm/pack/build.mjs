// build.mjs — puts the pack together: the compiler, the files it reads, and the precompiled header.
// The same inputs give the same bytes: files are sorted, gzip carries no time, clang no timestamp.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { root } from '../../.ci/setup/paths.mjs';
import { wrapped } from '../glue/build.mjs';
import { machine } from '../glue/machine.mjs';
import { writeArchive } from '../pipeline/archive.mjs';
import { clangHeaders, llvmWasmModules } from './extract-llvm.mjs';

const compress = promisify(gzip);
const cacheFolder = path.join(root, 'build/cache');

/** Headers for graphics, sound, pages and other machines: no program of the playground can use them. */
const unwantedHeader =
  /^(SDL|fakesdl|GL|GLES\d?|EGL|KHR|AL|GLFW|X11|webgpu|webgl|uuid|mach-o|sanitizer|scsi|netpacket)\//;
const unwantedFile = /\.(modulemap|imp|td|txt|in)$|^c\+\+\/v1\/__cxx03\//;

async function filesBelow(folder, wanted = () => true) {
  const files = [];
  async function visit(relative) {
    const entries = await readdir(path.join(folder, relative), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = path.posix.join(relative, entry.name);
      if (entry.isDirectory()) await visit(name);
      else if (wanted(name)) files.push({ path: name, bytes: await readFile(path.join(folder, name)) });
    }
  }
  await visit('');
  return files;
}

const below = (folder, files) =>
  files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
const textFile = (name, text) => ({ path: name, bytes: new TextEncoder().encode(text) });

/** The part "compiler": LLVM's WebAssembly modules. */
export async function compilerArchive() {
  const modules = await llvmWasmModules();
  return writeArchive(modules.map(({ name, bytes }) => ({ path: name, bytes })));
}

/** The part "sysroot": everything clang and wasm-ld read, laid out as flags.mjs says. */
export async function sysrootArchive(emscripten, glue) {
  const include = path.join(emscripten.cache, 'sysroot/include');
  const systemHeaders = await filesBelow(
    include,
    (name) => !unwantedHeader.test(name) && !unwantedFile.test(name),
  );
  const named = async (file) => ({ path: path.basename(file), bytes: await readFile(file) });
  const libraries = await Promise.all(glue.libraries.map(named));
  const start = await Promise.all(glue.start.map(named));
  const recipe = {
    start: start.map((file) => file.path),
    objects: glue.objects.map((file) => file.path),
    libraries: libraries.map((file) => file.path),
    exports: glue.exports,
    wrapped,
    memoryBytes: machine.memoryBytes,
    mainStackBytes: machine.mainStackBytes,
  };
  const prelude = await readFile(path.join(root, 'wasm/pack/prelude.hpp'));
  return writeArchive([
    ...below('sysroot/include', systemHeaders),
    ...below('clang', await clangHeaders()),
    ...below('strait', await filesBelow(path.join(root, 'core/include'))),
    ...below('pack', [{ path: 'prelude.hpp', bytes: prelude }]),
    ...below('lib', [
      ...start, ...libraries, ...glue.objects,
      textFile('link.json', JSON.stringify(recipe)),
      textFile('imports.txt', `${glue.imports.join('\n')}\n`),
    ]),
  ]);
}

export const shortHash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

/** Compressed as well as gzip can; the result is kept, since the compiler alone takes 15 s. */
async function compressed(bytes, hash) {
  const kept = path.join(cacheFolder, `${hash}.gz`);
  if (existsSync(kept)) return readFile(kept);
  const result = await compress(bytes, { level: 9 });
  await mkdir(cacheFolder, { recursive: true });
  await writeFile(kept, result);
  return result;
}

/** Writes the parts below `folder` and gives what pack.json says of them. */
export async function writeParts(folder, parts) {
  await mkdir(path.join(folder, 'pack'), { recursive: true });
  const entries = [];
  for (const [name, bytes] of Object.entries(parts)) {
    const hash = shortHash(bytes);
    const packed = await compressed(bytes, hash);
    const file = `pack/${name}.${hash}.gz`;
    await writeFile(path.join(folder, file), packed);
    entries.push({ name, file, bytes: bytes.length, wireBytes: packed.length });
  }
  const pack = { version: 1, parts: entries };
  await writeFile(path.join(folder, 'pack.json'), `${JSON.stringify(pack, null, 2)}\n`);
  return pack;
}
