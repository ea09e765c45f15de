// statistics.test.ts — from what the benchmark's programs print to rows, ratios and tables.

import { expect, test } from '@playwright/test';
import { withFigures } from '../../.ci/documents.mjs';
import { figure, groupTable, matrixTable, report, summary, wasmTable }
  from '../../bench/harness/report.mjs';
import { comparisons, geometricMean, resultsOf, spread } from '../../bench/harness/statistics.mjs';

const cell = (channel: string, pattern: string, group = 'matrix') =>
  ({ group, channel, pattern, run: pattern, messages: 10 });

const versions = [{ name: 'strait', version: '0.1.0' }, { name: 'kanal', version: '2' },
  { name: 'crossbeam-channel', version: '3' }];

/** A sample of ten messages that took `each` ns and twice the processor time. */
const sample = (where: ReturnType<typeof cell>, system: string, each: number) =>
  ({ cell: where, system, output: { messages: 10, ns: 10 * each, cpu_ns: 20 * each } });

const spsc = cell('bounded0', 'spsc');
const mpmc = cell('unbounded', 'mpmc');
const measured = resultsOf([
  sample(spsc, 'strait', 50), sample(spsc, 'kanal', 200), sample(spsc, 'crossbeam-channel', 400),
  sample(mpmc, 'strait', 30), sample(mpmc, 'kanal', 20),
  sample(spsc, 'strait', 70), sample(spsc, 'kanal', 100), sample(spsc, 'strait', 60),
], versions).results;

