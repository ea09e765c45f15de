// diagnostics.test.ts — the compiler's findings become words and markers that fit the source.

import { expect, test } from '@playwright/test';
import { countProblems, describeFailure, firstProblem, toMarkers, type Diagnostic }
  from '../../web/src/logic/diagnostics.ts';
import { describeOutcome } from '../../web/src/logic/outcome.ts';
import { sourceRefusal, utf8Length } from '../../web/src/logic/source-limit.ts';
import { highlight } from '../../web/src/logic/highlight.ts';
import { chooseSeed, seededChance } from './support.ts';

const error: Diagnostic = { severity: 'error', line: 2, column: 5, message: "expected ';'" };
const warning: Diagnostic = { severity: 'warning', line: 1, column: 1, message: 'unused' };

test('the first error comes first in words, whatever was warned of before', () => {
  expect(firstProblem([warning, error])).toBe(error);
  expect(describeFailure([warning, error], '')).toBe("line 2: expected ';'");
  expect(countProblems([warning, error, error])).toBe('2 errors, 1 warning');
  expect(describeFailure([], 'wasm-ld: error: /lib/x.o: undefined symbol: other()'))
    .toBe('/lib/x.o: undefined symbol: other()');
  expect(describeFailure([], '')).not.toBe('');
});

test('markers lie inside the source even where the compiler points outside', () => {
  const source = 'one\nlonger word here\n';
  const wild = [{ ...error, line: 99, column: 99 }, { ...error, line: 2, column: 8 },
    { ...error, line: 0 }, { ...error, line: 1, column: 2, endLine: 0, endColumn: 1 }];
  const markers = toMarkers(wild, source);
  expect(markers.map(({ line, column, endLine, endColumn }) => [line, column, endLine, endColumn]))
    .toEqual([[3, 1, 3, 2], [2, 8, 2, 12], [1, 2, 1, 3]]);
});

test('empty and huge programs are refused with their limit', () => {
  expect(sourceRefusal('  \n')).toMatch(/empty/);
  expect(sourceRefusal('x'.repeat(65_536))).toBeUndefined();
  expect(sourceRefusal('x'.repeat(1_000_000)))
    .toBe('the program is 977 KiB long; the limit is 64 KiB');
  for (const text of ['', 'a', 'ü', '漢', '🧵', '\ud800', 'x🧵\udc00']) {
    expect(utf8Length(text), text).toBe(Buffer.byteLength(text));
  }
});

test('each outcome has its words', () => {
  const figures = { milliseconds: 420, peakThreads: 5 };
  expect(describeOutcome({ kind: 'exited', code: 3 }, figures))
    .toBe('exited 3 · 0.42 s · 5 threads');
  expect(describeOutcome({ kind: 'crashed', reason: 'memory access out of bounds' }, figures))
    .toBe('crashed: memory access out of bounds · 0.42 s · 5 threads');
  expect(describeOutcome({ kind: 'timed-out', seconds: 60 }, { ...figures, peakThreads: 1 }))
    .toBe('timed out after 60 seconds');
  expect(describeOutcome({ kind: 'stopped' })).toBe('stopped');
  expect(describeOutcome({ kind: 'compile-error', reason: 'line 2: x', diagnostics: [] }, figures))
    .toBe('compile error: line 2: x');
});

test('coloured text is the source, whatever the source is', () => {
  const kinds = highlight('#include <thread>\nint x = 0x1F; // "no"\nauto s = R"(a)"; x < y')
    .filter(({ kind }) => kind !== 'plain').map(({ kind, text }) => `${kind}:${text}`);
  expect(kinds).toEqual(['directive:#include', 'string:<thread>', 'type:int', 'operator:=',
    'number:0x1F', 'comment:// "no"', 'keyword:auto', 'operator:=', 'string:R"(a)"', 'operator:<']);
  const chance = seededChance(chooseSeed('source'));
  const pieces = ['"', "'", '/*', '*/', '//', 'R"x(', ')x"', '\\', '\n', '#include', '<', '>', '1e',
    'for', ' ', 'é'];
  for (let round = 0; round < 3000; ++round) {
    const source = Array.from({ length: 40 },
      () => pieces[Math.floor(chance() * pieces.length)]).join('');
    const joined = highlight(source).map(({ text }) => text).join('');
    if (joined !== source) expect(joined).toBe(source);
  }
});
