// source-limit.ts — the limits of a source, which are the compiler's, as a schema.

import * as v from 'valibot';
import { sourceBytesLimit, sourceRefusal, utf8Length } from '../../../wasm/pipeline/limits.mjs';

export { sourceBytesLimit, sourceRefusal, utf8Length };

/** A source of a size that may be shown and shared; it need not compile. */
export const sourceText = v.pipe(v.string(),
  v.check((text) => utf8Length(text) <= sourceBytesLimit));
