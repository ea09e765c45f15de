// scenarios.test.ts — every prebuilt module is a program that prints what its scenario promises,
// and is made of exactly the source that the page shows. Each was run once under Node when it was
// recorded (wasm/record.mjs, which refuses one that does not end as it should).

import { expect, test } from '@playwright/test';
import { expectedScenarios } from '../support/expected.mjs';
import { readJson, runSource } from './support/playground.mjs';

const scenarios = expectedScenarios();

test('scenarios.json lists all folders in order, with their sources', async () => {
  const listed = (await readJson('scenarios.json')).scenarios;
  expect(listed.map(({ id, source }: { id: string; source: string }) => ({ id, source })))
    .toEqual(scenarios.map(({ id, source }) => ({ id, source })));
});

interface Line { text: string; continues?: boolean }

for (const { id, blocks, difference } of scenarios) {
  test(`${id} printed what it promises when it was recorded`, async () => {
    const { runs } = await readJson('recordings.json');
    const { lines, ending } = runs[id] as { lines: Line[]; ending: string };
    const text = lines.map(({ text, continues }) => `${continues ? '' : '\n'}${text}`).join('');
    expect(difference(`${text.slice(1)}\n`)).toBeUndefined();
    expect(ending).toBe(blocks ? 'it blocks for ever and was stopped' : 'exited 0');
  });
}

test('nothing else was recorded', async () => {
  const { runs } = await readJson('recordings.json');
  expect(Object.keys(runs).sort()).toEqual(scenarios.map(({ id }) => id));
});

test('a scenario compiled as the page compiles it prints the same', async () => {
  const { source, difference } = scenarios[0]!;
  const { outcome, text } = await runSource(source);
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(difference(`${text}\n`)).toBeUndefined();
});
