// reasons.mjs — why a program crashed, in words a person understands. Takes the text that
// ending.cpp or glue/guard.js left: "trap\n<message>", "exception\n<type>\n<what>", or plain words.

import { machine } from './machine.mjs';

const mebibytes = (bytes) => `${bytes / 2 ** 20} MiB`;

/** Engines word their traps differently; each of these holds for V8, SpiderMonkey and JSC.
 *  @type {[RegExp, string][]} */
const traps = [
  [/out of bounds|index out of range.*memory/i,
    'memory access out of bounds: a pointer or an index is outside the program’s memory, ' +
      'or a local variable is larger than the stack of ' + mebibytes(machine.stackBytes)],
  [/call stack|too much recursion|stack overflow|stack exhausted/i,
    'stack overflow: the recursion is too deep, or local variables need more than '
      + mebibytes(machine.stackBytes)],
  [/divide by zero|division by zero|divide_by_zero/i, 'integer division by zero'],
  [/integer overflow|divide result|unrepresentable/i,
    'integer overflow: the result does not fit its type'],
  [/unaligned|alignment/i, 'an atomic operation on an address that is not aligned'],
  [/table index|null function|indirect call|signature|function.*mismatch/i,
    'a call through a function pointer (or virtual function) that points to no such function'],
  [/unreachable/i, 'unreachable code was reached: the program trapped'],
  [/memory allocation|could not allocate|out of memory/i, 'out of memory'],
];

/** @param {string} text */
export function reasonOf(text) {
  const [kind, first = '', ...rest] = text.split('\n');
  if (kind === 'trap') {
    const message = [first, ...rest].join('\n');
    return traps.find(([pattern]) => pattern.test(message))?.[1] ?? message;
  }
  if (kind === 'exception') return exceptionReason(readableType(first), rest.join('\n'));
  return text;
}

function exceptionReason(type, what) {
  if (type === 'std::bad_alloc') {
    return 'uncaught exception of type std::bad_alloc: the program’s memory of '
      + `${mebibytes(machine.memoryBytes)} is used up`;
  }
  return `uncaught exception of type ${type}${what ? `: ${what}` : ''}`;
}

const builtins = {
  v: 'void', b: 'bool', c: 'char', a: 'signed char', h: 'unsigned char', s: 'short',
  t: 'unsigned short', i: 'int', j: 'unsigned int', l: 'long', m: 'unsigned long',
  x: 'long long', y: 'unsigned long long', f: 'float', d: 'double', e: 'long double',
  PKc: 'const char*', Pc: 'char*', Pv: 'void*', PKv: 'const void*', Dn: 'std::nullptr_t',
};

/** @type {[RegExp, string][]} */
const libraryNames = [
  [/^NSt3__212basic_stringIcNS_11char_traitsIcEENS_9allocatorIcEEEE$/, 'std::string'],
  [/^NSt3__217basic_string_viewIcNS_11char_traitsIcEEEE$/, 'std::string_view'],
];

/** A type's name out of its mangled one, as far as plain and nested names go; else as it is. */
export function readableType(mangled) {
  if (builtins[mangled]) return builtins[mangled];
  const known = libraryNames.find(([pattern]) => pattern.test(mangled));
  if (known) return known[1];
  const nested = /^N(.+)E$/.exec(mangled);
  const names = [];
  let rest = nested ? nested[1] : mangled;
  if (rest.startsWith('St')) {
    names.push('std');
    rest = rest.slice(2);
  }
  while (rest !== '') {
    const length = /^\d+/.exec(rest)?.[0];
    if (!length) return mangled;
    const start = length.length;
    const name = rest.slice(start, start + Number(length));
    // Inline namespaces of the standard library are nobody's business.
    if (!/^__\d|^_GLOBAL__N/.test(name)) names.push(name);
    rest = rest.slice(start + Number(length));
  }
  return names.join('::');
}
