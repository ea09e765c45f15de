// limits.test.ts — what the page and the documents say of a program's limits is what the runtime
// keeps.

import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { sourceBytesLimit } from '../../wasm/pipeline/limits.mjs';
import { fileLimits, machine, outputLimits } from '../../wasm/runtime/machine.mjs';
import { reasonOf } from '../../wasm/runtime/reasons.mjs';
import { keptWords } from '../../web/src/logic/console-text.ts';
import { groupedDigits } from '../../web/src/logic/words.ts';

/** With one space wherever a line may have been broken. */
const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').replace(/\s+/g, ' ');

const kibibytes = (bytes: number): string => `${bytes / 1024} KiB`;
const mebibytes = (bytes: number): string => `${bytes / 1024 ** 2} MiB`;
const { firstLines, lastLines, bytes: outputBytes } = outputLimits;
const keptEnds = `first ${groupedDigits(firstLines)} and the last ${groupedDigits(lastLines)}`;

test('wasm/README.md names the limits', () => {
  const text = read('wasm/README.md');
  for (const words of [
    `${kibibytes(sourceBytesLimit)} of source`,
    `${kibibytes(machine.inputBytes)} of input`,
    `${mebibytes(machine.memoryBytes)} of memory`,
    `${mebibytes(fileLimits.bytes)} for files`,
    `${groupedDigits(fileLimits.open)} open files`,
    `${fileLimits.listed} listed files`,
    `${mebibytes(machine.stackBytes)} of stack per thread`,
    `${machine.threads} threads at a time`,
    `\`/home/${machine.userName}\``,
    `The ${keptEnds} lines of output are kept, at most ${mebibytes(outputBytes)}`,
  ]) expect(text).toContain(words);
});

test('so do ARCHITECTURE.md and the format of links', () => {
  expect(read('ARCHITECTURE.md')).toContain(`The ${keptEnds} lines always arrive`);
  const link = read('web/src/logic/share-link.md');
  expect(link).toContain(`at most ${kibibytes(sourceBytesLimit)} of UTF-8 | required`);
  expect(link).toContain(`standard input, at most ${kibibytes(machine.inputBytes)} of UTF-8`);
});

test('the page says how much output it keeps', () => {
  expect(keptWords).toBe('10,000 lines, the first 500 and the last 9,500, ' +
    '20,000 characters of a line, 1 MB in all');
});

test('a run that ended at a limit is told the limit', () => {
  expect(reasonOf('trap\nMaximum call stack size exceeded'))
    .toContain(mebibytes(machine.stackBytes));
  expect(reasonOf('exception\nSt9bad_alloc\nstd::bad_alloc'))
    .toContain(mebibytes(machine.memoryBytes));
});
