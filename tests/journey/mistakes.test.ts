// Promise: a mistake that a library stumbles over is told in Chromium, Firefox and WebKit where and
// as it is told under Node: the list is that of tests/wasm. Some run with every test, all by night.
// Always one that overflows the compiler's stack: browsers' are smaller than Node's.

import { expect, test } from './support/journey.ts';
import { mistakes } from '../wasm/support/mistakes.mjs';

const overflowing = 'templates without end that deduce';
if (!mistakes.some(({ name }) => name === overflowing)) throw new Error(`no "${overflowing}"`);

for (const [tag, every] of [['', 12], [' @long', 1]] as const) {
  const chosen = mistakes.filter(({ name }, index) =>
    index % every === 0 || name === overflowing);
  test(`${chosen.length} mistakes are told where they were written${tag}`, async ({ journey }) => {
    test.setTimeout(400_000 + chosen.length * 60_000);
    for (const { name, words, source, line } of chosen) {
      await journey.do('ensureOpen', journey.server.site);
      await journey.do('setSource', source);
      const { outcome, status } = await journey.do('run');
      const errors = outcome.diagnostics?.filter(({ severity }) => severity === 'error') ?? [];
      expect.soft(outcome.kind, name).toBe('compile-error');
      expect.soft(errors[0]?.message, name).toMatch(words);
      expect.soft(errors.map((error) => error.line), name).toEqual([line]);
      expect.soft(status, name).toContain(`line ${line}`);
    }
  });
}
