// bytes.mjs — what pipeline, trace and runtime do with bytes.

/** @param {Uint8Array[]} parts @returns {Uint8Array<ArrayBuffer>} */
export function concatenated(parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
