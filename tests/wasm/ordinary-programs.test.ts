// ordinary-programs.test.ts — programs that people type do what they do elsewhere: under Node, each
// by itself. The browsers run the same list.

import { expect, test } from '@playwright/test';
import { ordinaryPrograms } from './support/ordinary-programs.mjs';
import { runSource } from './support/playground.mjs';

for (const { name, source, expect: wanted } of ordinaryPrograms) {
  test(name, async () => {
    const { outcome, text } = await runSource(source);
    expect(outcome).toMatchObject({ kind: wanted.kind });
    if (wanted.code !== undefined) expect(outcome).toEqual({ kind: 'exited', code: wanted.code });
    if (wanted.reason) expect(outcome.reason).toMatch(wanted.reason);
    if (wanted.output !== undefined) expect(text).toBe(wanted.output);
  });
}

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
