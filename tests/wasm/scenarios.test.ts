// scenarios.test.ts — every prebuilt module is a program that prints what its scenario promises, and
// is made of exactly the source that the page shows.

import { expect, test } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { difference } from '../support/compare.mjs';
import { playground, readJson, root, runSource, start } from './support/playground.mjs';

const folder = path.join(root, 'core/scenarios');
const ids = readdirSync(folder).sort();
const read = (id: string, name: string) => readFileSync(path.join(folder, id, name), 'utf8');

test('scenarios.json lists all folders in order, with their sources', async () => {
  const { scenarios } = await readJson('scenarios.json');
  expect(scenarios.map((entry: { id: string }) => entry.id)).toEqual(ids);
  for (const { id, source } of scenarios) expect(source).toBe(read(id, 'main.cpp'));
});

for (const id of ids) {
  test(`${id} prints what it promises, prebuilt`, async () => {
    const { scenarios } = await readJson('scenarios.json');
    const { module } = scenarios.find((entry: { id: string }) => entry.id === id);
    const { done } = await start(new Uint8Array(readFileSync(path.join(playground, module))));
    const { outcome, text } = await done;
    expect(outcome).toEqual({ kind: 'exited', code: 0 });
    const { compare } = JSON.parse(read(id, 'scenario.json')).expect;
    expect(difference(compare, read(id, 'expected.txt'), `${text}\n`) || undefined).toBeUndefined();
  });
}

test('a scenario compiled as the page compiles it prints the same', async () => {
  const id = ids[0] ?? '';
  const { outcome, text } = await runSource(read(id, 'main.cpp'));
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  const { compare } = JSON.parse(read(id, 'scenario.json')).expect;
  expect(difference(compare, read(id, 'expected.txt'), `${text}\n`) || undefined).toBeUndefined();
});
