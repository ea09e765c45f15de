// emscripten.mjs — a usable emcc: the one of PATH if it is new enough, else Debian 13's packages
// unpacked into .toolchain/ (nothing of the system is replaced), else a checkout of emsdk.
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installPackages, privateArchive, system } from './apt.mjs';
import { buildFolder, toolchainFolder } from './paths.mjs';
import { Failed, findProgram, Missing, run, step } from './run.mjs';

/** The first version whose libc++ has what C++23 programs of the playground use. */
export const oldestVersion = [3, 1, 69];
const emsdkVersion = '4.0.10';

const debianFolder = path.join(toolchainFolder, 'emscripten');
const debianConfiguration = path.join(debianFolder, 'em-config.py');
const emsdkFolder = path.join(toolchainFolder, 'emsdk');

/** Parts of Debian's package that no build here reads: they are most of its 1.6 GB. */
const unneeded = [
  '*/wasm32-emscripten/lto', '*/wasm32-emscripten/pic', './usr/share/doc/*/*.gz', '*asan*',
  '*ubsan*', '*-ww*', '*/libGL-*e[ms]*', '*/libGL-*-ofb*', './usr/share/emscripten/test',
  './usr/share/emscripten/docs',
  './usr/share/emscripten/system/lib/libc', './usr/share/emscripten/system/lib/libcxx',
  './usr/share/emscripten/system/lib/compiler-rt', './usr/share/man',
];

function newEnough(version) {
  const numbers = version.split('.').map(Number);
  for (const [index, least] of oldestVersion.entries()) {
    if (numbers[index] !== least) return numbers[index] > least;
  }
  return true;
}

async function versionOf(emcc, env) {
  const text = await run(emcc, ['--version'], { env }).catch(() => '');
  return /\b(\d+\.\d+\.\d+)\b/.exec(text)?.[1];
}

/** `{ emcc, root, cache, env }`: the compiler driver, its folder, its sysroot's parent. */
async function describe(emcc, env) {
  const version = await versionOf(emcc, env);
  if (!version || !newEnough(version)) return undefined;
  const ask = async (key) => {
    const tool = path.join(path.dirname(emcc), 'em-config');
    return (await run(tool, [key], { env })).trim();
  };
  const emscriptenRoot = await ask('EMSCRIPTEN_ROOT');
  return { emcc, version, root: emscriptenRoot, cache: await ask('CACHE'), env };
}

/**
 * The project's package.json says that all its .js files are modules; Emscripten's own scripts and
 * those that it writes for Node are not. A package.json nearer to them ends its reach.
 */
async function endReachOfModules() {
  for (const folder of [toolchainFolder, buildFolder]) {
    const boundary = path.join(folder, 'package.json');
    if (existsSync(boundary)) continue;
    await mkdir(folder, { recursive: true });
    await writeFile(boundary, '{ "private": true }\n');
  }
}

export async function ensureEmscripten() {
  await endReachOfModules();
  const onPath = findProgram('emcc');
  if (onPath) {
    const found = await describe(onPath, process.env);
    if (found) return found;
  }
  const { ID } = await system();
  const fromDebian = ID === 'debian' && process.arch === 'x64';
  return fromDebian ? ensureFromDebian() : ensureFromEmsdk();
}

async function ensureFromDebian() {
  const llvm = await ensureClang();
  if (!existsSync(debianConfiguration)) {
    await step('Emscripten (Debian 13’s packages, 246 MB, into .toolchain/)', () =>
      unpackFromDebian(llvm),
    );
  }
  const emcc = path.join(debianFolder, 'usr/share/emscripten/emcc');
  const env = { ...process.env, EM_CONFIG: debianConfiguration };
  const found = await describe(emcc, env);
  if (found) return found;
  throw new Missing(
    'The Emscripten in .toolchain/emscripten does not start: delete that folder and try again.',
  );
}

/** Folder of clang-19, which Debian 12 and 13 both have, and which this Emscripten is made for. */
async function ensureClang() {
  const programs = ['clang-19', 'wasm-ld-19', 'llvm-nm-19'];
  if (!programs.every((name) => findProgram(name))) {
    await installPackages(['clang-19', 'lld-19', 'llvm-19']);
  }
  return path.dirname(findProgram('clang-19'));
}

