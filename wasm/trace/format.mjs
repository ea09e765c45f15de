// format.mjs — the records of which a trace consists, as they lie in a program's memory, in the
// batches that the runner hands out, and in the files that strait::write_trace() writes. The C++
// side is core/include/strait/trace/record.hpp; tests/wasm/trace-recorded.test.ts decodes what C++
// wrote.
//
// A record is a header, whose numbers are little-endian, and a text, padded to a multiple of 8.

export const traceVersion = 1;

/** Offsets in the header, in bytes. */
export const header = {
  sequence: 0, // 8 bytes: one counter for all threads; 0 in records that are no events
  time: 8, // 8 bytes: nanoseconds since the run began
  message: 16, // 8 bytes
  number: 24, // 8 bytes, signed
  channel: 32, // 4 bytes
  thread: 36, // 4 bytes
  place: 40, // 4 bytes
  textBytes: 44, // 2 bytes
  kind: 46, // 1 byte; the last is 0
  bytes: 48,
};

/** The kinds of records by number: those of events, and two that are none. */
export const kinds = /** @type {const} */ ([
  'none',
  'channel-made', 'channel-named',
  'send-begun', 'receive-begun', 'select-begun', 'select-case',
  'blocked', 'resumed',
  'sent', 'received', 'select-chose', 'ended', 'displaced', 'abandoned',
  'closed', 'side-gone', 'handles', 'timer',
  'thread-began', 'thread-named', 'thread-ended',
  'wait-began', 'wait-ended', 'output',
  'trace', // the first record of a file: its number is the version
  'place', // `place` is in this line (number) and column (message); text: file, zero byte, function
]);

export const limits = {
  /** Of an event's text. */
  textBytes: 80,
  /** Of a place's: file and function. */
  placeTextBytes: 512,
  /** Numbers of places are below this. */
  places: 4096,
  /** A decoder keeps the newest. */
  events: 200_000,
  /** A reader gives a missing event up when it is in none of so many batches that follow: after the
   *  last events of a run, or of a burst, one empty batch more than these is written. */
  batchesToWait: 2,
};

/** In a program's memory (core/include/strait/trace): addresses that strait_trace() gives, one word
 *  each, and the sizes of what is there. */
export const memory = {
  words: ['recording', 'ringCount', 'rings', 'places', 'liveVersion', 'live', 'liveBytes'],
  rings: 512,
  ring: { records: 8, slots: 2048, slotBytes: header.bytes + 80 },
  place: { key: 0, ready: 4, line: 8, column: 12, file: 16, function: 20, bytes: 24 },
};

/**
 * Those addresses, read before any code of the program runs.
 * @param {Uint32Array} words the program's memory
 * @param {number} address what strait_trace() returned
 * @returns {Record<string, number>} by name
 */
export const addressesAt = (words, address) => Object.fromEntries(
  memory.words.map((name, index) => [name, words[(address >>> 2) + index] ?? 0]));

/** @typedef {Exclude<typeof kinds[number], 'none' | 'trace' | 'place'>} EventKind */

/** How many bytes a record with a text of so many takes. */
export const recordBytes = (/** @type {number} */ textBytes) =>
  header.bytes + Math.ceil(textBytes / 8) * 8;
