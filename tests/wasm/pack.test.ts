// pack.test.ts — the pack is a function of its sources: made again, in another folder, it is the
// same bytes (their hashes are in the files' names).

import { expect, test } from '@playwright/test';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toolchain } from '../../.ci/setup/index.mjs';
import { makeParts } from '../../wasm/build.mjs';
import { shortHash } from '../../wasm/pack/build.mjs';
import { playground, readJson } from './support/playground.mjs';

test('made again, the pack is the same bytes', { tag: '@long' }, async () => {
  test.setTimeout(900_000);
  const { emscripten } = await toolchain();
  const folder = path.join(tmpdir(), `strait-pack-${process.pid}`);
  process.env['STRAIT_CACHE'] = path.join(folder, 'nothing-kept');
  const again = await makeParts(emscripten, folder);
  const { parts } = await readJson('pack.json');
  const hashes = Object.fromEntries(
    parts.map(({ name, file }: { name: string; file: string }) => [name, file.split('.')[1]]));
  expect(hashes).toEqual({
    compiler: shortHash(again.compiler),
    sysroot: shortHash(again.sysroot),
    precompiled: shortHash(again.precompiled),
  });
});

test('what pack.json names is what lies there', async () => {
  const { parts } = await readJson('pack.json');
  const named = parts.map(({ file }: { file: string }) => path.basename(file)).sort();
  expect((await readdir(path.join(playground, 'pack'))).sort()).toEqual(named);
});
