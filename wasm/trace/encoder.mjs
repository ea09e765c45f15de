// encoder.mjs — writes records: the runner's places, and traces that are kept or shared.
import { concatenated } from '../bytes.mjs';
import { header, kinds, limits, recordBytes, traceVersion } from './format.mjs';

/**
 * @typedef {import('./decoder.mjs').Trace} Trace
 * @typedef {{ sequence?: number, time?: number, message?: number, number?: number,
 *             channel?: number, thread?: number, place?: number, kind: typeof kinds[number],
 *             text?: string }} Record
 */

const encoder = new TextEncoder();

/** @param {Record} record */
export function encodeRecord(record) {
  const limit = record.kind === 'place' ? limits.placeTextBytes : limits.textBytes;
  const text = wholeCharacters(encoder.encode(record.text ?? ''), limit);
  const bytes = new Uint8Array(recordBytes(text.length));
  const view = new DataView(bytes.buffer);
  for (const name of /** @type {const} */ (['sequence', 'time', 'message', 'number'])) {
    view.setBigInt64(header[name], BigInt(Math.trunc(record[name] ?? 0)), true);
  }
  for (const name of /** @type {const} */ (['channel', 'thread', 'place'])) {
    view.setUint32(header[name], record[name] ?? 0, true);
  }
  view.setUint16(header.textBytes, text.length, true);
  view.setUint8(header.kind, kinds.indexOf(record.kind));
  bytes.set(text, header.bytes);
  return bytes;
}

/** A place's record. @param {import('./decoder.mjs').Place} place @param {number} index */
export const encodePlace = (place, index) => encodeRecord({
  kind: 'place', place: index, number: place.line, message: place.column,
  text: `${place.file}\0${place.function}`,
});

/**
 * A whole trace, as a file would hold it.
 * @param {Trace} trace
 */
export function encodeTrace({ events, places }) {
  const parts = [encodeRecord({ kind: 'trace', number: traceVersion })];
  for (const [index, place] of places.entries()) {
    if (index > 0 && place) parts.push(encodePlace(place, index));
  }
  for (const event of events) parts.push(encodeRecord(event));
  return concatenated(parts);
}

/** The beginning of a text in UTF-8, without half a character at its end. */
function wholeCharacters(bytes, limit) {
  let end = Math.min(bytes.length, limit);
  while (end > 0 && end < bytes.length && (bytes[end] & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}
