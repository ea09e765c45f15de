// compilers.mjs — what only `npm run verify` builds the library with: Clang's own standard library
// and sanitizers; the compiler for Windows, and the Wine that runs what it makes
// (tests/windows.cmake).
import { existsSync } from 'node:fs';
import { installPackages } from './apt.mjs';
import { findProgram } from './run.mjs';

export async function ensureOtherCompilers() {
  // Debian keeps the program that is not a script out of PATH.
  const hasWine = findProgram('wine64') ?? findProgram('wine64', '/usr/lib/wine');
  const packages = [
    ...(findProgram('x86_64-w64-mingw32-g++-posix') ? [] : ['g++-mingw-w64-x86-64-posix']),
    ...(hasWine ? [] : ['wine64']),
    ...(existsSync('/usr/lib/llvm-19/include/c++/v1') ? [] : ['libc++-19-dev']),
    ...(existsSync('/usr/lib/llvm-19/lib/clang/19/lib/linux') ? [] : ['libclang-rt-19-dev']),
  ];
  if (packages.length > 0) await installPackages(packages);
}
