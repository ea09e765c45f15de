// run-sequence.ts — from a program to its one outcome: refuse, compile if needed, run.
// Invariants: `outcome` settles exactly once and never rejects; after stop() it settles soon,
//             whatever step it was in.
// Not here: workers (run/, compile/), state for the page (run-controller.ts).

import type { DeadlockReport } from './deadlock-report.ts';
import { describeFailure, type Diagnostic } from './diagnostics.ts';
import type { LeftFiles } from './left-files.ts';
import type { Outcome, OutputBatch } from './outcome.ts';
import { mainSource, type ProgramFiles } from './program-files.ts';
import { stdinRefusal, type CompileOptions, type ProgramSettings } from './program-settings.ts';
import { sourceRefusal } from './source-limit.ts';

export interface ActiveRun {
  outcome: Promise<Outcome>;
  stop(): void;
  /** Its time limit no longer holds. */
  letRun(): void;
}

export type Program =
  | { kind: 'prebuilt'; module: string }
  | { kind: 'fresh'; wasm: Uint8Array };

export interface RunListener {
  started(): void;
  output(batch: OutputBatch): void;
  threads(alive: number, waiting: number): void;
  /** What the program leaves behind, before its outcome. */
  files(left: LeftFiles): void;
  /** A part of what was recorded about its messages and threads (wasm/trace). */
  trace(bytes: Uint8Array): void;
  /** It stands still, and why; null: what was reported does not hold any more. */
  deadlock(report: DeadlockReport | null): void;
}

/** What a program is started with. */
export interface LaunchSettings {
  stdin: string;
  timeLimitSeconds: number;
  /** False: nothing is recorded. */
  trace?: boolean;
}

export interface ProgramLauncher {
  start(program: Program, listener: RunListener, settings: LaunchSettings): ActiveRun;
}

export type CompileResult =
  | { kind: 'compiled'; wasm: Uint8Array; diagnostics: Diagnostic[] }
  | { kind: 'refused'; diagnostics: Diagnostic[]; text: string }
  | { kind: 'unavailable'; reason: string }
  | { kind: 'cancelled' };

export interface CompileListener {
  fetching(received: number, total: number): void;
  compiling(): void;
  /** Headers are precompiled first for other than the default options: it takes seconds, once. */
  precompiling(): void;
  linking(): void;
}

export interface ActiveCompile {
  result: Promise<CompileResult>;
  cancel(): void;
}

export interface ProgramCompiler {
  compile(files: ProgramFiles, options: CompileOptions, listener: CompileListener): ActiveCompile;
}

export type RunReport =
  | { kind: 'fetch'; received: number; total: number }
  | { kind: 'compile' }
  | { kind: 'precompile' }
  | { kind: 'link' }
  | { kind: 'launch' }
  | { kind: 'started' }
  | { kind: 'output'; batch: OutputBatch }
  | { kind: 'threads'; alive: number; waiting: number }
  | { kind: 'files'; left: LeftFiles }
  | { kind: 'trace'; bytes: Uint8Array }
  | { kind: 'deadlock'; report: DeadlockReport | null }
  | { kind: 'diagnostics'; diagnostics: Diagnostic[] };

export interface RunRequest extends ProgramSettings, LaunchSettings {
  files: ProgramFiles;
  /** The module that was built from exactly these files and options, if there is one. */
  module?: string;
}

export interface RunParts {
  launcher: ProgramLauncher;
  compiler: ProgramCompiler;
}

export function startRun(parts: RunParts, request: RunRequest,
                         report: (report: RunReport) => void): ActiveRun {
  const control: RunControl = { stopped: false, stopStep: undefined, run: undefined };
  return {
    outcome: perform(parts, request, report, control).catch((error: unknown): Outcome =>
      ({ kind: 'crashed', reason: errorText(error), notStarted: true })),
    stop() {
      control.stopped = true;
      control.stopStep?.();
    },
    letRun: () => control.run?.letRun(),
  };
}

interface RunControl {
  stopped: boolean;
  /** Ends the current step. */
  stopStep: (() => void) | undefined;
  /** The program, once it is launched. */
  run: ActiveRun | undefined;
}

async function perform(parts: RunParts, request: RunRequest, report: (report: RunReport) => void,
                       control: RunControl): Promise<Outcome> {
  // The caller must hold stop() before the first step starts.
  await Promise.resolve();
  if (control.stopped) return { kind: 'stopped' };
  const noInput = stdinRefusal(request.stdin);
  if (noInput) return { kind: 'crashed', reason: noInput, notStarted: true };
  let program: Program;
  if (request.module !== undefined) {
    program = { kind: 'prebuilt', module: request.module };
  } else {
    const refusal = sourceRefusal(mainSource(request.files));
    if (refusal) return { kind: 'compile-error', reason: refusal, diagnostics: [] };
    const step = await compileStep(parts.compiler, request, report, control);
    if (step.ended) return step.ended;
    program = step.program;
  }
  if (control.stopped) return { kind: 'stopped' };
  report({ kind: 'launch' });
  const run = parts.launcher.start(program, {
    started: () => report({ kind: 'started' }),
    output: (batch) => report({ kind: 'output', batch }),
    threads: (alive, waiting) => report({ kind: 'threads', alive, waiting }),
    files: (left) => report({ kind: 'files', left }),
    trace: (bytes) => report({ kind: 'trace', bytes }),
    deadlock: (found) => report({ kind: 'deadlock', report: found }),
  }, { stdin: request.stdin, timeLimitSeconds: request.timeLimitSeconds });
  control.run = run;
  control.stopStep = () => run.stop();
  return run.outcome;
}

type CompileStep = { ended: Outcome; program?: never } | { ended?: never; program: Program };

async function compileStep(compiler: ProgramCompiler, { files, options }: RunRequest,
                           report: (report: RunReport) => void,
                           control: RunControl): Promise<CompileStep> {
  const active = compiler.compile(files, options, {
    fetching: (received, total) => report({ kind: 'fetch', received, total }),
    compiling: () => report({ kind: 'compile' }),
    precompiling: () => report({ kind: 'precompile' }),
    linking: () => report({ kind: 'link' }),
  });
  control.stopStep = () => active.cancel();
  const result = await active.result;
  control.stopStep = undefined;
  switch (result.kind) {
    case 'compiled':
      report({ kind: 'diagnostics', diagnostics: result.diagnostics });
      return { program: { kind: 'fresh', wasm: result.wasm } };
    case 'refused':
      report({ kind: 'diagnostics', diagnostics: result.diagnostics });
      return { ended: { kind: 'compile-error', diagnostics: result.diagnostics,
        reason: describeFailure(result.diagnostics, result.text) } };
    case 'unavailable':
      return { ended: { kind: 'crashed', reason: result.reason, notStarted: true } };
    case 'cancelled':
      return { ended: { kind: 'stopped' } };
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
