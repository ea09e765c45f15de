// comparison.test.ts — settings of a program's constants: found in the source, changed in it, and
// offered to the reader.

import { expect, test } from '@playwright/test';
import { figuresOf } from '../../web/src/flow/model/figures.ts';
import { ModelBuilder } from '../../web/src/flow/model/model-builder.ts';
import { describeComparedRun, isComparable, scaleOf, settingsOf, usualPair }
  from '../../web/src/logic/comparison.ts';
import { RunTrace } from '../../web/src/logic/run-trace.ts';
import type { Scenario } from '../../web/src/logic/scenario.ts';
import { knobLimits, valueOf, withSetting } from '../../wasm/pipeline/knobs.mjs';
import { pipeline, places } from './made-traces.ts';

const source = `#include <strait/strait.hpp>

constexpr int room = 4;
constexpr std::size_t  workers=3 ;  // threads
// constexpr int room_left = 1;
int main() { int room = 5; }
`;

test('a constant is a line of its own; nothing else of the source changes', () => {
  expect(valueOf(source, 'room')).toBe(4);
  expect(valueOf(source, 'workers')).toBe(3);
  expect(valueOf(source, 'room_left')).toBeUndefined();
  expect(withSetting(source, { constant: 'room', value: 0 }))
    .toBe(source.replace('room = 4', 'room = 0'));
  expect(withSetting(source, { constant: 'workers', value: 12 }))
    .toBe(source.replace('workers=3 ', 'workers=12 '));
});

test('what is not exactly one constant is left alone', () => {
  const twice = `${source}constexpr int room = 1;\n`;
  expect(withSetting(twice, { constant: 'room', value: 1 })).toBeUndefined();
  for (const value of [-1, 0.5, NaN, Infinity, knobLimits.value + 1]) {
    expect(withSetting(source, { constant: 'room', value }), String(value)).toBeUndefined();
  }
  for (const constant of ['', 'Room', '.*', 'room|workers', 'a'.repeat(40), '$&', 'none']) {
    expect(withSetting(source, { constant, value: 1 }), constant).toBeUndefined();
  }
  for (const line of ['const int room = 1;', 'constexpr int room = 1 + 1;',
    'constexpr int room{1};', 'constexpr int room = 1000000;', '  constexpr int room = 1;']) {
    expect(valueOf(line, 'room'), line).toBeUndefined();
  }
  const hostile = `constexpr ${'int '.repeat(100_000)}room = x;\n`;
  expect(valueOf(hostile, 'room')).toBeUndefined();
});

const scenario: Scenario = { id: '50-x', title: 'X', group: 'g', blurb: 'b', text: [], try: [],
  tags: [], source, module: 'm', knobs: [
    { constant: 'room', values: [0, 4, 100], scale: 'steps' },
    { constant: 'workers', values: [1, 3], scale: 'time' }] };

test('a reader compares the knobs that the source still has, its own values among them', () => {
  const room = [0, 4, 100].map((value) => ({ constant: 'room', value }));
  const workers = [1, 3].map((value) => ({ constant: 'workers', value }));
  expect(settingsOf(scenario, source)).toEqual([...room, ...workers]);
  expect(settingsOf(scenario, source.replace('workers=3', 'workers=2'))).toEqual([...room,
    { constant: 'workers', value: 1 }, { constant: 'workers', value: 2 },
    { constant: 'workers', value: 3 }]);
  expect(settingsOf(scenario, source.replace('int room = 4', 'auto room = f()'))).toEqual(workers);
  expect(settingsOf(scenario, 'int main() {}')).toEqual([]);
  expect(settingsOf({ ...scenario, knobs: [] }, source)).toEqual([]);
  expect(settingsOf(undefined, source)).toEqual([]);
  expect(usualPair(settingsOf(scenario, source))).toEqual([room[0], room[2]]);
  expect(usualPair([room[0]!])).toBeUndefined();
  expect(scaleOf(scenario, [workers[0]!, workers[1]!])).toBe('time');
});

test('a run that was stopped ends the comparison, unless it could never go on', () => {
  const run = { setting: { constant: 'room', value: 0 }, trace: new RunTrace() };
  const deadlock = { kind: 'certain' as const, cycle: [], text: '', cure: '', threads: [] };
  const stopped = { ...run, outcome: { kind: 'stopped' as const } };
  expect(isComparable({ ...stopped, deadlock: undefined })).toBe(false);
  expect(isComparable({ ...stopped, deadlock })).toBe(true);
  expect(isComparable({ ...stopped, deadlock: { ...deadlock, kind: 'partial' } })).toBe(false);
  expect(describeComparedRun({ ...stopped, deadlock })).toBe('deadlock');
  const exited = { ...run, deadlock: undefined, outcome: { kind: 'exited' as const, code: 0 } };
  expect(isComparable(exited)).toBe(true);
  expect(describeComparedRun(exited)).toBe('exited 0');
  expect(isComparable({ ...exited,
    outcome: { kind: 'compile-error', reason: '', diagnostics: [] } })).toBe(false);
});

test('a run in figures: a channel with less room holds less, and its senders wait', () => {
  const figures = (capacity: number) => {
    const builder = new ModelBuilder(places);
    for (const event of pipeline({ capacity })) builder.add(event);
    return figuresOf(builder.model);
  };
  expect(figures(2)).toMatchObject({ threads: 4, messages: 10, highest: 2 });
  expect(figures(100)).toMatchObject({ messages: 10, highest: 10, waited: 0 });
  expect(figures(2).waited).toBeGreaterThan(0);
  expect(figuresOf(new ModelBuilder([]).model)).toEqual(
    { threads: 0, messages: 0, time: 0, waited: 0, highest: 0 });
});
