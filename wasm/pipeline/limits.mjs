// limits.mjs — which sources are worth passing to the compiler at all. The page asks before it
// fetches the compiler.

/** Of main.cpp, in UTF-8. */
export const sourceBytesLimit = 64 * 1024;

/**
 * The length of `text` in UTF-8, without encoding it.
 * @param {string} text
 */
export function utf8Length(text) {
  let bytes = text.length;
  for (let index = 0; index < text.length; ++index) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    const isPair = unit >= 0xd800 && unit < 0xdc00 && index + 1 < text.length &&
      (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
    if (isPair) ++index; // four bytes for two units: one more each
  }
  return bytes;
}

/**
 * A sentence if the source is refused; undefined if it may be compiled.
 * @param {string} source
 */
export function sourceRefusal(source) {
  if (source.trim() === '') return 'the program is empty; it needs an int main()';
  const bytes = utf8Length(source);
  if (bytes <= sourceBytesLimit) return undefined;
  return `the program is ${Math.ceil(bytes / 1024)} KiB long; the limit is ` +
    `${sourceBytesLimit / 1024} KiB`;
}
