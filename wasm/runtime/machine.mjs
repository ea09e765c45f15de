// machine.mjs — the machine that programs of the playground see, and the block of shared memory
// through which a program and its runner communicate. Each number is defined only here:
// JavaScript imports it, C++ gets it as machine.hpp, which glue/machine-header.mjs writes.

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

export const machine = {
  /** All of a program's memory. It is reserved, and only touched pages cost anything. */
  memoryBytes: 512 * mebibyte,
  /** Where a browser cannot reserve as much, it may be as little as this. */
  memoryBytesMin: 128 * mebibyte,
  /** Of main() and of every other thread: 256 of them take half of the memory. */
  stackBytes: mebibyte,
  /** Threads besides main() at a time. */
  threads: 256,
  /** Each costs about 20 ms at the start of a run. */
  workersAtStart: 4,
  /** What a program reads from its standard input. */
  inputBytes: 64 * kibibyte,
  /** Whose home directory programs start in. */
  userName: 'web_user',
};

/** A program's files are in its memory (files/). */
export const fileLimits = {
  /** Of all files together. */
  bytes: 64 * mebibyte,
  /** At a time, in a program. */
  open: 1024,
  /** Listed for the page when a program ends. */
  listed: 100,
  /** Of the path of a file that is left. */
  pathBytes: 4 * kibibyte,
};

/** Files are stored in blocks of this size. */
export const fileBlockBytes = 4 * kibibyte;

/** What a program says of each file that it leaves, in words of 32 bits. */
export const leftFileWords = {
  path_address: 'of the path, which has no terminating zero',
  path_bytes: 'its length',
  bytes: 'the length of the file',
  blocks_address: 'of the addresses of its blocks; a null one is all zeros',
  block_count: 'may be fewer than `bytes` need: the rest is zeros',
};

/** Of a run's output the beginning and the end are kept. */
export const outputLimits = {
  firstLines: 500,
  /** Of the first lines, should they be long ones. */
  firstCharacters: 100_000,
  lastLines: 9_500,
  /** Of all of it. */
  bytes: mebibyte,
};

/** Words of 32 bits, each with what it is for. */
export const controlWords = {
  outcome: 'an Outcome, and 256 times the exit code; leaves `running` once, by compare-and-swap',
  crash_ready: 'with Outcome crashed: crash_text is complete',
  stop: 'set once: threads end at their next wait',
  head: 'position in the ring after the last record',
  tail: 'position in the ring of the first unread record; written by the runner',
  alive: 'threads that run or are about to, main() included',
  started: 'main() has begun, or the constructors before it',
  input_size: 'set by the runner before the program begins',
  files_address: 'of a LeftFiles, once the program has ended; or null',
  dead_threads: 'the runner\'s list of threads that are over, whose memory is to be freed',
};

export const outcomes = ['running', 'exited', 'crashed', 'ended_by_runner'];

/** Sizes of what follows the words. */
const crashBytes = 2 * kibibyte;
const ringBytes = 256 * kibibyte;
/** One a thread, and room for threads that end while others begin. A slot: taken, address. */
const slots = machine.threads + 32;

/** Where each part of the block begins, in bytes from its start. */
export const block = (() => {
  const parts = {
    control: 4 * Object.keys(controlWords).length,
    slots: 8 * slots,
    crash_text: crashBytes,
    input: machine.inputBytes,
    ring: ringBytes,
  };
  const places = {};
  let end = 0;
  for (const [name, bytes] of Object.entries(parts)) {
    places[name] = { at: end, bytes };
    end += Math.ceil(bytes / 16) * 16;
  }
  return { parts: places, bytes: end, slots };
})();
