// build.mjs — compiles the runtime objects and links the template with emcc, once. The results are
// the glue (JavaScript that starts any program of the playground), the objects that every program
// is linked with, and the link line that emcc used, for pipeline/link.mjs to repeat without emcc.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { kept } from '../../.ci/setup/kept.mjs';
import { root } from '../../.ci/setup/paths.mjs';
import { run } from '../../.ci/setup/run.mjs';
import { hashOf } from '../../.ci/setup/stamp.mjs';
import { readArchive, writeArchive } from '../pipeline/archive.mjs';
import { machine } from '../runtime/machine.mjs';
import { machineHeader } from './machine-header.mjs';

const runtimeFolder = path.join(root, 'wasm/runtime');
const glueFolder = path.join(root, 'wasm/glue');

/** Linked into every program. */
const objectSources = [
  'atomic_wait.cpp', 'console.cpp', 'ending.cpp', 'environment.cpp', 'input.cpp', 'main_forms.cpp',
  'stack.S', 'standard_streams.cpp', 'system_calls.cpp', 'thread_locals.cpp', 'threads.cpp',
  'trace.cpp',
];

/** A library: what a program does not call is left out, and its own functions of that name win. */
const librarySources = [
  'absent_libraries.cpp', 'absent_network.cpp', 'absent_processes.cpp',
  'random.cpp',
  ...[
    'attribute_calls', 'descriptor_calls', 'devices', 'file_system', 'left_files', 'mapping_calls',
    'node', 'path_calls', 'pipe', 'tree', 'waiting_calls',
  ].map((name) => `files/${name}.cpp`),
];

/** As programs are compiled, but optimised: these are on every program's hot paths. */
const compileFlags = [
  '-std=c++23', '-O2', '-Wall', '-Wextra', '-Werror',
  '-pthread', '-fwasm-exceptions', '-D_LIBCPP_ENABLE_EXPERIMENTAL',
  // The trace is the library's: with its settings (pipeline/flags.mjs) it is the same one.
  '-I', path.join(root, 'core/include'), '-DSTRAIT_TRACE', '-DSTRAIT_TRACE_RUNTIME',
  `-DSTRAIT_PLATFORM_HEADER="${path.join(runtimeFolder, 'playground_platform.hpp')}"`,
];

/** The analysis of deadlocks, a module without an operating system. */
const analysisFlags = [
  ...compileFlags.filter((flag) => flag !== '-pthread' && flag !== '-fwasm-exceptions'),
  '-fno-exceptions', '-sSTANDALONE_WASM', '--no-entry', '-sINITIAL_MEMORY=4MB',
  '-sSTACK_SIZE=256KB', '-sMALLOC=emmalloc', '-sALLOW_MEMORY_GROWTH',
];

/** The linker redirects all calls of these to the runtime's own functions. */
export const wrapped = [
  'emscripten_futex_wait', 'pthread_create', '_emscripten_init_main_thread', '__cxa_throw',
  'pthread_join', 'pthread_mutex_lock', 'pthread_mutex_trylock', 'pthread_mutex_timedlock',
  'pthread_mutex_unlock',
  'pthread_cond_timedwait', 'emscripten_thread_sleep',
  // std::future, the locks that are made of condition variables (their constructors), and atomics
  // that wait.
  '_ZNSt3__217__assoc_sub_state4waitEv',
  '_ZNSt3__217__assoc_sub_state10__sub_waitERNS_11unique_lockINS_5mutexEEE',
  ...['11timed_mutex', '21recursive_timed_mutex', '18shared_timed_mutex', '19__shared_mutex_base']
    .flatMap((lock) => ['C1', 'C2'].map((whole) => `_ZNSt3__2${lock}${whole}Ev`)),
  ...['20__libcpp_atomic_wait', '23__libcpp_atomic_monitor', '23__cxx_atomic_notify_one',
    '23__cxx_atomic_notify_all'].flatMap((name) => {
    const more = name.endsWith('wait') ? 'x' : '';
    return ['PVKv', 'PVKNS_17__cxx_atomic_implIxNS_22__cxx_atomic_base_implIxEEEE']
      .map((place) => `_ZNSt3__2${name}E${place}${more}`);
  }),
];

const glueFlags = [
  // Unminified and unoptimised after the link: what wasm-ld writes must fit the glue as it is.
  '-O1', '-sERROR_ON_WASM_CHANGES_AFTER_LINK', '-sWASM_BIGINT',
  // A factory that runner.mjs imports by address; it also runs in each thread's worker.
  '-sMODULARIZE', '-sEXPORT_ES6', '-sENVIRONMENT=web,worker,node',
  // main() on a thread of its own, so that the runner's event loop stays free.
  '-sPROXY_TO_PTHREAD', '-sEXIT_RUNTIME',
  // Memory never grows: JavaScript's views stay valid, and "out of memory" is an exception.
  `-sINITIAL_MEMORY=${machine.memoryBytes}`, '-sALLOW_MEMORY_GROWTH=0', '-sABORTING_MALLOC=0',
  `-sSTACK_SIZE=${machine.stackBytes}`,
  `-sDEFAULT_PTHREAD_STACK_SIZE=${machine.stackBytes}`,
  // Workers made before main() begins; more are made as threads want them.
  `-sPTHREAD_POOL_SIZE=${machine.workersAtStart}`,
  // Files are the runtime's own (runtime/files): nothing of them is JavaScript.
  '-sFILESYSTEM=0',
  '--js-library', path.join(glueFolder, 'guard.js'),
  '--pre-js', path.join(glueFolder, 'no-wait-async.js'),
  '--pre-js', path.join(glueFolder, 'thread-worker.js'),
  ...wrapped.map((name) => `-Wl,--wrap=${name}`),
];

