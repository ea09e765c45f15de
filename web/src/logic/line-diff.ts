// line-diff.ts — how the outputs of two runs differ, with long runs of unchanged lines folded.
// Loaded when it is first needed: the algorithm comes from a library.

import { diffArrays } from 'diff';

export type DiffRow =
  | { kind: 'same' | 'added' | 'removed'; text: string }
  /** The number of unchanged lines folded here. */
  | { kind: 'folded'; count: number };

export interface LineDiff {
  rows: DiffRow[];
  added: number;
  removed: number;
}

/** Unchanged lines shown around a difference. */
const contextLines = 3;
/** With more differences a comparison by lines is useless, and slow. */
const editsLimit = 2000;

/** Undefined if the two differ too much to be compared. */
export function compareLines(before: readonly string[],
                             after: readonly string[]): LineDiff | undefined {
  const parts = diffArrays([...before], [...after], { maxEditLength: editsLimit });
  if (!parts) return undefined;
  const diff: LineDiff = { rows: [], added: 0, removed: 0 };
  parts.forEach(({ value, added, removed }, index) => {
    if (added) diff.added += value.length;
    if (removed) diff.removed += value.length;
    const kind = added ? 'added' : removed ? 'removed' : 'same';
    if (kind !== 'same') return diff.rows.push(...value.map((text) => ({ kind, text } as const)));
    return diff.rows.push(...foldSame(value, index > 0, index < parts.length - 1));
  });
  return diff;
}

function foldSame(lines: readonly string[], followsOne: boolean, precedesOne: boolean): DiffRow[] {
  const head = followsOne ? contextLines : 0;
  const tail = precedesOne ? contextLines : 0;
  const same = (text: string): DiffRow => ({ kind: 'same', text });
  if (lines.length <= head + tail + 1) return lines.map(same);
  return [...lines.slice(0, head).map(same),
    { kind: 'folded', count: lines.length - head - tail },
    ...lines.slice(lines.length - tail).map(same)];
}