test('a spread is the least, the middle and the most, of any order and number', () => {
  expect(spread([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
  expect(spread([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, max: 4 });
  expect(spread([7])).toEqual({ min: 7, median: 7, max: 7 });
  expect(() => spread([])).toThrow('no values');
});

test('a geometric mean treats twice and half alike', () => {
  expect(geometricMean([2, 0.5])).toBeCloseTo(1);
  expect(geometricMean([1, 10, 100])).toBeCloseTo(10);
  expect(geometricMean([])).toBeUndefined();
});

test('the samples of a cell and a system become one row', () => {
  expect(measured).toHaveLength(5);
  expect(measured[0]).toEqual({ group: 'matrix', channel: 'bounded0', pattern: 'spsc',
    system: 'strait', version: '0.1.0', rounds: 3, messages: 10,
    ns_per_message: { min: 50, median: 60, max: 70 },
    cpu_ns_per_message: { min: 100, median: 120, max: 140 } });
});

test('delays and bytes have rows of their own', () => {
  const late = (p50: number) => ({ cell: cell('bounded1', 'paced', 'latency'), system: 'strait',
    output: { latency_ns: { p50, p99: 10 * p50 } } });
  const bytes = { cell: cell('unbounded', 'memory-queued', 'memory'), system: 'kanal',
    output: { bytes: 0 } };
  const { results, latency, memory } = resultsOf([late(5), late(7), bytes], versions);
  expect(results).toEqual([]);
  expect(latency[0]?.latency_ns).toEqual({ p50: { min: 5, median: 6, max: 7 },
    p99: { min: 50, median: 60, max: 70 } });
  expect(memory).toMatchObject([{ system: 'kanal', bytes: { min: 0, median: 0, max: 0 } }]);
});

test('strait is compared with the fastest rival, not with itself, and with crossbeam', () => {
  const [first, second] = comparisons(measured);
  expect(first).toMatchObject(
    { cell: 'bounded0/spsc', toFastest: 60 / 150, toReference: 60 / 400 });
  expect(first?.fastest.system).toBe('kanal');
  expect(second).toMatchObject({ toFastest: 1.5, toReference: undefined });
});

test('a cell without strait, or without a rival, has no ratio', () => {
  const { results } = resultsOf([sample(spsc, 'kanal', 1), sample(mpmc, 'strait', 1)], versions);
  expect(comparisons(results).map(({ toFastest }) => toFastest)).toEqual([undefined, undefined]);
  expect(summary(results)).toContain('No cell');
  expect(matrixTable(results)).toContain('| bounded0/spsc | – | 1 (1 to 1) | kanal | – | – |');
});

test('the table of the matrix has medians with their spread, and ratios', () => {
  expect(matrixTable(measured).split('\n')).toEqual([
    '| ns per message | strait | fastest rival |  | ÷ fastest | ÷ crossbeam |',
    '|---|--:|--:|--:|--:|--:|',
    '| bounded0/spsc | 60 (50 to 70) | 150 (100 to 200) | kanal | 0.40 | 0.15 |',
    '| unbounded/mpmc | 30 (30 to 30) | 20 (20 to 20) | kanal | 1.50 | – |']);
  expect(summary(measured)).toContain('fastest in 1 of 2 cells');
  expect(summary(measured)).toContain('0.77; against crossbeam-channel 0.15');
});

test('a table of all systems has strait first and marks the best of each row', () => {
  const of = (row: { ns_per_message: { median: number } }) => row.ns_per_message.median;
  expect(groupTable([...measured].reverse(), 'matrix', 'ns', of).split('\n').slice(0, 1).concat(
    groupTable(measured, 'matrix', 'ns', of).split('\n').slice(2))).toEqual([
    '| ns | strait | kanal | crossbeam-channel |',
    '| bounded0/spsc | **60** | 150 | 400 |',
    '| unbounded/mpmc | 30 | **20** | – |']);
});

test('figures have three digits, thousands apart', () => {
  expect([0.12345, 1.2345, 12.345, 123.45, 1234.5, 1234567, 0, undefined].map(figure))
    .toEqual(['0.123', '1.23', '12.3', '123', '1 230', '1 230 000', '0', '–']);
});

test('a report says when the machine was busy, and leaves out what was not measured', () => {
  const machine = { date: '2026-01-02', processor: 'P', processors: 2, system: 'S',
    memoryGigabytes: 4, busyBefore: 0, busyAfter: 0, failures: ['a/b/kanal: not done'] };
  const text = report({ results: measured, latency: [], memory: [], machine });
  expect(text).toContain('2026-01-02');
  expect(text).toContain('kanal 2');
  expect(text).toContain('Failed: a/b/kanal: not done.');
  expect(text).not.toContain('not idle');
  expect(text).not.toContain('Latency');
  expect(report({ results: measured, latency: [], memory: [],
    machine: { ...machine, busyAfter: 0.5 } })).toContain('not idle');
});

test('in WebAssembly, strait stands beside the mutex there and beside itself natively', () => {
  const row = (engine: string, system: string, pattern: string, median: number) =>
    ({ engine, system, channel: 'bounded', pattern, ns_per_message: { median } });
  const table = wasmTable([
    row('Node.js 20', 'strait', 'spsc', 40), row('Node.js 20', 'mutex', 'spsc', 80),
    row('native', 'strait', 'spsc', 10), row('native', 'mutex', 'spsc', 100),
    row('Node.js 20', 'strait', 'select_rx', 90), row('native', 'strait', 'select_rx', 10)]);
  expect(table.split('\n')).toEqual([
    '| ns per message | native | ÷ mutex | Node.js 20 | ÷ mutex | ÷ native |',
    '|---|--:|--:|--:|--:|--:|',
    '| bounded/spsc | 10 | 0.10 | 40 | 0.50 | 4.00 |',
    '| bounded/select_rx | 10 | – | 90 | – | 9.00 |',
    '| geometric mean | – | 0.10 | – | 0.50 | 6.00 |']);
});

test('figures replace what stands between their marks, and nothing else', () => {
  const page = (text: string) =>
    `before\n<!-- figures: npm run bench -- --write -->\n${text}<!-- end of figures -->\nafter\n`;
  expect(withFigures(page('\nold $&\n\n'), 'new $1')).toBe(page('\nnew $1\n\n'));
  expect(() => withFigures('no marks', 'new')).toThrow('no place');
});
