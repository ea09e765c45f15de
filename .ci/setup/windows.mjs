// windows.mjs — the compiler for Windows and the Wine that runs what it makes, for the preset
// "windows" (tests/windows.cmake). Debian's packages.
import { installPackages } from './apt.mjs';
import { findProgram } from './run.mjs';

export async function ensureWindowsCompiler() {
  // Debian keeps the program that is not a script out of PATH.
  const hasWine = findProgram('wine64') ?? findProgram('wine64', '/usr/lib/wine');
  const packages = [
    ...(findProgram('x86_64-w64-mingw32-g++-posix') ? [] : ['g++-mingw-w64-x86-64-posix']),
    ...(hasWine ? [] : ['wine64']),
  ];
  if (packages.length > 0) await installPackages(packages);
}
