// scenario.test.ts — scenarios.json is checked before it is trusted.

import { expect, test } from '@playwright/test';
import { groupScenarios, moduleOf, parseScenarios, scenarioNumber }
  from '../../web/src/logic/scenario.ts';

const entry = { id: '10-many-producers', title: 'Many producers', group: 'Basics', 
  blurb: 'One line', text: ['Look'], try: ['Change it'], tags: ['sender'],
  source: 'int main() {}', module: 'modules/10-many-producers.abc.wasm' };
const knob = { constant: 'room', values: [0, 1], scale: 'steps' };
const list = (...scenarios: unknown[]) => ({ version: 1, scenarios });

test('a good list is taken as it is', () => {
  expect(parseScenarios(list(entry))).toEqual([entry]);
  expect(scenarioNumber(entry.id)).toBe('10');
});

test('scenarios of a group stand together, groups in the order of their first one', () => {
  const other = { ...entry, id: '20-x', group: 'Time' };
  const third = { ...entry, id: '40-y' };
  const groups = groupScenarios(parseScenarios(list(entry, other, third)));
  expect(groups.map((group) => [group.name, group.scenarios.map(({ id }) => id)])).toEqual(
    [['Basics', ['10-many-producers', '40-y']], ['Time', ['20-x']]]);
});

test('a module is found by its source, also that of a variant', () => {
  const source = 'constexpr int room = 0;\nint main() {}\n';
  const scenarios = parseScenarios(list(entry, { ...entry, id: '40-y', source, knobs: [knob],
    module: 'modules/40-y.abc.wasm',
    variants: [{ constant: 'room', value: 1, module: 'modules/40-y.def.wasm' }] }));
  expect(moduleOf(scenarios, entry.source)).toBe(entry.module);
  expect(moduleOf(scenarios, source)).toBe('modules/40-y.abc.wasm');
  expect(moduleOf(scenarios, source.replace('0', '1'))).toBe('modules/40-y.def.wasm');
  expect(moduleOf(scenarios, source.replace('0', '2'))).toBeUndefined();
});

test('what is not such a list is refused with its place', () => {
  const bad: [unknown, RegExp][] = [
    [null, /Object/], [[], /version/], [{ version: 2, scenarios: [entry] }, /version/],
    [list(), /scenarios/], [list(entry, entry), /twice/],
    [list({ ...entry, id: 'A b' }), /scenarios\.0\.id: is no id/],
    [list({ ...entry, id: 'x'.repeat(65) }), /scenarios\.0\.id: is no id/],
    [list({ ...entry, title: '' }), /title/], [list({ ...entry, tags: 'x' }), /tags/],
    [list({ ...entry, text: undefined }), /text/], [list({ ...entry, try: [1] }), /try\.0/],
    [list({ ...entry, module: '../x.wasm' }), /below/],
    [list({ ...entry, module: 'a/..\\..\\x.wasm' }), /below/],
    [list({ ...entry, module: '/x.wasm' }), /below/],
    [list({ ...entry, module: '\\\\example.org\\x.wasm' }), /below/],
    [list({ ...entry, module: 'https://example.org/x.wasm' }), /below/],
    [list({ ...entry, knobs: [{ ...knob, constant: 'a b' }] }), /no name of a constant/],
    [list({ ...entry, knobs: [{ ...knob, values: [1] }] }), /knobs\.0\.values/],
    [list({ ...entry, knobs: [{ ...knob, values: [1, -2] }] }), /knobs\.0\.values\.1/],
    [list({ ...entry, knobs: [{ ...knob, values: [1, 2, 3, 4, 5] }] }), /knobs\.0\.values/],
    [list({ ...entry, knobs: [{ ...knob, scale: 'log' }] }), /scale/],
    [list({ ...entry, variants: [{ constant: 'room', value: 1, module: '../x.wasm' }] }), /below/],
    [list({ ...entry, source: undefined }), /scenarios\.json is damaged.*scenarios\.0\.source/]];
  for (const [value, words] of bad) {
    expect(() => parseScenarios(value), JSON.stringify(value)).toThrow(words);
  }
});
