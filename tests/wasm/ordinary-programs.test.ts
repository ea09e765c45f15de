// ordinary-programs.test.ts — programs that people type do what they do elsewhere: under Node, each
// by itself. The browsers run the same list.

import { expect, test } from '@playwright/test';
import { defaultOptions } from '../../wasm/pipeline/options.mjs';
import { ordinaryPrograms } from './support/ordinary-programs.mjs';
import { pipeline, runSource, start } from './support/playground.mjs';

for (const { name, source, expect: wanted } of ordinaryPrograms) {
  test(name, async () => {
    const { outcome, text } = await runSource(source);
    expect(outcome).toMatchObject({ kind: wanted.kind });
    if (wanted.code !== undefined) expect(outcome).toEqual({ kind: 'exited', code: wanted.code });
    if (wanted.reason) expect(outcome.reason).toMatch(wanted.reason);
    if (wanted.output !== undefined) expect(text).toBe(wanted.output);
  });
}

test('an optimised program overflows its stack no more unseen', async () => {
  const overflows = ordinaryPrograms.filter(({ name }) =>
    /frame larger than|touches three bytes|variable length/.test(name));
  for (const { source } of overflows) {
    const compiled = await (await pipeline()).compile(source, { ...defaultOptions, optimize: '2' });
    if (!compiled.ok) throw new Error(compiled.text);
    const { outcome, text } = await (await start(compiled.wasm)).done;
    // The optimiser may need no stack for it; a neighbour's memory is as it was, then.
    if (outcome.kind === 'exited') expect(text).toMatch(/^changed: 0 0$/m);
    else expect(outcome.reason).toMatch(/^stack overflow/);
  }
});

test('2,000 threads of 1 MiB, one after the other, do not use memory up', async () => {
  const { outcome, text } = await runSource(`
    #include <cstdio>
    #include <thread>
    int main() {
      int sum = 0;
      for (int i = 0; i < 2000; ++i) std::thread([&] { ++sum; }).join();
      std::printf("%d\\n", sum);
    }`, { timeLimitSeconds: 100 });
  expect({ outcome, text }).toEqual({ outcome: { kind: 'exited', code: 0 }, text: '2000' });
});
