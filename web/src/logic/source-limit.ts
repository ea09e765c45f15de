// source-limit.ts — which sources are worth passing to the compiler at all.

import * as v from 'valibot';
import { sourceBytesLimit } from '../../../wasm/pipeline/limits.mjs';
import { describeBytes } from './words.ts';

export { sourceBytesLimit };

/** The length of `source` in UTF-8, without encoding it. */
export function utf8Length(source: string): number {
  let bytes = source.length;
  for (let index = 0; index < source.length; ++index) {
    const unit = source.charCodeAt(index);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    const isPair = unit >= 0xd800 && unit < 0xdc00 && index + 1 < source.length &&
      (source.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
    if (isPair) ++index; // four bytes for two units: one more each
  }
  return bytes;
}

/** A source of a size that may be shown and shared; it need not compile. */
export const sourceText = v.pipe(v.string(),
  v.check((text) => utf8Length(text) <= sourceBytesLimit));

/** A sentence when the source is refused, nothing when it may be compiled. */
export function sourceRefusal(source: string): string | undefined {
  if (source.trim() === '') return 'the program is empty; it needs an int main()';
  const bytes = utf8Length(source);
  if (bytes > sourceBytesLimit) {
    return `the program is ${describeBytes(bytes)} long; the limit is ` +
      `${describeBytes(sourceBytesLimit)}`;
  }
  return undefined;
}