async function unpackFromDebian(llvm) {
  const archive = await privateArchive('trixie');
  const packages = path.join(toolchainFolder, 'packages');
  const staging = path.join(toolchainFolder, 'emscripten.partial');
  await rm(packages, { recursive: true, force: true });
  await rm(staging, { recursive: true, force: true });
  await mkdir(packages, { recursive: true });
  await mkdir(staging, { recursive: true });
  await archive.download(
    ['emscripten', 'binaryen', 'libc6', 'libstdc++6', 'libgcc-s1'],
    packages,
  );
  for (const name of await readdir(packages)) {
    const excludes = unneeded.map((pattern) => `--exclude='${pattern}'`).join(' ');
    const unpack = `dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" ${excludes}`;
    const options = { label: `unpacking ${name}` };
    await run('sh', ['-c', unpack, 'sh', path.join(packages, name), staging], options);
  }
  await rm(debianFolder, { recursive: true, force: true });
  await rename(staging, debianFolder);
  await rm(packages, { recursive: true, force: true });
  await writeBinaryenWrappers();
  await writeFile(debianConfiguration, configuration(llvm));
}

/** Binaryen's programs need Debian 13's libc, so each is started through that libc's loader. */
async function writeBinaryenWrappers() {
  const libraries = path.join(debianFolder, 'usr/lib/x86_64-linux-gnu');
  const loader = path.join(libraries, 'ld-linux-x86-64.so.2');
  const programs = path.join(debianFolder, 'usr/bin');
  const wrappers = path.join(debianFolder, 'binaryen/bin');
  await mkdir(wrappers, { recursive: true });
  for (const name of await readdir(programs)) {
    if (!name.startsWith('wasm')) continue;
    const wrapper = path.join(wrappers, name);
    const program = path.join(programs, name);
    const text = `#!/bin/sh\nexec "${loader}" --library-path "${libraries}" "${program}" "$@"\n`;
    await writeFile(wrapper, text);
    await chmod(wrapper, 0o755);
  }
}

function configuration(llvm) {
  const emscripten = path.join(debianFolder, 'usr/share/emscripten');
  const settings = {
    EMSCRIPTEN_ROOT: emscripten,
    LLVM_ROOT: llvm,
    LLVM_ADD_VERSION: '19',
    CLANG_ADD_VERSION: '19',
    BINARYEN_ROOT: path.join(debianFolder, 'binaryen'),
    NODE_JS: process.execPath,
    CACHE: path.join(emscripten, 'cache'),
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return [...lines, 'FROZEN_CACHE = True', ''].join('\n');
}

async function ensureFromEmsdk() {
  const emcc = path.join(emsdkFolder, 'upstream/emscripten/emcc');
  const env = { ...process.env, EM_CONFIG: path.join(emsdkFolder, '.emscripten') };
  if (!existsSync(emcc)) await step('Emscripten (a checkout of emsdk)', checkoutEmsdk);
  const found = await describe(emcc, env);
  if (found) return found;
  throw new Missing('The emsdk in .toolchain/emsdk does not start: delete it and try again.');
}

async function checkoutEmsdk() {
  const { PRETTY_NAME } = await system();
  if (!findProgram('git')) throw new Missing('git is missing: install it and try again.');
  try {
    await rm(emsdkFolder, { recursive: true, force: true });
    const address = 'https://github.com/emscripten-core/emsdk.git';
    await run('git', ['clone', '--depth', '1', address, emsdkFolder], { label: 'git clone emsdk' });
    const emsdk = path.join(emsdkFolder, 'emsdk');
    await run(emsdk, ['install', emsdkVersion], { label: 'emsdk install' });
    await run(emsdk, ['activate', emsdkVersion], { label: 'emsdk activate' });
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    throw new Missing(
      `Emscripten is missing. On ${PRETTY_NAME} it is installed with emsdk, which failed (is the ` +
        `network reachable?). Put Emscripten ${oldestVersion.join('.')} or newer on PATH and ` +
        `try again.`,
    );
  }
}
