// control-words.mjs — the runner's view of control.hpp: the same words, in the same order.

import { readLeftFiles } from './left-files.mjs';

const names = [
  'outcome', 'code', 'crashReady', 'stop', 'mute', 'head', 'tail', 'alive', 'started',
  'ringAddress', 'ringSize', 'crashAddress', 'slotsAddress', 'slotsSize', 'inputSize',
  'filesAddress',
];
const at = Object.fromEntries(names.map((name, index) => [name, index]));

const outcomes = { running: 0, exited: 1, crashed: 2, endedByRunner: 3 };
const crashBytes = 2048;
const inputBytes = 1 << 16;

export class ControlWords {
  /**
   * @param {WebAssembly.Memory} memory
   * @param {number} address of `control`
   */
  constructor(memory, address) {
    this.all = new Int32Array(memory.buffer);
    this.bytes = new Uint8Array(memory.buffer);
    this.first = address >>> 2;
  }

  load(name) {
    return Atomics.load(this.all, this.first + at[name]);
  }

  store(name, value) {
    Atomics.store(this.all, this.first + at[name], value);
  }

  /**
   * What the program will read, put where it reads; only before any code of the program runs.
   * @param {number} address of the program's room for it
   * @param {Uint8Array} bytes
   */
  provideInput(address, bytes) {
    const kept = bytes.subarray(0, inputBytes);
    this.bytes.set(kept, address);
    this.store('inputSize', kept.length);
  }

  mainStarted() {
    return this.load('started') !== 0;
  }

  programEnded() {
    return this.load('outcome') !== outcomes.running;
  }

  /** The program's own end, complete, or undefined: it runs, or is still writing its reason. */
  outcome() {
    switch (this.load('outcome')) {
      case outcomes.exited:
        return { kind: 'exited', code: this.load('code') };
      case outcomes.crashed:
        if (this.load('crashReady') === 0) return undefined;
        return { kind: 'crashed', crashText: this.#text(this.load('crashAddress'), crashBytes) };
      default:
        return undefined;
    }
  }

  /** What the program left behind, once it has ended by itself. */
  leftFiles() {
    return readLeftFiles(this.bytes.buffer, this.load('filesAddress') >>> 0);
  }

  /** Zero-terminated text. Decoders refuse shared memory, so its bytes are copied first. */
  #text(address, most) {
    const bytes = this.bytes.slice(address, address + most);
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
  }

  /** Whether the runner was first to end the run. */
  claimForRunner() {
    const place = this.first + at.outcome;
    const { running, endedByRunner } = outcomes;
    return Atomics.compareExchange(this.all, place, running, endedByRunner) === running;
  }

  requestStop() {
    this.store('stop', 1);
    Atomics.notify(this.all, this.first + at.tail);
  }

  *#slots() {
    const start = this.load('slotsAddress') >>> 2;
    for (let slot = 0; slot < this.load('slotsSize'); ++slot) {
      if (Atomics.load(this.all, start + 2 * slot) !== 0) {
        yield Atomics.load(this.all, start + 2 * slot + 1) >>> 0;
      }
    }
  }

  wakeSleepers() {
    for (const address of this.#slots()) {
      if (address !== 0) Atomics.notify(this.all, address >>> 2);
    }
  }

  threads() {
    let waiting = 0;
    for (const address of this.#slots()) waiting += address !== 0 ? 1 : 0;
    return { alive: this.load('alive'), waiting };
  }

  /** Takes all whole records out of the ring and makes room for more. */
  *records() {
    const size = this.load('ringSize') >>> 0;
    const ring = this.load('ringAddress') >>> 0;
    let tail = this.load('tail') >>> 0;
    const head = this.load('head') >>> 0;
    if (head === tail) return;
    const copy = (position, count) => {
      const bytes = new Uint8Array(count);
      const start = position % size;
      const before = Math.min(count, size - start);
      bytes.set(this.bytes.subarray(ring + start, ring + start + before));
      bytes.set(this.bytes.subarray(ring, ring + count - before), before);
      return bytes;
    };
    while (tail !== head) {
      const header = new DataView(copy(tail, 16).buffer);
      const length = header.getUint32(0, true);
      const stream = header.getUint32(4, true) === 2 ? 'err' : 'out';
      yield { stream, time: header.getFloat64(8, true), bytes: copy((tail + 16) >>> 0, length) };
      tail = (tail + ((16 + length + 7) & ~7)) >>> 0;
    }
    this.store('tail', tail);
    Atomics.notify(this.all, this.first + at.tail);
  }
}
