// scenarios.test.ts — every prebuilt module is a program that prints what its scenario promises,
// and is made of exactly the source that the page shows.

import { expect, test } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { difference } from '../support/compare.mjs';
import { playground, readJson, root, runSource, start } from './support/playground.mjs';

const folder = path.join(root, 'core/scenarios');
const ids = readdirSync(folder).filter((name) => /^\d\d-/.test(name)).sort();
const read = (id: string, name: string) => readFileSync(path.join(folder, id, name), 'utf8');

test('scenarios.json lists all folders in order, with their sources', async () => {
  const { scenarios } = await readJson('scenarios.json');
  expect(scenarios.map((entry: { id: string }) => entry.id)).toEqual(ids);
  for (const { id, source } of scenarios) expect(source).toBe(read(id, 'main.cpp'));
});

test('each scenario has a recorded run, which prints what it promises', async () => {
  const { runs } = await readJson('recordings.json');
  expect(Object.keys(runs).sort()).toEqual(ids);
  for (const id of ids) {
    const { compare } = JSON.parse(read(id, 'scenario.json')).expect;
    const text = runs[id].lines.map(({ text, continues }: { text: string; continues?: boolean }) =>
      `${continues ? '' : '\n'}${text}`).join('').slice(1);
    expect(difference(compare, read(id, 'expected.txt'), `${text}\n`), id).toBeUndefined();
  }
});

interface News { text: string; alive: number; waiting: number }

for (const id of ids) {
  test(`${id} prints what it promises, prebuilt`, async () => {
    const { scenarios } = await readJson('scenarios.json');
    const { module } = scenarios.find((entry: { id: string }) => entry.id === id);
    const { compare, ends } = JSON.parse(read(id, 'scenario.json')).expect;
    const wrong = (text: string) => difference(compare, read(id, 'expected.txt'), `${text}\n`);
    let stop = () => {};
    // One that blocks for ever by design is stopped once all is printed and all threads wait.
    const onNews = ({ text, alive, waiting }: News) => {
      if (ends === 'stopped' && alive > 0 && waiting === alive && !wrong(text)) stop();
    };
    const wasm = new Uint8Array(readFileSync(path.join(playground, module)));
    const run = await start(wasm, { onNews });
    stop = run.stop;
    const { outcome, text } = await run.done;
    expect(outcome).toEqual(ends === 'stopped' ? { kind: 'stopped' } : { kind: 'exited', code: 0 });
    expect(wrong(text)).toBeUndefined();
  });
}

test('a scenario compiled as the page compiles it prints the same', async () => {
  const id = ids[0] ?? '';
  const { outcome, text } = await runSource(read(id, 'main.cpp'));
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  const { compare } = JSON.parse(read(id, 'scenario.json')).expect;
  expect(difference(compare, read(id, 'expected.txt'), `${text}\n`) || undefined).toBeUndefined();
});
