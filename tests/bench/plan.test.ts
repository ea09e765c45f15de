// plan.test.ts — which measurements the options of the benchmark ask for.

import { expect, test } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { cells, selectCells } from '../../bench/harness/cells.mjs';
import { busyShare } from '../../bench/harness/machine.mjs';
import { matrix } from '../../bench/harness/matrix.mjs';
import { planOf } from '../../bench/harness/measure.mjs';
import { parseOptions, usage } from '../../bench/harness/options.mjs';

const root = new URL('../../', import.meta.url);

test('the matrix is crossbeam\'s 22 runs, and --quick is the matrix', () => {
  expect(matrix).toHaveLength(22);
  expect(selectCells(parseOptions(['--quick']))).toEqual(matrix);
  expect(selectCells(parseOptions([]))).toEqual(cells);
  expect(new Set(cells.map(({ channel, pattern }) => `${channel}/${pattern}`)).size)
    .toBe(cells.length);
});

test('--only chooses channels, patterns and systems', () => {
  const systems = ['strait', 'kanal'].map((name) => ({ name, program: name,
    runs: new Set(matrix.map(({ channel, run }) => `${channel}/${run}`)) }));
  const chosen = (...only: string[]) => {
    const options = parseOptions(only.flatMap((text) => ['--only', text]));
    return planOf(selectCells(options), systems, options.only).flatMap(({ cell, systems: all }) =>
      all.map(({ name }) => `${cell.channel}/${cell.pattern}/${name}`));
  };
  expect(chosen('bounded0/spsc/kanal')).toEqual(['bounded0/spsc/kanal']);
  expect(chosen('*/seq')).toEqual(['bounded/seq/strait', 'bounded/seq/kanal',
    'unbounded/seq/strait', 'unbounded/seq/kanal']);
  expect(chosen('bounded1/mpsc/strait', 'bounded0/mpmc/kanal'))
    .toEqual(['bounded0/mpmc/kanal', 'bounded1/mpsc/strait']);
  expect(chosen('bounded0/*/strait')).toHaveLength(5 + 4); // pinned and under load as well
  expect(chosen('bounded7')).toEqual([]);
});

test('what is no option is answered with the usage', () => {
  for (const wrong of [['--fast'], ['quick'], ['--rounds', '0'], ['--rounds', '2.5'],
    ['--rounds'], ['--only', 'a/b/c/d'], ['--only', ''], ['--only', 'a//b'],
    ['--wasm', '--only', 'bounded0'], ['--wasm', '--check']]) {
    expect(() => parseOptions(wrong), wrong.join(' ')).toThrow(usage);
  }
  expect(parseOptions(['--rounds', '7']).rounds).toBe(7);
});

test('a system is measured in the cells that its program lists', () => {
  const system = { name: 'queue', program: 'queue', runs: new Set(['unbounded/spsc']) };
  const options = parseOptions([]);
  const names = planOf(cells, [system], options.only)
    .map(({ cell }) => `${cell.channel}/${cell.pattern}`);
  expect(names.filter((name) => !name.endsWith('-pinned')))
    .toEqual(['unbounded/spsc', 'unbounded/spsc-loaded']);
});

test('the share of time in use is that between two readings', () => {
  const reading = (user: number, idle: number) =>
    [{ times: { user, nice: 0, sys: 0, irq: 0, idle } }];
  expect(busyShare(reading(100, 100), reading(125, 175))).toBe(0.25);
  expect(busyShare(reading(1, 1), reading(1, 1))).toBe(0);
});

test('every crate is pinned exactly, and has its program', () => {
  const manifest = readFileSync(new URL('bench/rust/Cargo.toml', root), 'utf8');
  const dependencies = /\[dependencies\]\n([^[]+)/.exec(manifest)![1]!.trim().split('\n');
  for (const line of dependencies) expect(line).toMatch(/^[\w-]+ = "=\d+\.\d+\.\d+"$/);
  const programs = readdirSync(new URL('bench/rust/src/bin', root));
  expect(programs).toHaveLength(dependencies.length); // libc instead of std-mpsc
});
