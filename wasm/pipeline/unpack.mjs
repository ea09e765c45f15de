// unpack.mjs — a part of the pack (zstd): received while its bytes are counted, then unpacked.
// Browsers cannot unpack zstd by themselves; the decoder is WebAssembly, 36 KB gzip, unpacks a part
// in less than half a second in a window of 8 MiB, and verifies its result (XXH64).
import { ZSTDDecoder } from 'zstddec/stream';

const decoder = new ZSTDDecoder();
const sliceBytes = 1 << 20;

/** The decoder gives nothing, again and again, for what is damaged. */
const mostPiecesWithoutBytes = 100;

/**
 * @param {import('./pipeline.mjs').PackPart} part
 * @param {ReadableStream<Uint8Array>} stream
 * @param {(delta: number) => void} [onBytes] how many more bytes have arrived
 * @returns {Promise<Uint8Array<ArrayBuffer>>} `part.wireBytes` bytes; fewer or more are an error
 */
export async function receive(part, stream, onBytes) {
  const packed = new Filled(part.name, part.wireBytes);
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return packed.whole('the connection broke off');
    packed.add(value);
    onBytes?.(value.length);
  }
}

/**
 * @param {import('./pipeline.mjs').PackPart} part
 * @param {Uint8Array} packed
 * @returns {Promise<Uint8Array<ArrayBuffer>>} `part.bytes` bytes; other ones are an error
 */
export async function unpack(part, packed) {
  await decoder.init();
  const unpacked = new Filled(part.name, part.bytes);
  let withoutBytes = 0;
  for (const piece of decoder.decodeStreaming(slicesOf(packed))) {
    withoutBytes = piece.length === 0 ? withoutBytes + 1 : 0;
    if (withoutBytes > mostPiecesWithoutBytes) throw new Error(`${part.name}: damaged`);
    unpacked.add(piece);
  }
  return unpacked.whole(`${part.name}: damaged`);
}

function* slicesOf(bytes) {
  for (let at = 0; at < bytes.length; at += sliceBytes) yield bytes.subarray(at, at + sliceBytes);
}

/** Bytes whose number is known before. */
class Filled {
  #name;
  #bytes;
  #at = 0;

  constructor(name, length) {
    this.#name = name;
    this.#bytes = new Uint8Array(length);
  }

  add(piece) {
    if (piece.length > this.#bytes.length - this.#at) {
      throw new Error(`${this.#name}: longer than announced`);
    }
    this.#bytes.set(piece, this.#at);
    this.#at += piece.length;
  }

  whole(reasonOfShortage) {
    if (this.#at < this.#bytes.length) throw new Error(reasonOfShortage);
    return this.#bytes;
  }
}
