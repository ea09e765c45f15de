// grow-memory.mjs — makes LLVM's memory grow by 16 MiB at a time. Its C library asks for 64 KiB, a
// thousand times in one compile, and engines do a lot for each: growing was half of the time.
//
// The library's sbrk() is replaced by one that hands out what has been grown already, and remembers
// in a global of its own how far. The module's other `memory.grow` is in malloc(), for when sbrk()
// has failed; it then asks sbrk(0) for the new end, which is below what it got, and fails, too.

import { Reader, numberBytes, sectionId, sectionsOf } from '../pipeline/wasm-format.mjs';
import { withBodies } from './function-bodies.mjs';

const stepPages = 256;

const grown = [0x3f, 0x00, 0x41, 0x10, 0x74]; // memory.size << 16
/** wasi-libc's sbrk(increment): it begins with `if (increment == 0) return memory.size << 16`. */
const original = { length: 72, begins: [0x00, 0x02, 0x40, 0x20, 0x00, 0x0d, 0x00, ...grown, 0x0f] };

/** The body of sbrk(increment) with `used` as the global that says how much is handed out. */
function body(used) {
  const [increment, before, after] = [0, 1, 2];
  const get = (local) => [0x20, local];
  const getUsed = [0x23, ...numberBytes(used)];
  const setUsed = [0x24, ...numberBytes(used)];
  return [
    0x01, 0x02, 0x7f, // locals: before, after
    ...getUsed, 0x45, 0x04, 0x40, // if (used == 0)
    ...grown, ...setUsed, 0x0b, //   used = grown
    ...getUsed, 0x22, before, ...get(increment), 0x6a, 0x21, after, // after = used + increment
    ...get(after), ...get(before), 0x49, 0x04, 0x40, // if (after < before): more than 4 GiB
    0x41, 0x7f, 0x0f, 0x0b, //   return -1
    ...get(after), ...grown, 0x4b, 0x04, 0x40, // if (after > grown)
    ...get(after), ...grown, 0x6b, 0x41, 0x10, 0x76, // (after - grown) >> 16
    0x41, ...numberBytes(stepPages), 0x6a, // + the step: signed LEB128, the same for this number
    0x40, 0x00, 0x41, 0x7f, 0x46, 0x04, 0x40, // if (memory.grow(…) == -1)
    0x41, 0x7f, 0x0f, 0x0b, 0x0b, //   return -1
    ...get(after), ...setUsed, ...get(before), 0x0b, // used = after; return before
  ];
}

const isOriginal = (code) => code.length === original.length &&
  original.begins.every((byte, index) => byte === code[index]);

/** A variable i32, 0 at first. */
const variable = [0x7f, 0x01, 0x41, 0x00, 0x0b];

/**
 * The module with the other sbrk().
 * @param {Uint8Array} module LLVM's main module
 */
export function growMemoryInSteps(module) {
  const section = [...sectionsOf(module)].find(({ id }) => id === sectionId.global);
  if (!section) throw new Error("LLVM's module has no globals");
  const reader = new Reader(module, section.start);
  const globals = reader.number();
  const oneMore = Uint8Array.from([...numberBytes(globals + 1),
    ...module.subarray(reader.at, section.end), ...variable]);
  const replacement = Uint8Array.from(body(globals));
  let found = 0;
  const changed = withBodies(module, (code) => {
    if (!isOriginal(code)) return code;
    found += 1;
    return replacement;
  }, new Map([[sectionId.global, oneMore]]));
  if (found !== 1) throw new Error(`LLVM's module has ${found} sbrk(), not one`);
  return changed;
}
