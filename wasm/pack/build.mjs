// build.mjs — puts the pack together: the compiler, the files it reads, and the precompiled header.
// The same inputs give the same bytes: files are sorted, clang writes no timestamp.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { kept } from '../../.ci/setup/kept.mjs';
import { buildFolder, root } from '../../.ci/setup/paths.mjs';
import { run } from '../../.ci/setup/run.mjs';
import { filesBelow } from '../../.ci/setup/stamp.mjs';
import { wrapped } from '../glue/build.mjs';
import { writeArchive } from '../pipeline/archive.mjs';
import { mainModule } from '../pipeline/flags.mjs';
import { machine } from '../runtime/machine.mjs';
import { clangHeaders, llvmWasmModules } from './extract-llvm.mjs';
import { growMemoryInSteps } from './grow-memory.mjs';

/** Headers for graphics, sound, pages, other machines: of no use to programs of the playground. */
const unwantedHeader = new RegExp(
  '^(SDL|fakesdl|GL|GLES\\d?|EGL|KHR|AL|GLFW|X11|webgpu|webgl|uuid|mach-o|sanitizer|scsi' +
    '|netpacket)/',
);
const unwantedFile = /\.(modulemap|imp|td|txt|in)$|^c\+\+\/v1\/__cxx03\//;

/** `[{ path, bytes }]` of the files below a folder; paths are relative to it. */
async function readBelow(folder, wanted = (/** @type {string} */ _name) => true) {
  const files = [];
  for (const name of (await filesBelow(['.'], folder)).filter(wanted)) {
    files.push({ path: name, bytes: await readFile(path.join(folder, name)) });
  }
  return files;
}

const below = (folder, files) =>
  files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
const textFile = (name, text) => ({ path: name, bytes: new TextEncoder().encode(text) });

/** The part "compiler": LLVM's main module alone, so that it can be compiled as it arrives. */
export async function compilerModule() {
  const { bytes } = (await llvmWasmModules()).find((module) => module.path === mainModule);
  return growMemoryInSteps(bytes);
}

/**
 * The part "sysroot": everything clang and wasm-ld read, laid out as flags.mjs says, and the small
 * modules that go with the main one.
 */
export async function sysrootArchive(emscripten, glue) {
  const include = path.join(emscripten.cache, 'sysroot/include');
  const systemHeaders = await readBelow(
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
    machine,
  };
  const everything = await named(path.join(root, 'wasm/pack/stdc++.h'));
  const packHeaders = [
    'wasm/pack/prelude.hpp', 'wasm/pack/common_uses.hpp', 'wasm/runtime/playground_platform.hpp',
    'wasm/runtime/barrier_wait.hpp',
  ];
  const smallModules = (await llvmWasmModules()).filter((file) => file.path !== mainModule);
  return writeArchive([
    ...below('llvm', smallModules),
    ...below('sysroot/include', systemHeaders),
    ...below('sysroot/include/bits', [everything]),
    ...below('clang', await clangHeaders()),
    ...below('strait', await readBelow(path.join(root, 'core/include'))),
    ...below('pack', await Promise.all(packHeaders.map((name) => named(path.join(root, name))))),
    ...below('lib', [
      ...start, ...libraries, ...glue.objects,
      textFile('link.json', JSON.stringify(recipe)),
      textFile('imports.txt', `${glue.imports.join('\n')}\n`),
    ]),
  ]);
}

export const shortHash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

const zstdOptions = ['-18', '--single-thread'];

/** Compressed for unpack.mjs. */
async function compressed(bytes, name) {
  return kept('zstd', [...zstdOptions, bytes], async () => {
    const raw = path.join(buildFolder, `${name}.raw`);
    await writeFile(raw, bytes);
    await run('zstd', [...zstdOptions, '--quiet', '--force', '--rm', raw]);
    const packed = await readFile(`${raw}.zst`);
    await rm(`${raw}.zst`);
    return packed;
  });
}

/** Writes the parts below `folder`; returns the content of pack.json. */
export async function writeParts(folder, parts) {
  await mkdir(path.join(folder, 'pack'), { recursive: true });
  const writePart = async ([name, bytes]) => {
    const hash = shortHash(bytes);
    const packed = await compressed(bytes, name);
    const file = `pack/${name}.${hash}.zst`;
    await writeFile(path.join(folder, file), packed);
    return { name, file, bytes: bytes.length, wireBytes: packed.length };
  };
  const entries = await Promise.all(Object.entries(parts).map(writePart));
  const pack = { version: 1, parts: entries };
  await writeFile(path.join(folder, 'pack.json'), `${JSON.stringify(pack, null, 2)}\n`);
  return pack;
}
