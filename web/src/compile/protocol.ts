// protocol.ts — what the page and the compile worker say to each other.

import type { Diagnostic } from '../logic/diagnostics.ts';

export type ToCompiler =
  /** `playground`: the absolute address of the folder with pack.json. */
  | { kind: 'prepare'; playground: string }
  | { kind: 'compile'; source: string };

export type FromCompiler =
  | { kind: 'fetching'; received: number; total: number }
  | { kind: 'prepared' }
  | { kind: 'compiled'; wasm: Uint8Array; diagnostics: Diagnostic[] }
  | { kind: 'refused'; diagnostics: Diagnostic[]; text: string }
  /** The compiler itself could not be had or failed; the worker is of no more use. */
  | { kind: 'unavailable'; reason: string };
