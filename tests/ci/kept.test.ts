// kept.test.ts — what one clone has made is taken by the next, and never when it is damaged.

import { expect, test } from '@playwright/test';
import { mkdtemp, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { kept } from '../../.ci/setup/kept.mjs';

const made = new TextEncoder().encode('made');
let makings = 0;
const make = async (): Promise<Uint8Array> => {
  ++makings;
  return made;
};

let folder = '';
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'strait-kept-'));
  process.env['STRAIT_CACHE'] = folder;
  makings = 0;
});
test.afterEach(() => { delete process.env['STRAIT_CACHE']; });

const onlyFile = async (): Promise<string> => {
  const names = await readdir(folder);
  expect(names).toHaveLength(1);
  return path.join(folder, names[0]!);
};

test('the same parts are made once, others by themselves', async () => {
  for (let round = 0; round < 2; ++round) expect(await kept('a', ['1', made], make)).toEqual(made);
  expect(makings).toBe(1);
  await kept('a', ['1m', made.subarray(1)], make);
  await kept('b', ['1', made], make);
  await kept('a', ['2', made], make);
  expect(makings).toBe(4);
});

test('a file that was cut, changed or emptied is made again', async () => {
  await kept('a', ['1'], make);
  const file = await onlyFile();
  const whole = await readFile(file);
  const changed = Uint8Array.from(whole);
  changed[changed.length - 1]! ^= 1;
  for (const damaged of [whole.subarray(0, -1), whole.subarray(0, 7), changed, '']) {
    await writeFile(file, damaged);
    makings = 0;
    expect(await kept('a', ['1'], make)).toEqual(made);
    expect(makings).toBe(1);
  }
});

test('what nobody asked for in a month goes, and nothing else', async () => {
  await kept('a', ['1'], make);
  const [forgotten, other] = [await onlyFile(), path.join(folder, 'letter.txt')];
  await writeFile(other, 'not ours');
  const old = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
  for (const file of [forgotten, other]) await utimes(file, old, old);
  await kept('a', ['2'], make);
  const left = await readdir(folder);
  expect(left).toHaveLength(2);
  expect(left).toContain('letter.txt');
  expect(left).not.toContain(path.basename(forgotten));
});

test('a folder that cannot be used costs time alone', async () => {
  const file = path.join(folder, 'a file');
  await writeFile(file, '');
  process.env['STRAIT_CACHE'] = path.join(file, 'below');
  expect(await kept('a', ['1'], make)).toEqual(made);
});
