// flags.mjs — how main.cpp is compiled and linked, each flag with its reason. The pack's
// precompiled header is made with the very same flags, else clang refuses it.
import { machine } from '../runtime/machine.mjs';
import { defaultOptions } from './options.mjs';

/** @typedef {import('./options.mjs').Options} Options */

/** Where things lie in the compiler's file system (which is memory). */
export const places = {
  sysroot: '/sysroot',
  clang: '/clang',
  strait: '/strait',
  prelude: '/pack/prelude.hpp',
  commonUses: '/pack/common_uses.hpp',
  platform: '/pack/playground_platform.hpp',
  precompiled: '/pack/prelude.pch',
  precompiledCode: '/pack/prelude.o',
  libraries: '/lib',
  source: '/program/main.cpp',
  object: '/program/main.o',
  program: '/program/main.wasm',
};

/** LLVM's largest module by far, the part "compiler"; its others only hold it together. */
export const mainModule = 'llvm.core.wasm';

const target = [
  // The sysroot is Emscripten's, and so is the ABI of its prebuilt libraries.
  '-triple', 'wasm32-unknown-emscripten',
  '-target-cpu', 'generic',
  // Threads: shared memory, atomic instructions, and memory.init for thread-local storage.
  '-target-feature', '+atomics',
  '-target-feature', '+bulk-memory',
  '-target-feature', '+mutable-globals',
  '-target-feature', '+sign-ext',
  // Exceptions as instructions of the machine, in the form of the prebuilt -except libraries.
  '-target-feature', '+exception-handling',
  '-target-feature', '+multivalue',
  '-target-feature', '+reference-types',
  '-exception-model=wasm',
  '-mllvm', '-wasm-enable-eh',
  '-mllvm', '-wasm-use-legacy-eh',
  // setjmp() and longjmp() by the same means.
  '-mllvm', '-wasm-enable-sjlj',
  '-mrelocation-model', 'static',
  '-mconstructor-aliases',
  '-mframe-pointer=none',
  '-fvisibility=hidden',
];

const headers = [
  '-resource-dir', places.clang,
  '-isysroot', places.sysroot,
  '-iwithsysroot/include/compat',
  '-internal-isystem', `${places.sysroot}/include/c++/v1`,
  '-internal-isystem', `${places.clang}/include`,
  '-internal-isystem', `${places.sysroot}/include`,
  '-I', places.strait,
  // What emcc defines when it compiles with -pthread.
  '-D__EMSCRIPTEN_SHARED_MEMORY__=1',
  '-DEMSCRIPTEN',
  // Channels look at the stop word.
  `-DSTRAIT_PLATFORM_HEADER="${places.platform}"`,
  // What happens to them is recorded; of threads, the runtime tells (runtime/threads.cpp).
  '-DSTRAIT_TRACE',
  '-DSTRAIT_TRACE_RUNTIME',
];

const language = (standard) => [
  '-x', 'c++',
  `-std=${standard}`,
  '-pthread',
  '-fexceptions',
  '-fcxx-exceptions',
  '-fgnuc-version=4.2.1',
  '-fno-implicit-modules',
  '-ffp-contract=on',
  // In libc++ 18, std::jthread and std::stop_token require this.
  '-D_LIBCPP_ENABLE_EXPERIMENTAL',
];

/** A null pointer is readable and writable in WebAssembly: so each use of one is checked. */
const checks = ['-fsanitize=null,return', '-fsanitize-minimal-runtime'];

/** No stack holds the variables of a function that needs more: clang rejects it. The rest of the
 *  stack is for its callers. */
const frameBytesLimit = machine.stackBytes - 48 * 1024;
const stackLimit = [`-fwarn-stack-size=${frameBytesLimit}`, '-Werror=frame-larger-than'];

/** @type {Record<Options['warnings'], string[]>} */
const warningFlags = {
  off: ['-w'],
  default: ['-Wall'],
  extra: ['-Wall', '-Wextra'],
  error: ['-Wall', '-Wextra', '-Werror'],
};

/** Steps that the compiler evaluates of one constant: at first, and at most (clang's own limit).
 *  It also tries to evaluate what need not be constant, such as `return f();` for a lambda without
 *  a return, and then runs an endless loop to the limit: 8 s for a million steps. */
export const constantSteps = { few: 1 << 15, many: 1 << 20 };

/** How deep templates may nest: with more they would overflow the stack that engines give to
 *  WebAssembly. Where that is smaller than most, few show the place. */
export const templateDepth = { few: 64, many: 256 };

const messages = [
  // Plain text that diagnostics.mjs reads; ranges are the squiggle's length.
  '-fdiagnostics-print-source-range-info',
  '-ferror-limit', '20',
  '-fmessage-length=0',
  // Never cut away the note that leads from a library to main.cpp.
  '-ftemplate-backtrace-limit=0',
  '-fconstexpr-backtrace-limit=0',
  '-fmacro-backtrace-limit=0',
];

/** To standard output: clang gathers it and writes it whole. To a file of this file system, which
 *  has no blocks, it would write 20,000 pieces of eight bytes, each a call out of WebAssembly. */
const objectToOutput = ['-emit-obj', '-o', '-'];

/** `precompiled`: a header made with the same standard and optimization. */
export function compileFlags({ standard, optimize, warnings } = defaultOptions,
  precompiled = places.precompiled,
  { steps = constantSteps.few, depth = templateDepth.many } = {}) {
  return [
    'clang++', '-cc1', ...target, ...headers, ...language(standard), ...checks,
    ...warningFlags[warnings], ...stackLimit, ...messages, `-O${optimize}`,
    '-include-pch', precompiled, `-fconstexpr-steps=${steps}`, `-ftemplate-depth=${depth}`,
    // As clang's own driver does: no check of clang itself, no names for values that nobody reads.
    '-disable-free', '-disable-llvm-verifier', '-discard-value-names',
    '-main-file-name', 'main.cpp',
    '-clear-ast-before-backend', ...objectToOutput, places.source,
  ];
}

/** Makes the precompiled header. `withCode`: the code of what it instantiates is compiled once,
 *  separately, instead of in every program. */
export function precompileFlags(
  options = defaultOptions, output = places.precompiled, withCode = true) {
  return [
    'clang++', '-cc1', ...target, ...headers, ...language(options.standard), ...checks,
    `-O${options.optimize}`,
    // The same bytes whenever and wherever it is made.
    '-fno-pch-timestamp',
    // Templates used by the headers are instantiated once here, not in every program.
    '-fpch-instantiate-templates',
    ...(withCode ? ['-fmodules-codegen'] : []),
    '-emit-pch', '-o', output,
    '-x', 'c++-header', withCode ? places.commonUses : places.prelude,
  ];
}

/** Makes that code, optimized. */
export function precompiledCodeFlags() {
  return [
    'clang++', '-cc1', ...target, ...headers, ...language(defaultOptions.standard), ...checks,
    '-O2', '-disable-free', '-disable-llvm-verifier', '-discard-value-names',
    '-main-file-name', 'common_uses.hpp',
    ...objectToOutput, '-x', 'precompiled-header', places.precompiled,
  ];
}
