// pack-list.test.ts — pack.json is validated: nothing is fetched from elsewhere, sizes are sizes.

import { expect, test } from '@playwright/test';
import { packBytes, parsePack } from '../../web/src/compile/pack-list.ts';

const part = { name: 'sysroot', file: 'pack/sysroot.0123.zst', bytes: 20, wireBytes: 10 };
const list = (...parts: unknown[]) => ({ version: 1, parts });

test('a good list is taken as it is, and counted', () => {
  const pack = parsePack(list(part, { ...part, name: 'compiler', wireBytes: 5 }));
  expect(pack.parts[0]).toEqual(part);
  expect(packBytes(pack)).toBe(15);
});

test('what is not such a list is refused with its place', () => {
  for (const [value, place] of [
    [null, /Object/], [{ version: 2, parts: [] }, /version/],
    [list({ ...part, file: 'https://example.org/x.zst' }), /parts\.0\.file/],
    [list({ ...part, file: '../x.zst' }), /parts\.0\.file/],
    [list({ ...part, bytes: -1 }), /parts\.0\.bytes/],
    [list({ ...part, wireBytes: 'many' }), /parts\.0\.wireBytes/],
    [list({ ...part, wireBytes: 1.5 }), /parts\.0\.wireBytes/],
  ] as const) {
    expect(() => parsePack(value), JSON.stringify(value)).toThrow(place);
    expect(() => parsePack(value)).toThrow(/pack\.json is damaged/);
  }
});
