// scenario.test.ts — scenarios.json is checked before it is trusted.

import { expect, test } from '@playwright/test';
import { groupScenarios, parseScenarios, scenarioNumber } from '../../web/src/logic/scenario.ts';

const entry = { id: '10-many-producers', title: 'Many producers', group: 'Basics', 
  blurb: 'One line', text: ['Look'], try: ['Change it'], tags: ['sender'],
  source: 'int main() {}', module: 'modules/10-many-producers.abc.wasm' };
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
    [list({ ...entry, source: undefined }), /scenarios\.json is damaged.*scenarios\.0\.source/]];
  for (const [value, words] of bad) {
    expect(() => parseScenarios(value), JSON.stringify(value)).toThrow(words);
  }
});
