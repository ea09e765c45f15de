// guard-stack.mjs — makes every write that may lower the stack pointer in a linked program a call
// of strait_move_stack (runtime/stack.S), which ends the run rather than let the stack grow into a
// neighbour's memory. Idea: Binaryen's pass of the same purpose, but in place. wasm-ld has just
// filled in the pointer's index, as five bytes, and a call's index has as many: nothing moves.
//
// Not here: a decoder of instructions. No other code has these six bytes; only the bits of a
// floating-point literal could, made for the purpose, and they would harm that program alone.
import { Reader, sectionId, sectionsOf } from './wasm-format.mjs';

/** `global.set __stack_pointer`: the linker's first global, its index filled in. */
const write = [0x24, 0x80, 0x80, 0x80, 0x80, 0x00];
/** Four nops, which no compiler writes, precede strait_move_stack's own write. */
const mark = [0x01, 0x01, 0x01, 0x01];
const functionExport = 0;

/** Where a section's content begins and ends. */
function sectionOf(bytes, wanted) {
  for (const section of sectionsOf(bytes)) {
    if (section.id === wanted) return section;
  }
  throw new Error(`the linked program has no section ${wanted}`);
}

function exportedFunction(bytes, wanted) {
  const reader = new Reader(bytes, sectionOf(bytes, sectionId.export).start);
  for (let left = reader.number(); left > 0; --left) {
    const name = reader.text();
    const kind = bytes[reader.at++];
    const index = reader.number();
    if (kind === functionExport && name === wanted) return index;
  }
  throw new Error(`the linked program does not export ${wanted}`);
}

/** `call index`, as long as what it takes the place of. */
function callOf(index) {
  const byte = (shift) => (index >>> shift) & 0x7f;
  return [0x10, byte(0) | 0x80, byte(7) | 0x80, byte(14) | 0x80, byte(21) | 0x80, byte(28)];
}

/** Whether a frame is given back there: `i32.const c; i32.add`, of a positive constant. */
function givesBack(bytes, at) {
  if (bytes[at - 1] !== 0x6a) return false;
  let start = at - 2;
  if ((bytes[start] & 0xc0) !== 0) return false;
  while ((bytes[start - 1] & 0x80) !== 0) --start;
  return bytes[start - 1] === 0x41;
}

const matches = (bytes, at, pattern) => pattern.every((byte, index) => bytes[at + index] === byte);

/**
 * Changes `program` in place.
 * @param {Uint8Array} program as wasm-ld wrote it
 */
export function guardStack(program) {
  const call = callOf(exportedFunction(program, 'strait_move_stack'));
  const { start, end } = sectionOf(program, sectionId.code);
  let at = program.indexOf(write[0], start);
  while (at >= 0 && at < end) {
    const marked = matches(program, at - mark.length, mark);
    const checked = !marked && matches(program, at, write) && !givesBack(program, at);
    if (checked) program.set(call, at);
    at = program.indexOf(write[0], at + 1);
  }
}
