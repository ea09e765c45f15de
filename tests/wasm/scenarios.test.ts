// scenarios.test.ts — every prebuilt module is a program that prints what its scenario promises,
// and is made of exactly the source that the page shows. Each was run once under Node when it was
// recorded (wasm/record.mjs, which refuses one that does not end as it should).

import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { settingName, valueOf } from '../../wasm/pipeline/knobs.mjs';
import { parseScenarios } from '../../web/src/logic/scenario.ts';
import { expectedScenarios } from '../support/expected.mjs';
import { playground, readJson, runSource, start } from './support/playground.mjs';

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

test('with each value of its knobs, a scenario ends as it should', async () => {
  const listed = parseScenarios(await readJson('scenarios.json'));
  for (const { id, source, knobs = [], variants = [] } of listed) {
    const wanted = knobs.flatMap(({ constant, values }) => values
      .filter((value) => value !== valueOf(source, constant))
      .map((value) => ({ constant, value })));
    expect(variants.map(({ constant, value }) => ({ constant, value })), id).toEqual(wanted);
    for (const { module, ...setting } of variants) {
      const wasm = new Uint8Array(await readFile(path.join(playground, module)));
      const { outcome } = await (await start(wasm)).done;
      expect(outcome, `${id}, ${settingName(setting)}`).toEqual({ kind: 'exited', code: 0 });
    }
  }
});

test('a scenario compiled as the page compiles it prints the same', async () => {
  const { source, difference } = scenarios[0]!;
  const { outcome, text } = await runSource(source);
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(difference(`${text}\n`)).toBeUndefined();
});
