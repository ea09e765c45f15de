// protocol.ts — what the page and the compile worker say to each other.

import type { Step } from '../../../wasm/pipeline/pipeline.mjs';
import type { Diagnostic } from '../logic/diagnostics.ts';
import type { ProgramFiles } from '../logic/program-files.ts';
import type { CompileOptions } from '../logic/program-settings.ts';
import type { Loaded } from '../logic/watched-worker.ts';

export type ToCompiler =
  /** `playground`: the absolute address of the folder with pack.json. */
  | { kind: 'prepare'; playground: string }
  /** The port is given what another worker needs to check sources without fetching anything. */
  | { kind: 'share-assets'; port: MessagePort }
  /** Instead of `prepare`: what is needed comes through the port. */
  | { kind: 'receive-assets'; port: MessagePort }
  | { kind: 'check'; files: ProgramFiles; options: CompileOptions }
  /** Compile something nobody asked for, so that the next program takes less time. */
  | { kind: 'warm' }
  | { kind: 'compile'; files: ProgramFiles; options: CompileOptions };

export type FromCompiler =
  | Loaded
  /** `total` counts only what this device has not kept from before; it may be 0. */
  | { kind: 'fetching'; received: number; total: number }
  | { kind: 'prepared' }
  | { kind: 'step'; step: Step }
  | { kind: 'warmed' }
  | { kind: 'compiled'; wasm: Uint8Array; diagnostics: Diagnostic[] }
  | { kind: 'checked'; diagnostics: Diagnostic[] }
  | { kind: 'refused'; diagnostics: Diagnostic[]; text: string }
  /** The compiler itself could not be had or failed; the worker is of no more use. */
  | { kind: 'unavailable'; reason: string };
