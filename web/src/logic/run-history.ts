// run-history.ts — the latest runs of each program with their output, until the tab is closed.
// Invariants: 1. Runs per program and characters in all are limited: the oldest runs go.
//             2. Only programs that ran are recorded; one that did not compile printed nothing.

import type { Outcome, RunFigures } from './outcome.ts';

export interface RunRecord {
  /** 1 for a program's first run in this tab. */
  number: number;
  outcome: Outcome;
  figures: RunFigures;
  lines: readonly string[];
}

export const runsLimit = 8;
const charactersLimit = 4_000_000;

interface Kept {
  key: string;
  characters: number;
  record: RunRecord;
}

export class RunHistory {
  /** Oldest first. */
  private kept: Kept[] = [];
  private readonly counts = new Map<string, number>();
  /** Lists requested since the last run. */
  private readonly lists = new Map<string, readonly RunRecord[]>();

  /** `key` names the program (CurrentProgram.key). */
  add(key: string, run: Omit<RunRecord, 'number'>): void {
    const { outcome, lines } = run;
    if (outcome.kind === 'compile-error') return;
    if (outcome.kind === 'crashed' && outcome.notStarted) return;
    const number = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, number);
    const characters = lines.reduce((sum, line) => sum + line.length + 1, 0);
    this.lists.clear();
    this.kept.push({ key, characters, record: { number, ...run } });
    this.forget(key);
  }

  /** Newest first; the same list until another run is added. */
  runs(key: string): readonly RunRecord[] {
    const list = this.lists.get(key) ??
      this.kept.filter((entry) => entry.key === key).map(({ record }) => record).reverse();
    this.lists.set(key, list);
    return list;
  }

  private forget(key: string): void {
    const own = this.kept.filter((entry) => entry.key === key);
    const tooOld = new Set(own.slice(0, Math.max(0, own.length - runsLimit)));
    this.kept = this.kept.filter((entry) => !tooOld.has(entry));
    let characters = this.kept.reduce((sum, entry) => sum + entry.characters, 0);
    while (characters > charactersLimit && this.kept.length > 2) {
      characters -= this.kept.shift()?.characters ?? 0;
    }
  }
}
