// Promise: the table of what was verified has a row for each chapter that was run, in their order.

import { expect, test } from '@playwright/test';
import { table } from '../../.ci/verified.mjs';

const chapter = (figures: [string, string][]) => ({ commit: 'abc1234', date: '2026-11-29',
  seconds: 61, passed: 1234, failed: 0, figures });

test('a row for each chapter that was run, in the order of the chapters', () => {
  const verified = { fuzzing: chapter([['sequences', '12'], ['seeds', '3']]), models: chapter([]) };
  expect(table(verified, ['models', 'mutants', 'fuzzing']).split('\n').slice(2)).toEqual([
    '| `models` |  | 1,234, 0 | 2 min | 2026-11-29, abc1234 |',
    '| `fuzzing` | sequences: 12; seeds: 3 | 1,234, 0 | 2 min | 2026-11-29, abc1234 |',
  ]);
});
