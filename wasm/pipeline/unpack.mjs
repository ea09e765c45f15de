// unpack.mjs — unpacks a part of the pack (xz) while it arrives.
// xz instead of gzip: a third less to fetch. Browsers cannot unpack it by themselves; the decoder
// is 20 KB, has a window of 8 MiB, and verifies its result (CRC-32).
import xz from 'xz-decompress';

/**
 * @param {import('./pipeline.mjs').PackPart} part
 * @param {ReadableStream<Uint8Array>} packed `part.wireBytes` bytes
 * @param {(delta: number) => void} [onBytes] how many more of them have arrived
 * @returns {ReadableStream<Uint8Array>} `part.bytes` bytes; it fails when they are not these
 */
export function unpack(part, packed, onBytes) {
  const arrived = packed.pipeThrough(counting(part.name, part.wireBytes, onBytes));
  return new xz.XzReadableStream(arrived).pipeThrough(counting(part.name, part.bytes));
}

/** Lets `expected` bytes through: neither more nor fewer. */
function counting(name, expected, onBytes) {
  let seen = 0;
  return new TransformStream({
    transform(chunk, controller) {
      seen += chunk.length;
      if (seen > expected) throw new Error(`${name}: longer than announced`);
      onBytes?.(chunk.length);
      controller.enqueue(chunk);
    },
    flush() {
      if (seen < expected) throw new Error(`${name}: broke off before its end`);
    },
  });
}

/**
 * @param {import('./pipeline.mjs').PackPart} part
 * @param {ReadableStream<Uint8Array>} unpacked
 * @returns {Promise<Uint8Array<ArrayBuffer>>} all of it
 */
export async function collect(part, unpacked) {
  const whole = new Uint8Array(part.bytes);
  const reader = unpacked.getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return whole;
    whole.set(value, at);
    at += value.length;
  }
}
