// protocol.ts — the messages between the page and the compile worker.

import type { Step } from '../../../wasm/pipeline/pipeline.mjs';
import type { Diagnostic } from '../logic/diagnostics.ts';
import type { ProgramFiles } from '../logic/program-files.ts';
import type { CompileOptions } from '../logic/program-settings.ts';
import type { Loaded } from '../logic/watched-worker.ts';

export type ToCompiler =
  /** `playground`: the absolute address of the folder with pack.json. */
  | { kind: 'prepare'; playground: string }
  /** Sends through the port what another worker needs to compile without fetching. */
  | { kind: 'share-assets'; port: MessagePort }
  /** Instead of `prepare`: the assets arrive through the port. */
  | { kind: 'receive-assets'; port: MessagePort }
  /** Compiles a sample, so that the next program takes less time. */
  | { kind: 'warm' }
  | { kind: 'compile'; files: ProgramFiles; options: CompileOptions };

export type FromCompiler =
  | Loaded
  /** `total` counts only what is not yet stored on this device; it may be 0. */
  | { kind: 'fetching'; received: number; total: number }
  | { kind: 'prepared' }
  | { kind: 'step'; step: Step }
  | { kind: 'warmed' }
  | { kind: 'compiled'; wasm: Uint8Array; diagnostics: Diagnostic[] }
  | { kind: 'refused'; diagnostics: Diagnostic[]; text: string }
  /** The compiler could not be fetched, or failed; the worker is useless from now on. */
  | { kind: 'unavailable'; reason: string };
