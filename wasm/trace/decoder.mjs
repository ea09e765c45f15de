// decoder.mjs — turns batches of records, in whatever order threads' records arrive, into the
// events of a run.
//
// Invariants   I1 any bytes give a trace: what is no record is skipped with the rest of its batch.
//              I2 no more than `eventsLimit` events are kept (a quarter more while batches arrive);
//              the oldest go and count as lost.
import { header, kinds, limits, recordBytes, traceVersion } from './format.mjs';

/**
 * @typedef {import('./format.mjs').EventKind} EventKind
 * @typedef {object} FlowEvent
 * @property {number} sequence the order of the run, from 1; a gap means lost events
 * @property {number} time nanoseconds since the run began
 * @property {number} thread 0 is main(); then 1, 2 … in order of creation
 * @property {EventKind} kind
 * @property {number} channel 0: none
 * @property {number} message 0: none; else unique in the run
 * @property {number} place an index into places; 0: unknown
 * @property {number} number what it means depends on the kind
 * @property {string} text the same
 * @typedef {{ file: string, line: number, column: number, function: string }} Place
 * @typedef {{ events: FlowEvent[], places: Place[], lost: number }} Trace
 *          events in order of `sequence`; places[0] is the unknown one
 */

const eventKinds = kinds.indexOf('trace');
const placeKind = kinds.indexOf('place');
const traceKind = eventKinds;

/** @type {Place} */
const unknownPlace = { file: '', line: 0, column: 0, function: '' };

/** All events of some bytes, such as those of a file. @param {Uint8Array} bytes */
export function decodeTrace(bytes) {
  const decoder = new TraceDecoder();
  decoder.take(bytes);
  return decoder.trace();
}

export class TraceDecoder {
  /** @type {FlowEvent[]} */
  #events = [];
  /** @type {Place[]} */
  #places = [unknownPlace];
  #newest = 0;
  #isSorted = true;
  #isReadable = true;
  #text = new TextDecoder();
  #limit;

  /** @param {{ eventsLimit?: number }} [options] */
  constructor({ eventsLimit = limits.events } = {}) {
    this.#limit = eventsLimit;
  }

  /**
   * Adds a batch of whole records. The bytes are not kept.
   * @param {Uint8Array} bytes not of shared memory
   */
  take(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; this.#isReadable && at + header.bytes <= bytes.length; ) {
      const kind = view.getUint8(at + header.kind);
      const textBytes = view.getUint16(at + header.textBytes, true);
      const size = recordBytes(textBytes);
      const longest = kind === placeKind ? limits.placeTextBytes : limits.textBytes;
      if (kind === 0 || kind > placeKind || textBytes > longest || at + size > bytes.length) break;
      const from = at + header.bytes;
      this.#take(view, at, kind, this.#text.decode(bytes.subarray(from, from + textBytes)));
      at += size;
    }
    if (this.#events.length > this.#limit * 1.25) this.#keepNewest();
  }

  /** What has been taken so far. The arrays belong to the caller. @returns {Trace} */
  trace() {
    this.#keepNewest();
    const places = Array.from(this.#places, (place) => place ?? unknownPlace);
    const lost = Math.max(0, this.#newest - this.#events.length);
    return { events: [...this.#events], places, lost };
  }

  /** @param {DataView} view */
  #take(view, at, kind, text) {
    if (kind === placeKind) return this.#takePlace(view, at, text);
    if (kind === traceKind) {
      this.#isReadable = view.getUint32(at + header.number, true) === traceVersion;
      return;
    }
    const sequence = unsigned(view, at + header.sequence);
    const time = unsigned(view, at + header.time);
    const message = unsigned(view, at + header.message);
    const number = Number(view.getBigInt64(at + header.number, true));
    const numbers = [sequence, time, message, number];
    if (sequence === 0 || !numbers.every(Number.isSafeInteger)) return;
    const place = view.getUint32(at + header.place, true);
    const newest = this.#events.at(-1);
    if (newest && newest.sequence >= sequence) this.#isSorted = false;
    if (sequence > this.#newest) this.#newest = sequence;
    this.#events.push({
      sequence,
      time,
      thread: view.getUint32(at + header.thread, true),
      kind: /** @type {EventKind} */ (kinds[kind]),
      channel: view.getUint32(at + header.channel, true),
      message,
      place: place < limits.places ? place : 0,
      number,
      text,
    });
  }

  /** @param {DataView} view */
  #takePlace(view, at, text) {
    const index = view.getUint32(at + header.place, true);
    if (index === 0 || index >= limits.places) return;
    const [file, name] = text.split('\0', 2);
    this.#places[index] = {
      file,
      line: view.getUint32(at + header.number, true),
      column: view.getUint32(at + header.message, true),
      function: name ?? '',
    };
  }

  #keepNewest() {
    if (!this.#isSorted) {
      this.#events.sort((a, b) => a.sequence - b.sequence);
      this.#events = this.#events.filter(
        (event, index, all) => index === 0 || all[index - 1].sequence !== event.sequence);
      this.#isSorted = true;
    }
    if (this.#events.length > this.#limit) this.#events = this.#events.slice(-this.#limit);
  }
}

/** @param {DataView} view */
const unsigned = (view, at) =>
  view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
