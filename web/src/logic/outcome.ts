// outcome.ts — how a run may end, what it prints, and the words for both.
// Invariants: the set of kinds is closed; every run ends in exactly one outcome.
// Not here: what produces an outcome (run/, compile/), what shows it (ui/).

import * as v from 'valibot';
import type { Outcome as ProgramOutcome, OutputBatch, OutputLine }
  from '../../../wasm/runtime/runner.mjs';
import type { Diagnostic } from './diagnostics.ts';
import { describeCount, describeSeconds } from './words.ts';

/** How a started program ended, and its output; defined where they are produced. */
export type { ProgramOutcome, OutputBatch, OutputLine };

/** How a run of the page ended. `notStarted`: it failed before the program could start. */
export type Outcome =
  | Exclude<ProgramOutcome, { kind: 'crashed' }>
  | { kind: 'crashed'; reason: string; notStarted?: boolean }
  | { kind: 'compile-error'; reason: string; diagnostics: Diagnostic[] };

/** An output line in a message or in a file of the site. */
export const outputLine: v.GenericSchema<OutputLine> = v.object({
  stream: v.picklist(['out', 'err']),
  text: v.string(),
  at: v.number(),
  continues: v.exactOptional(v.boolean()),
});

/** An outcome in a message; later versions may add details. */
export const outcome: v.GenericSchema<Outcome> = v.variant('kind', [
  v.looseObject({ kind: v.literal('exited'), code: v.number() }),
  v.looseObject({ kind: v.literal('crashed'), reason: v.string(),
    notStarted: v.exactOptional(v.boolean()) }),
  v.looseObject({ kind: v.literal('stopped') }),
  v.looseObject({ kind: v.literal('timed-out'), seconds: v.number() }),
  v.looseObject({ kind: v.literal('compile-error'), reason: v.string(), diagnostics: v.array(
    v.looseObject({ severity: v.picklist(['error', 'warning', 'note']), line: v.number(),
      column: v.number(), endLine: v.exactOptional(v.number()),
      endColumn: v.exactOptional(v.number()), message: v.string() })) }),
]);

export interface RunFigures {
  milliseconds: number;
  peakThreads: number;
  /** When the first line was printed, in milliseconds since main() started. */
  firstOutput?: number;
}

export type OutcomeTone = 'ok' | 'warning' | 'error' | 'quiet';

export function outcomeTone(outcome: Outcome): OutcomeTone {
  switch (outcome.kind) {
    case 'exited':
      return outcome.code === 0 ? 'ok' : 'warning';
    case 'stopped':
      return 'quiet';
    case 'timed-out':
      return 'warning';
    case 'crashed':
    case 'compile-error':
      return 'error';
  }
}

/** One line for the status: what happened, how long it took, how many threads there were. */
export function describeOutcome(outcome: Outcome, figures?: RunFigures): string {
  const parts = [outcomeWords(outcome)];
  const ran = outcome.kind !== 'compile-error' &&
    !(outcome.kind === 'crashed' && outcome.notStarted);
  if (figures && ran) {
    if (figures.firstOutput !== undefined) {
      parts.push(`first output ${describeSeconds(figures.firstOutput)}`);
    }
    if (outcome.kind !== 'timed-out') parts.push(describeSeconds(figures.milliseconds));
    if (figures.peakThreads > 1) parts.push(describeCount(figures.peakThreads, 'thread'));
  }
  return parts.join(' · ');
}

function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'exited':
      return `exited ${outcome.code}`;
    case 'crashed':
      return outcome.notStarted ? `not run: ${outcome.reason}` : `crashed: ${outcome.reason}`;
    case 'stopped':
      return 'stopped';
    case 'timed-out':
      return `timed out after ${describeCount(outcome.seconds, 'second')}`;
    case 'compile-error':
      return `compile error: ${outcome.reason}`;
  }
}
