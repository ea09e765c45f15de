// diagnostics.ts — the compiler's messages as sentences and as markers on lines.
// Not here: reading clang's text (wasm/pipeline), drawing markers (editor/).

import type { Diagnostic } from '../../../wasm/pipeline/diagnostics.mjs';
import { describeCount } from './words.ts';

export type { Diagnostic };

export interface Marker {
  severity: 'error' | 'warning' | 'note';
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  message: string;
}

const markersLimit = 100;

/** What to fix first: the first error, otherwise the first message. */
export function firstProblem(diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  return diagnostics.find((entry) => entry.severity === 'error') ?? diagnostics[0];
}

/** The reason of a compile-error outcome: `line 12: expected ';' after expression`. */
export function describeFailure(diagnostics: readonly Diagnostic[], text: string): string {
  const first = firstProblem(diagnostics);
  if (first?.severity === 'error') return describeProblem(first);
  const said = text.split('\n').map((line) => line.trim()).find((line) => line !== '');
  return said ? plainMessage(said) : 'the compiler gave no reason';
}

export function describeProblem(problem: Diagnostic): string {
  const words = plainMessage(problem.message);
  return problem.line > 0 ? `line ${problem.line}: ${words}` : words;
}

/** `2 errors, 1 warning`. */
export function countProblems(diagnostics: readonly Diagnostic[]): string {
  const parts: string[] = [];
  for (const severity of ['error', 'warning'] as const) {
    const count = diagnostics.filter((entry) => entry.severity === severity).length;
    if (count > 0) parts.push(describeCount(count, severity));
  }
  return parts.join(', ');
}

/** Markers within the source, whatever the positions are; on a whole word if no end is given. */
export function toMarkers(diagnostics: readonly Diagnostic[], source: string): Marker[] {
  const lines = source.split('\n');
  const markers: Marker[] = [];
  for (const entry of diagnostics) {
    if (entry.line < 1 || markers.length >= markersLimit) continue;
    const line = Math.min(entry.line, lines.length);
    const text = lines[line - 1] ?? '';
    const column = clamp(entry.column, 1, text.length + 1);
    const endLine = clamp(entry.endLine ?? line, line, lines.length);
    const endText = lines[endLine - 1] ?? '';
    const told = entry.endColumn ?? column + wordLength(text, column);
    const endColumn = clamp(told, endLine === line ? column + 1 : 1, endText.length + 2);
    markers.push({ severity: entry.severity, line, column, endLine, endColumn,
      message: entry.message });
  }
  return markers;
}

function plainMessage(message: string): string {
  return message.replace(/^(?:[\w./-]*(?:clang|wasm-ld)[\w+-]*:\s*)?(?:fatal )?error:\s*/, '');
}

function wordLength(text: string, column: number): number {
  const word = /^[\w]+/.exec(text.slice(column - 1));
  return word ? word[0].length : 1;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
