// left-files.test.ts — a path is any text that a program chose: how it is shown, and saved under.

import { expect, test } from '@playwright/test';
import { describeOmitted, savedName, shownPath } from '../../web/src/logic/left-files.ts';

test('a file is saved under the last part of its path, made harmless', () => {
  for (const [path, name] of [
    ['out.txt', 'out.txt'],
    ['/var/deep/data.tar.gz', 'data.tar.gz'],
    ['ü 漢.txt', 'ü 漢.txt'],
    ['..', 'file'],
    ['d/.bashrc', 'bashrc'],
    ['a\\..\\b.exe', 'a_.._b.exe'],
    ['con:x?*|"<>.txt', 'con_x______.txt'],
    ['a\nb\u0000c\u001b[31m', 'a_b_c_[31m'],
    ['invoice\u202Efdp.exe', 'invoice_fdp.exe'],
    ['name. . ', 'name'],
    ['\u0007', '_'],
  ] as const) expect(savedName(path), path).toBe(name);
  expect(savedName(`${'x'.repeat(300)}.txt`)).toMatch(/^x{96}\.txt$/);
});

test('a path is shown on one line, its end first of all', () => {
  expect(shownPath('d/out.txt')).toBe('d/out.txt');
  expect(shownPath('a\nb\u202Ec')).toBe('a\ufffdb\ufffdc');
  const long = shownPath(`${'d/'.repeat(500)}end`);
  expect(long).toHaveLength(200);
  expect(long).toMatch(/^….*d\/end$/);
});

test('what was not kept is said', () => {
  expect(describeOmitted({ files: [], omitted: 0 })).toBe('');
  expect(describeOmitted({ files: [], omitted: 1 }))
    .toBe('1 more file is not kept: the limit is 100 files and 64 MiB.');
  expect(describeOmitted({ files: [], omitted: 31 })).toContain('31 more files are not kept');
});
