// flags.mjs — how main.cpp is compiled and linked, each flag with its reason. The pack's precompiled
// header is made with the very same flags, else clang refuses it.

/** Where things lie in the compiler's file system (which is memory). */
export const places = {
  sysroot: '/sysroot',
  clang: '/clang',
  strait: '/strait',
  prelude: '/pack/prelude.hpp',
  precompiled: '/pack/prelude.pch',
  libraries: '/lib',
  source: '/work/main.cpp',
  object: '/work/main.o',
  program: '/work/main.wasm',
};

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
];

const language = [
  '-x', 'c++',
  '-std=c++23',
  '-pthread',
  '-fexceptions',
  '-fcxx-exceptions',
  '-fgnuc-version=4.2.1',
  '-fno-implicit-modules',
  '-ffp-contract=on',
  // std::jthread and std::stop_token stand behind this in libc++ 18.
  '-D_LIBCPP_ENABLE_EXPERIMENTAL',
];

/** A null pointer is readable and writable in WebAssembly: so each use of one is checked. */
const checks = ['-fsanitize=null,return', '-fsanitize-minimal-runtime'];

const messages = [
  '-Wall',
  // Plain text that diagnostics.mjs reads; ranges are the squiggle's length.
  '-fdiagnostics-print-source-range-info',
  '-ferror-limit', '20',
  '-fmessage-length=0',
];

/** `optimization`: 0 for programs being edited (compiles fastest), 2 for prebuilt scenarios. */
export function compileFlags({ optimization = 0, precompiled = true } = {}) {
  return [
    'clang++', '-cc1', ...target, ...headers, ...language, ...checks,
    ...messages, `-O${optimization}`,
    ...(precompiled ? ['-include-pch', places.precompiled] : ['-include', places.prelude]),
    '-disable-free', '-clear-ast-before-backend', '-main-file-name', 'main.cpp',
    '-emit-obj', '-o', places.object, places.source,
  ];
}

/** Makes the precompiled header. */
export function precompileFlags({ optimization = 0 } = {}) {
  return [
    'clang++', '-cc1', ...target, ...headers, ...language, ...checks,
    `-O${optimization}`,
    // The same bytes whenever and wherever it is made.
    '-fno-pch-timestamp',
    // Templates used by the headers are instantiated once here, not in every program.
    '-fpch-instantiate-templates',
    '-emit-pch', '-o', places.precompiled, '-x', 'c++-header', places.prelude,
  ];
}
