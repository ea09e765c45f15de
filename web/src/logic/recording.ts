// recording.ts — runs that were recorded when the site was built, for where programs cannot run.
// Invariants: what recordings.json says is checked before it is trusted.

import type { OutputLine } from './outcome.ts';

export interface Recording {
  lines: OutputLine[];
  /** How it ended, in words. */
  ending: string;
}

/** The run of a scenario's own source; nothing when there is none, or nothing that can be read. */
export function findRecording(value: unknown, scenario: string): Recording | undefined {
  const list = value as { version?: unknown; runs?: Record<string, unknown> } | null;
  if (list?.version !== 1 || typeof list.runs !== 'object' || list.runs === null) return undefined;
  if (!Object.hasOwn(list.runs, scenario)) return undefined;
  const { lines, ending } = (list.runs[scenario] ?? {}) as { lines?: unknown; ending?: unknown };
  if (!Array.isArray(lines) || !lines.every(isLine) || typeof ending !== 'string') return undefined;
  return { lines, ending };
}

function isLine(value: unknown): value is OutputLine {
  const line = value as Partial<OutputLine> | null;
  return typeof line === 'object' && line !== null && typeof line.text === 'string' &&
    typeof line.at === 'number' && (line.stream === 'out' || line.stream === 'err');
}
