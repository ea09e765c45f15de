// packed.mjs — a trace small enough for a link: the headers of its records column by column, which
// deflate packs well, and then their texts; in base64url.
//
// Invariants   I1 any text unpacks to bytes of at most `unpackedBytesLimit`, or is rejected; the
//              decoder decides what of them are records.
import { deflate, fromBase64Url, inflate, toBase64Url } from './deflate.mjs';
import { concatenated } from '../bytes.mjs';
import { encodeTrace } from './encoder.mjs';
import { header, kinds, recordBytes } from './format.mjs';

/** @typedef {import('./decoder.mjs').Trace} Trace */

export const packedBytesLimit = 16 * 1024;
export const packedCharactersLimit = Math.ceil((packedBytesLimit * 4) / 3);
export const unpackedBytesLimit = 4 * 1024 * 1024;

/** More never fit. */
const eventsLimit = 50_000;
/** Without these nothing else can be told: who is who. */
const introductions = new Set(
  ['channel-made', 'channel-named', 'thread-began', 'thread-named']);
/** What is less exact is not seen. */
const timeUnit = 1000;

/**
 * All of it, or as many of the newest events as there is room for.
 * @param {Trace} trace
 * @returns {Promise<{ packed: string, omitted: number }>} `omitted`: how many events are not in it
 */
export async function packTrace({ events, places }) {
  for (let count = Math.min(events.length, eventsLimit); ; ) {
    const kept = newest(events, count);
    const used = new Set(kept.map(({ place }) => place));
    const records = encodeTrace({ events: kept, lost: 0,
      places: places.map((place, index) => (used.has(index) ? place : undefined)) });
    const bytes = await deflate(columns(records));
    if (bytes.length <= packedBytesLimit) {
      return { packed: toBase64Url(bytes), omitted: events.length - kept.length };
    }
    count = Math.floor(Math.min(count, kept.length) * 0.95 * (packedBytesLimit / bytes.length));
  }
}

/** Records, as a decoder takes them. @param {string} packed @returns {Promise<Uint8Array>} */
export async function unpackTrace(packed) {
  if (packed.length > packedCharactersLimit) throw new Error('The recorded flow is too large.');
  const bytes = fromBase64Url(packed);
  if (!bytes) throw damaged();
  return records(await inflate(bytes, unpackedBytesLimit));
}

function newest(events, count) {
  const isKept = (index) => index >= events.length - count;
  let introduced = 0;
  return events.filter((event, index) => isKept(index) ||
    (introductions.has(event.kind) && ++introduced <= count));
}

/** How many records there are; then the columns, then the texts. @param {Uint8Array} records */
function columns(records) {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const starts = [];
  for (let at = 0; at < records.length; ) {
    starts.push(at);
    at += recordBytes(view.getUint16(at + header.textBytes, true));
  }
  const changes = new Changes();
  const all = new Uint8Array(4 + records.length);
  new DataView(all.buffer).setUint32(0, starts.length, true);
  let end = 4 + starts.length * header.bytes;
  for (const [index, start] of starts.entries()) {
    changes.relate(view, start);
    for (let column = 0; column < header.bytes; ++column) {
      all[4 + column * starts.length + index] = records[start + column];
    }
    const textBytes = view.getUint16(start + header.textBytes, true);
    const from = start + header.bytes;
    all.set(records.subarray(from, from + textBytes), end);
    end += textBytes;
  }
  return all.subarray(0, end);
}

/** The inverse. @param {Uint8Array} all */
function records(all) {
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  const count = all.length < 4 ? 0 : view.getUint32(0, true);
  if (count === 0 || 4 + count * header.bytes > all.length) {
    throw damaged();
  }
  const changes = new Changes();
  const parts = [];
  let text = 4 + count * header.bytes;
  for (let index = 0; index < count; ++index) {
    const head = new DataView(new ArrayBuffer(header.bytes));
    for (let column = 0; column < header.bytes; ++column) {
      head.setUint8(column, all[4 + column * count + index]);
    }
    changes.restore(head);
    const textBytes = head.getUint16(header.textBytes, true);
    const record = new Uint8Array(recordBytes(textBytes));
    record.set(new Uint8Array(head.buffer));
    record.set(all.subarray(text, text + textBytes), header.bytes);
    text += textBytes;
    parts.push(record);
  }
  if (text !== all.length) throw damaged();
  return concatenated(parts);
}

/** Numbers that grow, as differences from the event before. */
class Changes {
  #sequence = 0n;
  #time = 0n;

  /** @param {DataView} view */
  relate(view, at) {
    if (!isEvent(view, at)) return;
    const sequence = view.getBigUint64(at + header.sequence, true);
    const time = view.getBigUint64(at + header.time, true) / BigInt(timeUnit);
    view.setBigInt64(at + header.sequence, sequence - this.#sequence, true);
    view.setBigInt64(at + header.time, time - this.#time, true);
    this.#sequence = sequence;
    this.#time = time;
  }

  /** @param {DataView} head */
  restore(head) {
    if (!isEvent(head, 0)) return;
    this.#sequence += head.getBigInt64(header.sequence, true);
    this.#time += head.getBigInt64(header.time, true);
    head.setBigInt64(header.sequence, this.#sequence, true);
    head.setBigInt64(header.time, this.#time * BigInt(timeUnit), true);
  }
}

const isEvent = (view, at) => view.getUint8(at + header.kind) < kinds.indexOf('trace');

const damaged = () => new Error('The recorded flow is damaged.');
