// run-history.test.ts — which runs are remembered, and how their lines are compared.

import { expect, test } from '@playwright/test';
import { compareLines } from '../../web/src/logic/line-diff.ts';
import type { Outcome } from '../../web/src/logic/outcome.ts';
import { RunHistory, runsLimit } from '../../web/src/logic/run-history.ts';
import { chooseSeed, seededChance } from './support.ts';

const figures = { milliseconds: 1, peakThreads: 1 };
const exited: Outcome = { kind: 'exited', code: 0 };

test('the last runs of each program stand apart, newest first, and the oldest are let go', () => {
  const history = new RunHistory();
  for (let turn = 0; turn < runsLimit + 3; ++turn) {
    history.add('#a', { outcome: exited, figures, lines: [`line ${turn}`] });
  }
  history.add('#b', { outcome: { kind: 'stopped' }, figures, lines: [] });
  const runs = history.runs('#a');
  expect(runs.map(({ number }) => number)).toEqual([11, 10, 9, 8, 7, 6, 5, 4]);
  expect(runs[0]?.lines).toEqual(['line 10']);
  expect(history.runs('#b').map(({ number }) => number)).toEqual([1]);
  expect(history.runs('#c')).toEqual([]);
  expect(history.runs('#a'), 'the same list until another run').toBe(runs);
});

test('programs that never ran are no runs', () => {
  const history = new RunHistory();
  history.add('#a', { outcome: { kind: 'compile-error', reason: '', diagnostics: [] }, figures,
    lines: [] });
  history.add('#a', { outcome: { kind: 'crashed', reason: '', notStarted: true }, figures,
    lines: [] });
  history.add('#a', { outcome: { kind: 'crashed', reason: 'abort' }, figures, lines: [] });
  expect(history.runs('#a').length).toBe(1);
});

test('floods do not fill the memory: two runs are always there to be compared', () => {
  const history = new RunHistory();
  const lines = Array.from({ length: 10_000 }, () => 'x'.repeat(300));
  for (let turn = 0; turn < 6; ++turn) history.add('#a', { outcome: exited, figures, lines });
  expect(history.runs('#a').length).toBe(2);
});

test('equal outputs have no difference, a changed line has two, far equal lines are folded', () => {
  const before = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  expect(compareLines(before, [...before])).toEqual(
    { added: 0, removed: 0, rows: [{ kind: 'folded', count: 20 }] });
  const after = before.with(10, 'other');
  expect(compareLines(before, after)).toEqual({ added: 1, removed: 1, rows: [
    { kind: 'folded', count: 7 }, ...['line 7', 'line 8', 'line 9'].map((text) =>
      ({ kind: 'same', text })),
    { kind: 'removed', text: 'line 10' }, { kind: 'added', text: 'other' },
    ...['line 11', 'line 12', 'line 13'].map((text) => ({ kind: 'same', text })),
    { kind: 'folded', count: 6 }] });
});

test('outputs that have nothing in common are told apart, not compared for ever', () => {
  const lines = (word: string): string[] =>
    Array.from({ length: 10_000 }, (_, index) => `${word} ${index}`);
  expect(compareLines(lines('a'), lines('b'))).toBeUndefined();
});

test('whatever two runs printed, the rows give back both', () => {
  const chance = seededChance(chooseSeed('diffs'));
  for (let round = 0; round < 300; ++round) {
    const make = (): string[] => Array.from({ length: Math.floor(chance() * 12) },
      () => 'abc'[Math.floor(chance() * 3)] ?? '');
    const [before, after] = [make(), make()];
    const rows = compareLines(before, after)?.rows ?? [];
    const count = (...kinds: string[]): number => rows.reduce((sum, row) =>
      sum + (row.kind === 'folded' ? row.count : kinds.includes(row.kind) ? 1 : 0), 0);
    expect([count('same', 'removed'), count('same', 'added')])
      .toEqual([before.length, after.length]);
  }
});
