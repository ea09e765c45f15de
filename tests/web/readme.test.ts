// readme.test.ts — the README's first program is the scenario it says it is, to the letter.

import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the first program of the README is a scenario', () => {
  const shown = /`(core\/scenarios\/[\w-]+\/main\.cpp)`:\n\n```cpp\n([^]*?)```/;
  const match = shown.exec(read('README.md'));
  expect(match, 'README.md shows a scenario and names its file').not.toBeNull();
  expect(match?.[2]).toBe(read(match?.[1] ?? ''));
});
