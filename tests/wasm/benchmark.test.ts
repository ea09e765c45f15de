// benchmark.test.ts — the benchmark's programs in WebAssembly: in every run, what is sent arrives.

import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { playground, readJson, start } from './support/playground.mjs';

async function said(system: string, words: string): Promise<any> {
  const { programs } = await readJson('benchmark.json');
  const { module } = programs.find(({ name }: { name: string }) => name === system);
  const wasm = new Uint8Array(await readFile(path.join(playground, module)));
  const run = await start(wasm, { stdin: words, trace: false, timeLimitSeconds: 120 });
  const { outcome, text } = await run.done;
  expect(outcome, text).toEqual({ kind: 'exited', code: 0 });
  return JSON.parse(text);
}

for (const system of ['strait', 'mutex']) {
  test(`${system} moves its messages in every run`, async () => {
    const { runs } = await said(system, '--list');
    // The matrix and more; a select is strait's alone.
    expect(runs).toContain('bounded/mpmc');
    expect(runs.includes('bounded0/select_both')).toBe(system === 'strait');
    expect(await said(system, '--check 64')).toEqual({ checked: runs.length, messages: 64 });
  });
}

test('a measurement is told in one line, without processor time', async () => {
  const told = await said('strait', 'bounded1 spsc 500');
  expect(told).toEqual({ messages: 500, ns: expect.any(Number) });
  expect(told.ns).toBeGreaterThan(0);
});