/**
 * Returns `{ glue, objects, imports, libraries, start, exports }`: the glue's text, the runtime
 * objects as `{ path, bytes }`, names the glue provides in "env", and of emcc's link line the
 * libraries in order, the start files, and the functions that the glue calls.
 */
export async function buildGlue(emscripten, workFolder) {
  await rm(workFolder, { recursive: true, force: true });
  await mkdir(workFolder, { recursive: true });
  const folders = ['wasm/glue', 'wasm/runtime', 'wasm/trace', 'core/include'];
  const sources = await hashOf(folders, [emscripten.version]);
  const files = new Map();
  const archive = await kept('glue', [sources], () => compileGlue(emscripten, workFolder));
  for (const { path: name, bytes } of readArchive(archive)) {
    files.set(name, bytes);
    await writeFile(path.join(workFolder, name), bytes); // the library is read from there
  }
  const program = await WebAssembly.compile(files.get('glue.wasm'));
  const text = (name) => new TextDecoder().decode(files.get(name));
  const log = text('link.log')
    .replaceAll('<cache>', emscripten.cache).replaceAll('<work>', workFolder);
  return {
    glue: text('glue.mjs'),
    objects: objectSources.map(objectOf).map((path) => ({ path, bytes: files.get(path) })),
    imports: WebAssembly.Module.imports(program)
      .filter(({ module, kind }) => module === 'env' && kind === 'function')
      .map(({ name }) => name)
      .sort(),
    ...readLinkLine(log),
    exports: exportsCalled(program, readLinkLine(log).exports),
  };
}

/** All that emcc makes of the sources and says of the link: the same bytes in any clone. */
async function compileGlue(emscripten, workFolder) {
  const tool = (name, args) =>
    run(path.join(path.dirname(emscripten.emcc), name), args,
      { cwd: workFolder, env: emscripten.env });
  const compiler = (args) => tool('em++', args);
  await writeFile(path.join(workFolder, 'machine.hpp'), machineHeader());
  const compileAll = async (sources) => {
    for (const name of sources) {
      const source = path.join(runtimeFolder, name);
      await compiler([...compileFlags, '-I', workFolder, '-c', source, '-o', objectOf(name)]);
    }
    return sources.map(objectOf);
  };
  const objects = await compileAll(objectSources);
  const library = path.join(workFolder, libraryName);
  await tool('emar', ['rcs', library, ...(await compileAll(librarySources))]);
  const template = path.join(glueFolder, 'template.cpp');
  await compiler([...compileFlags, '-c', template, '-o', 'template.o']);
  const link = ['-v', '-pthread', '-fwasm-exceptions', ...glueFlags];
  const log = await compiler([...link, 'template.o', ...objects, library, '-o', 'glue.mjs']);
  const glue = path.join(workFolder, 'glue.mjs');
  const analysis = path.join(workFolder, 'deadlock.wasm');
  await compiler([...analysisFlags, path.join(root, 'wasm/trace/deadlock.cpp'), '-o', analysis]);
  // Its comments name the sources by where this clone is.
  const text = (await readFile(glue, 'utf8')).replaceAll(`${root}/`, '');
  const base64 = (await readFile(analysis)).toString('base64');
  await writeFile(glue, `${text}\nexport const deadlockAnalysis = '${base64}';\n`);
  const made = [...objects, libraryName, 'glue.mjs', 'glue.wasm'].map(async (name) => ({
    path: name,
    bytes: await readFile(path.join(workFolder, name)),
  }));
  const anywhere = log.replaceAll(workFolder, '<work>').replaceAll(emscripten.cache, '<cache>');
  return writeArchive([
    ...(await Promise.all(made)),
    { path: 'link.log', bytes: new TextEncoder().encode(anywhere) },
  ]);
}

const libraryName = 'libstrait_runtime.a';
const objectOf = (name) => `${path.basename(name)}.o`;

/** The template's exports, plus those that emcc's linker line exports if they are there. */
function exportsCalled(program, onLine) {
  const exported = WebAssembly.Module.exports(program)
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name);
  return [...new Set([...onLine, ...exported])].sort();
}

/** Libraries that no program of the playground can use: graphics, sound, pages, sockets. */
const unwantedLibrary = /^(GL|al|html5|sockets|webgpu|stubs-debug)\b/;

/** Picks emcc's call of wasm-ld apart. */
export function readLinkLine(log) {
  const line = log.split('\n').find((text) => /\bwasm-ld\S* (.*)?-o \S+\.wasm\b/.test(text));
  if (!line) throw new Error('emcc -v printed no call of wasm-ld');
  const words = line.trim().split(/\s+/);
  const start = words.filter((word) => /\/crt[^/]*\.o$/.test(word));
  const named = words.filter((word) => /^-l\w/.test(word)).map((word) => word.slice(2));
  const direct = words.filter((word) => /\/lib[^/]+\.a$/.test(word));
  const libraryFolder = words.find((word) => /^-L/.test(word))?.slice(2) ?? path.dirname(start[0]);
  const libraries = [
    // Before the C library's, whose stand-ins they replace.
    ...direct,
    ...named.map((name) => path.join(libraryFolder, `lib${name}.a`)),
  ].filter((file) => !unwantedLibrary.test(path.basename(file).slice(3)));
  const exports = words
    .map((word) => /^--export(?:-if-defined)?=(.+)$/.exec(word)?.[1])
    .filter((name) => name && !/^__(start|stop)_em_/.test(name));
  return { start, libraries, exports };
}
