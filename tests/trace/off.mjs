// off.mjs — with nobody watching, the trace points leave not one instruction in a program: its
// assembly has as many, function by function, and the same calls as with a copy of the library from
// which the points were cut out. (Compilers number labels, and order the operands of a comparison,
// by what they have read before.)
//
//   node off.mjs <compiler> <core/include> <program.cpp> <folder for what is made>
import { execFileSync } from 'node:child_process';
import {
  cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync,
} from 'node:fs';
import path from 'node:path';

const [compiler, headers, program, folder] = process.argv.slice(2);
const call = /\btracer::\w+\([^;]*\);/g;

function assemblyWith(include) {
  const flags = ['-std=c++23', '-O2', '-g0', '-S', '-o', '-', `-I${include}`, program];
  const text = execFileSync(compiler, flags, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  return text
    .replace(/\.L[A-Za-z]*\d+/g, '.L')
    .replace(/^\t(?!call|\.)[a-z].*$/gm, '\tinstruction');
}

const copy = path.join(folder, 'without_trace');
rmSync(copy, { recursive: true, force: true });
mkdirSync(copy, { recursive: true });
cpSync(headers, copy, { recursive: true });
let cut = 0;
for (const name of readdirSync(copy, { recursive: true })) {
  const file = path.join(copy, name);
  if (!statSync(file).isFile()) continue;
  const text = readFileSync(file, 'utf8');
  cut += text.match(call)?.length ?? 0;
  writeFileSync(file, text.replace(call, ''));
}
if (cut < 10) throw new Error(`only ${cut} calls were found: has their form changed?`);
if (assemblyWith(headers) !== assemblyWith(copy)) {
  console.error('The trace points leave code behind. Compare the assembly of both:', headers, copy);
  process.exit(1);
}
console.log(`${cut} calls, no instruction`);
