// line-marks.ts — the threads that stand at a line, as one mark beside it.

import type { LineMark } from '../logic/code-editor.ts';

export interface MarkedLine {
  line: number;
  /** Class names (editor.css): the first thread's colour, and whether there are more. */
  names: string;
  texts: string;
  isCurrent: boolean;
}

export function lineMarksByLine(marks: readonly LineMark[]): MarkedLine[] {
  const lines = new Map<number, LineMark[]>();
  for (const mark of marks) lines.set(mark.line, [...(lines.get(mark.line) ?? []), mark]);
  return [...lines].map(([line, there]) => {
    const first = there.find(({ isCurrent }) => isCurrent) ?? there[0];
    return { line, isCurrent: there.some(({ isCurrent }) => isCurrent),
      names: `line-mark line-mark-${first?.lane}${there.length > 1 ? ' line-mark-many' : ''}`,
      texts: there.map(({ text }) => text).join('\n') };
  });
}
