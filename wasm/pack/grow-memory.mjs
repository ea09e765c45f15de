// grow-memory.mjs — makes LLVM's memory grow by 16 MiB at a time. Its C library asks for 64 KiB, a
// thousand times in one compile, and engines do a lot for each: growing was half of the time.
//
// The library's sbrk() is replaced by one that hands out what has been grown already, and remembers
// in a global of its own how far. The module's other `memory.grow` is in malloc(), for when sbrk()
// has failed; it then asks sbrk(0) for the new end, which is below what it got, and fails, too.

const ids = { global: 6, code: 10 };
const stepPages = 256;

/** Unsigned LEB128. */
function number(value) {
  const bytes = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}

function readNumber(bytes, at) {
  for (let value = 0, scale = 1; at < bytes.length; scale *= 128) {
    const byte = bytes[at++];
    value += (byte & 127) * scale;
    if (byte < 128) return { value, next: at };
  }
  throw new Error("LLVM's module ends in the middle");
}

/** The sections of a module: `{ id, start, end }`, the bytes of their contents. */
function* sections(bytes) {
  for (let at = 8; at < bytes.length; ) {
    const { value: size, next: start } = readNumber(bytes, at + 1);
    yield { id: bytes[at], start, end: start + size };
    at = start + size;
  }
}

const grown = [0x3f, 0x00, 0x41, 0x10, 0x74]; // memory.size << 16
/** wasi-libc's sbrk(increment): it begins with `if (increment == 0) return memory.size << 16`. */
const original = { length: 72, begins: [0x00, 0x02, 0x40, 0x20, 0x00, 0x0d, 0x00, ...grown, 0x0f] };

/** The body of sbrk(increment) with `used` as the global that says how much is handed out. */
function body(used) {
  const [increment, before, after] = [0, 1, 2];
  const get = (local) => [0x20, local];
  const getUsed = [0x23, ...number(used)];
  const setUsed = [0x24, ...number(used)];
  return [
    0x01, 0x02, 0x7f, // locals: before, after
    ...getUsed, 0x45, 0x04, 0x40, // if (used == 0)
    ...grown, ...setUsed, 0x0b, //   used = grown
    ...getUsed, 0x22, before, ...get(increment), 0x6a, 0x21, after, // after = used + increment
    ...get(after), ...get(before), 0x49, 0x04, 0x40, // if (after < before): more than 4 GiB
    0x41, 0x7f, 0x0f, 0x0b, //   return -1
    ...get(after), ...grown, 0x4b, 0x04, 0x40, // if (after > grown)
    ...get(after), ...grown, 0x6b, 0x41, 0x10, 0x76, // (after - grown) >> 16
    0x41, ...number(stepPages), 0x6a, // + the step: signed LEB128, the same for this number
    0x40, 0x00, 0x41, 0x7f, 0x46, 0x04, 0x40, // if (memory.grow(…) == -1)
    0x41, 0x7f, 0x0f, 0x0b, 0x0b, //   return -1
    ...get(after), ...setUsed, ...get(before), 0x0b, // used = after; return before
  ];
}

function isOriginal(bytes, at, length) {
  return length === original.length &&
    original.begins.every((byte, index) => byte === bytes[at + index]);
}

/** Where the one function is whose body is to be replaced: `{ start, end }`, with its length. */
function findOriginal(bytes, section) {
  const found = [];
  let { value: left, next: start } = readNumber(bytes, section.start);
  for (; left > 0; --left) {
    const { value: length, next } = readNumber(bytes, start);
    if (isOriginal(bytes, next, length)) found.push({ start, end: next + length });
    start = next + length;
  }
  if (found.length !== 1) throw new Error(`LLVM's module has ${found.length} sbrk(), not one`);
  return found[0];
}

/**
 * The module with the other sbrk().
 * @param {Uint8Array} bytes of LLVM's main module
 */
export function growMemoryInSteps(bytes) {
  const all = [...sections(bytes)];
  const global = all.find(({ id }) => id === ids.global);
  const code = all.find(({ id }) => id === ids.code);
  if (!global || !code) throw new Error("LLVM's module has no globals or no code");
  const globals = readNumber(bytes, global.start);
  const sbrk = findOriginal(bytes, code);
  const replacement = body(globals.value);
  const parts = (section) => {
    if (section === global) { // one more: a variable i32, 0 at first
      return [number(globals.value + 1), bytes.subarray(globals.next, section.end),
        [0x7f, 0x01, 0x41, 0x00, 0x0b]];
    }
    if (section === code) {
      return [bytes.subarray(section.start, sbrk.start), number(replacement.length), replacement,
        bytes.subarray(sbrk.end, section.end)];
    }
    return [bytes.subarray(section.start, section.end)];
  };
  return joined([bytes.subarray(0, 8), ...all.flatMap((section) => {
    const content = joined(parts(section));
    return [[section.id], number(content.length), content];
  })]);
}

/** @param {(Uint8Array | number[])[]} parts */
const joined = (parts) => new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))));
