// off.mjs — with nobody watching, the trace points and the call sites (base/call_site.hpp) leave
// not one instruction in a program, and no parameter in a function: its assembly has as many,
// function by function, and the same calls as with a copy of the library from which they were cut
// out. (Compilers number labels, and order the operands of a comparison, by what they have read
// before.)
//
//   node off.mjs <compiler> <core/include> <program.cpp> <folder for what is made>
import { execFileSync } from 'node:child_process';
import {
  cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync,
} from 'node:fs';
import path from 'node:path';

const [compiler, headers, program, folder] = process.argv.slice(2);
const traced = {
  points: /\btracer::\w+(?:<T>)?\([^;]*\);/g,
  'call sites':
    /\bSTRAIT_(CALL_SITE(_ONLY)?\b|TRACE_CALL;|KEEP_CALL_SITE\(.*\);|RESUME_CALL\(.*\);)/g,
};

function assemblyWith(include) {
  const flags = ['-std=c++23', '-O2', '-g0', '-S', '-o', '-', `-I${include}`, program];
  const text = execFileSync(compiler, flags, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  return text
    .replace(/\.L[A-Za-z]*\d+/g, '.L')
    .replace(/^\t(?!call|\.)[a-z].*$/gm, '\tinstruction')
    // They also order functions by what they have read before.
    .split(/^\t(?=\.section|\.text)/m).sort().join('');
}

const copy = path.join(folder, 'without_trace');
rmSync(copy, { recursive: true, force: true });
mkdirSync(copy, { recursive: true });
cpSync(headers, copy, { recursive: true });
const cut = { points: 0, 'call sites': 0 };
for (const name of readdirSync(copy, { recursive: true })) {
  const file = path.join(copy, name);
  if (!statSync(file).isFile() || name.endsWith('call_site.hpp')) continue;
  let text = readFileSync(file, 'utf8');
  for (const [what, pattern] of Object.entries(traced)) {
    cut[what] += text.match(pattern)?.length ?? 0;
    text = text.replace(pattern, '');
  }
  writeFileSync(file, text);
}
for (const [what, count] of Object.entries(cut)) {
  if (count < 20) throw new Error(`only ${count} ${what} were found: has their form changed?`);
}
if (assemblyWith(headers) !== assemblyWith(copy)) {
  console.error('Tracing leaves code behind. Compare the assembly of both:', headers, copy);
  process.exit(1);
}
console.log(`${cut.points} points, ${cut['call sites']} call sites, no instruction`);
