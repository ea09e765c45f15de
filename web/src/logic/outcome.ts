// outcome.ts — how a run may end, what it prints, and the words for both.
// Invariants: the set of kinds is closed; every run ends in exactly one outcome.
// Not here: how an outcome comes about (run/, compile/), who shows it (ui/).

import type { Diagnostic } from './diagnostics.ts';
import { describeCount, describeSeconds } from './words.ts';

/** How a started program ended; the shape that wasm/runtime/runner.mjs hands over. */
export type ProgramOutcome =
  | { kind: 'exited'; code: number }
  | { kind: 'crashed'; reason: string }
  | { kind: 'stopped' }
  | { kind: 'timed-out'; seconds: number };

/** How a run of the page ended. `notStarted` marks a crash of the way there, not of the program. */
export type Outcome =
  | { kind: 'exited'; code: number }
  | { kind: 'crashed'; reason: string; notStarted?: boolean }
  | { kind: 'stopped' }
  | { kind: 'timed-out'; seconds: number }
  | { kind: 'compile-error'; reason: string; diagnostics: Diagnostic[] };

export interface OutputLine {
  stream: 'out' | 'err';
  text: string;
  /** Milliseconds since main() started. */
  at: number;
  /** This is the rest of the line before, not a line of its own. */
  continues?: boolean;
}

export interface OutputBatch {
  lines: OutputLine[];
  /** The cap on output was hit; more was dropped. */
  cut: boolean;
}

export interface RunFigures {
  milliseconds: number;
  threadsMost: number;
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
    if (figures.threadsMost > 1) parts.push(describeCount(figures.threadsMost, 'thread'));
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
