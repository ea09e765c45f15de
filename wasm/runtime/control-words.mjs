// control-words.mjs — the runner's view of the block of shared memory (control.hpp).
//
// Invariants   I1 the block's address was read before any code of the program ran; the block lies
//              within the memory.
//              I2 a program may write anything there at any time: each value read is checked, no
//              loop depends on one, and what is needed twice is read once.
import { readLeftFiles } from './left-files.mjs';
import { block, controlWords, outcomes } from './machine.mjs';

const at = Object.fromEntries(Object.keys(controlWords).map((name, index) => [name, index]));
const { parts } = block;
const [running, exited, crashed, endedByRunner] = outcomes.keys();

/** A record: length, stream, milliseconds since main() began (8 bytes), the bytes, up to 8. */
const headerBytes = 16;

/**
 * @typedef {{ stream: 'out' | 'err', time: number, bytes: Uint8Array }} OutputRecord
 * @typedef {{ kind: 'exited', code: number } | { kind: 'crashed', crashText: string }
 *         | { kind: 'unfinished' }} ProgramEnd  `unfinished`: the reason is still being written, or
 *          the program has overwritten the word
 */

export class ControlWords {
  /** The position in the ring up to which records were taken. */
  #tail = 0;

  /**
   * @param {WebAssembly.Memory} memory
   * @param {number} address of the block
   */
  constructor(memory, address) {
    this.all = new Int32Array(memory.buffer);
    this.bytes = new Uint8Array(memory.buffer);
    if (address % 16 !== 0 || address + block.bytes > this.bytes.length) {
      throw new Error('the program does not fit the runtime of the playground');
    }
    this.start = address;
    this.first = address >>> 2;
  }

  #load(name) {
    return Atomics.load(this.all, this.first + at[name]) >>> 0;
  }

  #store(name, value) {
    Atomics.store(this.all, this.first + at[name], value);
  }

  /**
   * The program's input; call it before any code of the program runs.
   * @param {Uint8Array} bytes
   */
  provideInput(bytes) {
    const kept = bytes.subarray(0, parts.input.bytes);
    this.bytes.set(kept, this.start + parts.input.at);
    this.#store('input_size', kept.length);
  }

  mainStarted() {
    return this.#load('started') !== 0;
  }

  /** @returns {ProgramEnd | undefined} undefined: it runs */
  programEnd() {
    const word = this.#load('outcome');
    switch (word & 0xff) {
      case running:
        return word === running ? undefined : { kind: 'unfinished' };
      case exited:
        return { kind: 'exited', code: (word >>> 8) & 0xff };
      case crashed:
        if (this.#load('crash_ready') === 0) break;
        return { kind: 'crashed', crashText: this.#crashText() };
    }
    return { kind: 'unfinished' };
  }

  /** What the program left behind, once it has ended by itself. */
  leftFiles() {
    return readLeftFiles(this.bytes.buffer, this.#load('files_address'));
  }

  /** Zero-terminated text. Decoders refuse shared memory, so its bytes are copied first. */
  #crashText() {
    const start = this.start + parts.crash_text.at;
    const bytes = this.bytes.slice(start, start + parts.crash_text.bytes);
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
  }

  /** Whether the runner was first to end the run. */
  claimForRunner() {
    const place = this.first + at.outcome;
    return Atomics.compareExchange(this.all, place, running, endedByRunner) === running;
  }

  requestStop() {
    this.#store('stop', 1);
    Atomics.notify(this.all, this.first + at.tail);
  }

  /** For each thread the address it sleeps on, 0 while it runs. */
  *#sleepers() {
    const first = (this.start + parts.slots.at) >>> 2;
    for (let slot = 0; slot < block.slots; ++slot) {
      const taken = Atomics.load(this.all, first + 2 * slot);
      if (taken !== 0) yield Atomics.load(this.all, first + 2 * slot + 1) >>> 0;
    }
  }

  wakeSleepers() {
    for (const address of this.#sleepers()) {
      const index = address >>> 2;
      if (index !== 0 && index < this.all.length) Atomics.notify(this.all, index);
    }
  }

  threads() {
    let waiting = 0;
    for (const address of this.#sleepers()) waiting += address !== 0 ? 1 : 0;
    return { alive: Math.min(this.#load('alive'), block.slots), waiting };
  }

  /**
   * Leaves the memory of an ended thread to the program, which frees it when it starts its next
   * one. The runner runs none of the program's code, not even its free().
   * @param {number} thread address of its structure, whose first word becomes the list's
   */
  leaveDeadThread(thread) {
    if (thread % 4 !== 0 || thread >>> 2 >= this.all.length) return;
    // Only the runner adds to the list, and the program takes all of it at once: no loop is needed.
    const place = this.first + at.dead_threads;
    const before = Atomics.exchange(this.all, place, 0);
    Atomics.store(this.all, thread >>> 2, before);
    Atomics.store(this.all, place, thread);
  }

  /**
   * Takes all whole records out of the ring and makes room for more.
   * @returns {Generator<OutputRecord>}
   */
  *records() {
    const head = this.#load('head');
    let unread = (head - this.#tail) >>> 0;
    if (unread === 0) return;
    // Positions or a length that no record has: the program has written there. What was left of
    // its output is lost.
    while (unread >= headerBytes && unread <= parts.ring.bytes) {
      const header = new DataView(this.#ringBytes(this.#tail, headerBytes).buffer);
      const length = header.getUint32(0, true);
      const size = headerBytes + Math.ceil(length / 8) * 8;
      if (size > unread) break;
      const stream = header.getUint32(4, true) === 2 ? 'err' : 'out';
      const time = header.getFloat64(8, true);
      const bytes = this.#ringBytes(this.#tail + headerBytes, length);
      this.#tail = (this.#tail + size) >>> 0;
      unread -= size;
      yield { stream, time: time >= 0 && time < 1e12 ? time : 0, bytes };
    }
    this.#tail = head;
    this.#store('tail', head);
    Atomics.notify(this.all, this.first + at.tail);
  }

  /** A copy of `count` bytes, at most the ring's. */
  #ringBytes(position, count) {
    const { bytes: size } = parts.ring;
    const start = this.start + parts.ring.at;
    const bytes = new Uint8Array(count);
    const from = (position >>> 0) % size;
    const before = Math.min(count, size - from);
    bytes.set(this.bytes.subarray(start + from, start + from + before));
    bytes.set(this.bytes.subarray(start, start + count - before), before);
    return bytes;
  }
}
