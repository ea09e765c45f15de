// mistakes.test.ts — where a mistake is shown, and what is said first, when it is a library that
// stumbles over it.

import { expect, test } from '@playwright/test';
import { mistakes } from './support/mistakes.mjs';
import { pipeline } from './support/playground.mjs';

for (const { name, words, source, line } of mistakes) {
  test(`${name} is told where it was written`, async () => {
    const compiled = await (await pipeline()).compile(source);
    const errors = compiled.diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors[0]?.message, compiled.text).toMatch(words);
    expect(errors.map((error) => error.line), compiled.text).toEqual([line]);
  });
}
