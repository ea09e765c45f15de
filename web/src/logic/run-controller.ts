// run-controller.ts — the current run and what it leaves behind: state, output, diagnostics, files.
// Invariants: 1. At most one run is active; run() while one is active stops that one first.
//             2. Late messages of an ended run do not reach the next one.
// Not here: which program is run (current-program.ts), workers (run/, compile/).

import { ConsoleText, type ConsoleChange } from './console-text.ts';
import type { DeadlockReport } from './deadlock-report.ts';
import type { Diagnostic } from './diagnostics.ts';
import { noFiles, type LeftFiles } from './left-files.ts';
import type { Outcome, OutputBatch, OutputLine } from './outcome.ts';
import { mainSource } from './program-files.ts';
import type { RecordedRun } from './recorded-flow.ts';
import { startRun, type ActiveRun, type RunParts, type RunReport, type RunRequest }
  from './run-sequence.ts';
import { RunHistory } from './run-history.ts';
import { RunTrace } from './run-trace.ts';
import { advance, idle, isBusy, type RunState } from './run-state.ts';

export type RunControllerEvent =
  | { kind: 'changed' }
  | { kind: 'output'; batch: OutputBatch; change: ConsoleChange }
  | { kind: 'cleared' }
  /** More of the trace has arrived. */
  | { kind: 'trace' }
  | { kind: 'deadlock'; report: DeadlockReport }
  /** What is shown was recorded elsewhere. */
  | { kind: 'recorded' }
  | { kind: 'outcome'; outcome: Outcome };

export interface RunControllerParts extends RunParts {
  now(): number;
  /** What this browser lacks for running programs, as a sentence. */
  unsupportedReason?: string | undefined;
}

export class RunController {
  state: RunState = idle;
  output = new ConsoleText();
  diagnostics: readonly Diagnostic[] = [];
  /** What the last run left behind; nothing of it outlives the next one. */
  left: LeftFiles = noFiles;
  /** What the last run recorded about its messages and threads. */
  trace = new RunTrace();
  /** The source that ran. */
  source = '';
  /** Why it stands, or stood, still. */
  deadlock: DeadlockReport | undefined;
  /** Who recorded what is shown, if it was not run here. */
  recordedBy = '';
  readonly history = new RunHistory();
  private active: ActiveRun | undefined;
  /** The active run belongs to a program that is no longer shown. */
  private abandoned = false;
  private readonly parts: RunControllerParts;
  private readonly emit: (event: RunControllerEvent) => void;

  constructor(parts: RunControllerParts, emit: (event: RunControllerEvent) => void) {
    this.parts = parts;
    this.emit = emit;
  }

  /** `makeRequest` is called once no other run is active; `key` names the program. */
  async run(makeRequest: () => RunRequest & { key: string }): Promise<Outcome> {
    while (this.active) {
      this.active.stop();
      await this.active.outcome;
      await Promise.resolve(); // the earlier run's own end comes first
    }
    if (this.parts.unsupportedReason) return this.refuse(this.parts.unsupportedReason);
    this.state = advance(this.state, { kind: 'start', now: this.parts.now() });
    this.diagnostics = [];
    const request = makeRequest();
    this.source = mainSource(request.files);
    const active = startRun(this.parts, request, (report) => {
      if (this.active === active && !this.abandoned) this.handle(report);
    });
    this.active = active;
    this.abandoned = false;
    this.emit({ kind: 'changed' });
    const outcome = await active.outcome;
    this.end(outcome, request.key);
    return outcome;
  }

  stop(): void {
    this.active?.stop();
  }

  letRun(): void {
    this.active?.letRun();
    this.state = advance(this.state, { kind: 'let-run' });
    this.emit({ kind: 'changed' });
  }

  /** Another program is shown: its own run has not begun. */
  clear(): void {
    this.stop();
    this.abandoned = isBusy(this.state);
    this.diagnostics = [];
    this.clearOutput();
    this.state = advance(this.state, { kind: 'clear' });
  }

  /** Shows what a run of `source` recorded elsewhere; the next run replaces it. */
  showRecorded(source: string, { trace, deadlock, origin }: RecordedRun,
               lines: OutputLine[] = []): void {
    if (isBusy(this.state)) return;
    this.clearOutput();
    this.source = source;
    this.recordedBy = origin;
    const batch = { lines, cut: false };
    if (lines.length > 0) {
      this.emit({ kind: 'output', batch, change: this.output.add(batch) });
    }
    this.trace.add(trace);
    this.deadlock = deadlock;
    this.emit({ kind: 'trace' });
    this.emit({ kind: 'recorded' });
    this.emit({ kind: 'changed' });
  }

  private refuse(reason: string): Outcome {
    const outcome: Outcome = { kind: 'crashed', reason, notStarted: true };
    this.state = advance(this.state, { kind: 'start', now: this.parts.now() });
    this.end(outcome, '');
    return outcome;
  }

  private handle(report: RunReport): void {
    const now = this.parts.now();
    switch (report.kind) {
      case 'diagnostics':
        this.diagnostics = report.diagnostics;
        break;
      case 'output': {
        this.state = advance(this.state, { kind: 'output', now, at: report.batch.lines[0]?.at });
        const change = this.output.add(report.batch);
        this.emit({ kind: 'output', batch: report.batch, change });
        return;
      }
      case 'launch':
        this.clearOutput();
        this.state = advance(this.state, { kind: 'launch', now });
        break;
      case 'trace':
        this.trace.add(report.bytes);
        this.emit({ kind: 'trace' });
        return;
      case 'deadlock':
        this.deadlock = report.report ?? undefined;
        this.state = advance(this.state, { kind: 'stand-still',
          isSo: report.report?.kind === 'certain' });
        if (report.report) this.emit({ kind: 'deadlock', report: report.report });
        break;
      case 'files':
        this.left = report.left;
        break;
      case 'threads':
        this.state = advance(this.state, report);
        break;
      default:
        this.state = advance(this.state, { ...report, now });
    }
    this.emit({ kind: 'changed' });
  }

  private end(outcome: Outcome, key: string): void {
    this.active = undefined;
    this.state = advance(this.state, { kind: 'end', now: this.parts.now(), outcome });
    if (this.abandoned) this.state = idle;
    else if (this.state.phase === 'ended') {
      const lines = this.output.lines.map(({ text }) => text);
      this.history.add(key, { outcome, figures: this.state, lines });
    }
    this.abandoned = false;
    if (outcome.kind === 'compile-error') this.clearOutput();
    this.emit({ kind: 'changed' });
    this.emit({ kind: 'outcome', outcome });
  }

  private clearOutput(): void {
    this.output = new ConsoleText();
    this.left = noFiles;
    this.trace = new RunTrace();
    this.deadlock = undefined;
    this.recordedBy = '';
    this.emit({ kind: 'cleared' });
  }
}
