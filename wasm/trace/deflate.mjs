// deflate.mjs — bytes as short texts for links, and back: raw deflate and base64url.
import { concatenated } from '../bytes.mjs';

/** @param {Uint8Array} bytes */
export const deflate = (bytes) =>
  collected(bytes, new CompressionStream('deflate-raw'), Infinity);

/**
 * Rejects with a RangeError as soon as there are more bytes than `limit`.
 * @param {Uint8Array} bytes @param {number} limit
 */
export const inflate = (bytes, limit) =>
  collected(bytes, new DecompressionStream('deflate-raw'), limit);

/** @param {Uint8Array} bytes */
export function toBase64Url(bytes) {
  let binary = '';
  for (let offset = 0; offset < bytes.length; offset += 8192) {
    binary += String.fromCharCode(...bytes.subarray(offset, offset + 8192));
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Undefined if it is none. @param {string} text */
export function fromBase64Url(text) {
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

async function collected(bytes, through, limit) {
  const writer = through.writable.getWriter();
  // Errors also reach the stream's reader; unhandled here, they would be reported twice.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const reader = through.readable.getReader();
  const chunks = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatenated(chunks);
    total += value.length;
    if (total > limit) {
      reader.cancel().catch(() => {});
      throw new RangeError(`more than ${limit} bytes`);
    }
    chunks.push(value);
  }
}
