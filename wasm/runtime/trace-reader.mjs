// trace-reader.mjs — copies what a program records out of its memory, in batches of whole records.
//
// Invariants   I1 nothing in the program's memory is trusted: each address is read once and
//              checked, each count is bounded; what was overwritten meanwhile is left out.
//              I2 a batch contains the places of its events, unless an earlier one does.
//              I3 after the last events a few empty batches follow: who waits for one that is
//              missing learns that it does not come.
import { concatenated } from '../bytes.mjs';
import { encodePlace } from '../trace/encoder.mjs';
import { addressesAt, header, kinds, limits, memory, recordBytes } from '../trace/format.mjs';

const betweenBatchesMilliseconds = 100;
const emptyBatches = limits.batchesToWait + 1;
/** After so much, batches are rare: the page has other things to do. Much of a flood is lost. */
const floodBytes = 4 << 20;
/** More would be old news for a page that keeps limits.events. */
const batchBytesLimit = 16 << 20;

export class TraceReader {
  /** How many records of each ring were read, modulo 2^32. */
  #read = new Uint32Array(memory.rings);
  #known = new Uint8Array(limits.places);
  /** @type {Record<string, number>} */
  #at;
  /** @type {Uint32Array} */
  #words;
  #bytes;
  #next = 0;
  #delivered = 0;
  #emptyOnes = emptyBatches;

  /**
   * @param {WebAssembly.Memory} shared
   * @param {number} address what strait_trace() returned, before any code of the program ran
   */
  constructor(shared, address) {
    this.#words = new Uint32Array(shared.buffer);
    this.#bytes = new Uint8Array(shared.buffer);
    this.#at = addressesAt(this.#words, address);
  }

  turnOff() {
    Atomics.store(this.#words, this.#at.recording >>> 2, 0);
  }

  /** What is new, if it is time for it. @param {boolean} isLast */
  read(isLast) {
    const now = performance.now();
    if (!isLast && now < this.#next) return undefined;
    const isFlood = this.#delivered > floodBytes;
    this.#next = now + betweenBatchesMilliseconds * (isFlood ? 10 : 1);
    /** @type {Uint8Array[]} */
    const records = [];
    /** @type {Set<number>} */
    const places = new Set();
    const count = Math.min(this.#word(this.#at.ringCount), memory.rings);
    let bytes = 0;
    for (let index = 0; index < count && bytes < batchBytesLimit; ++index) {
      bytes += this.#readRing(index, records, places);
    }
    if (records.length > 0) this.#emptyOnes = 0;
    else if (this.#emptyOnes++ >= emptyBatches) return undefined;
    const named = [...places].map((place) => this.#place(place)).filter((record) => record);
    const batch = concatenated([...named, ...records]);
    this.#delivered += batch.length;
    return batch;
  }

  #word(address) {
    const index = address >>> 2;
    return index < this.#words.length ? Atomics.load(this.#words, index) : 0;
  }

  #readRing(index, records, places) {
    const { slots, slotBytes, records: first } = memory.ring;
    const ring = this.#word(this.#at.rings + 4 * index);
    if (ring % 8 !== 0 || ring === 0) return 0;
    if (ring + first + slots * slotBytes > this.#bytes.length) return 0;
    const kept = slots - 1; // The slot of the oldest one may be being overwritten.
    const written = this.#word(ring);
    const fresh = Math.min((written - this.#read[index]) >>> 0, kept);
    let bytes = 0;
    for (let number = written - fresh; number < written; ++number) {
      const from = ring + first + ((number >>> 0) % slots) * slotBytes;
      const slot = this.#bytes.slice(from, from + slotBytes);
      const isWhole = ((this.#word(ring) - number) >>> 0) <= kept;
      if (isWhole) bytes += this.#add(slot, records, places);
    }
    this.#read[index] = written;
    return bytes;
  }

  #add(slot, records, places) {
    const view = new DataView(slot.buffer);
    const textBytes = view.getUint16(header.textBytes, true);
    const kind = view.getUint8(header.kind);
    if (textBytes > limits.textBytes || kind === 0 || kind >= kinds.indexOf('trace')) return 0;
    const place = view.getUint32(header.place, true);
    if (place > 0 && place < limits.places && this.#known[place] === 0) places.add(place);
    const record = slot.subarray(0, recordBytes(textBytes));
    records.push(record);
    return record.length;
  }

  #place(number) {
    const { bytes, ready, line, column, file, function: name } = memory.place;
    const entry = this.#at.places + number * bytes;
    if (this.#word(entry + ready) === 0) return undefined;
    this.#known[number] = 1;
    return encodePlace({
      file: this.#text(this.#word(entry + file)),
      line: this.#word(entry + line),
      column: this.#word(entry + column),
      function: this.#text(this.#word(entry + name)),
    }, number);
  }

  /** A zero-terminated text, as long as a place's may be. */
  #text(address) {
    const bytes = this.#bytes.slice(address, address + limits.placeTextBytes);
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
  }
}
