// protocol.ts — the messages between the page and a runner. One program per worker.

import type { LeftFiles } from '../logic/left-files.ts';
import type { OutputBatch, ProgramOutcome } from '../logic/outcome.ts';
import type { LaunchSettings } from '../logic/run-sequence.ts';
import type { Loaded } from '../logic/watched-worker.ts';

export type ToRunner =
  /** First: a runner that has the glue says that it has loaded. */
  | { kind: 'prepare'; glue: string }
  | { kind: 'start'; glue: string; wasm: WebAssembly.Module | Uint8Array } & LaunchSettings
  | { kind: 'stop' }
  | { kind: 'let-run' };

export type FromRunner =
  | Loaded
  | { kind: 'started' }
  | { kind: 'output'; batch: OutputBatch }
  | { kind: 'threads'; alive: number; waiting: number }
  | { kind: 'files'; left: LeftFiles }
  | { kind: 'trace'; bytes: Uint8Array }
  | { kind: 'deadlock'; report: unknown }
  | { kind: 'outcome'; outcome: ProgramOutcome };

/** The side of a dedicated worker that we use; the DOM's types know only the window's. */
export interface WorkerScope<In, Out> {
  onmessage: ((event: MessageEvent<In>) => void) | null;
  postMessage(message: Out, transfer?: Transferable[]): void;
}
