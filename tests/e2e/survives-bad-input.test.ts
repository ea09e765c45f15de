// Promise: whatever program is given, the answer is a clear message, the page lives on, and the
// draft is kept.

import { test as coldTest } from './support/site.ts';
import { expect, test } from './support/warm-page.ts';

interface BadProgram {
  name: string;
  source: string;
  /** How it ends: exactly so. */
  outcome: object;
  /** What the status says of it. */
  words: string | RegExp;
}

const refused = (reason: RegExp): object =>
  expect.objectContaining({ kind: 'compile-error', reason: expect.stringMatching(reason) });

const programs: BadProgram[] = [
  { name: 'an empty program', source: '', outcome: refused(/empty/), words: /empty/ },
  { name: 'a program of 1 MB', source: `// ${'x'.repeat(1_000_000)}\nint main() {}\n`,
    outcome: refused(/limit is 64 KiB/), words: 'limit is 64 KiB' },
  { name: 'a program without main', source: 'int answer() { return 42; }\n',
    outcome: refused(/^no main function:/), words: 'no main function' },
  { name: 'exit code 3', source: 'int main() { return 3; }\n',
    outcome: { kind: 'exited', code: 3 }, words: 'exited 3' },
  { name: 'an uncaught exception', source: '#include <stdexcept>\n' +
    'int main() { throw std::runtime_error("no more tea"); }\n',
    outcome: { kind: 'crashed',
      reason: 'uncaught exception of type std::runtime_error: no more tea' },
    words: 'crashed: uncaught exception of type std::runtime_error: no more tea' },
  { name: 'an access far outside', source:
    'int main() { volatile int* wild = (int*)0xfffffff0u; return *wild; }\n',
    outcome: { kind: 'crashed',
      reason: expect.stringMatching(/^memory access out of bounds/) },
    words: 'crashed: memory access out of bounds' },
  { name: '1,000 threads', source: '#include <chrono>\n#include <thread>\n' +
    '#include <vector>\nint main() {\n  std::vector<std::thread> threads;\n' +
    '  for (int n = 0; n < 1000; ++n) threads.emplace_back([] {\n' +
    '    std::this_thread::sleep_for(std::chrono::hours(1)); });\n' +
    '  for (auto& thread : threads) thread.join();\n}\n',
    outcome: { kind: 'crashed',
      reason: expect.stringMatching(/^thread limit reached: .* 256 threads/) },
    words: 'crashed: thread limit reached' },
];

for (const { name, source, outcome, words } of programs) {
  test(`${name} gets a clear message`, async ({ playground }) => {
    await playground.setSource(source);
    expect(await playground.pressRun(170)).toEqual(outcome);
    await expect(playground.status).toContainText(words);
    expect(await playground.source()).toBe(source);
    await playground.picker.locator('[data-scenario]').nth(1).click();
    expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
    await playground.picker.locator('[data-scenario]').first().click();
    expect(await playground.source()).toBe(source);
  });
}

test('endless output is cut, told and stopped', async ({ playground, page }) => {
  await playground.setSource('#include <cstdio>\nint main() {\n' +
    '  for (int line = 0;; ++line) std::printf("line %d of a flood\\n", line);\n}\n');
  await playground.watchOutcomes();
  await playground.run.click();
  await expect(page.locator('.output-cut')).toBeVisible({ timeout: 150_000 });
  expect((await playground.lines()).length).toBeLessThanOrEqual(10_001);
  await playground.stop.click();
  expect(await playground.nextOutcome(20)).toEqual({ kind: 'stopped' });
  await playground.picker.locator('[data-scenario]').nth(1).click();
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
});

coldTest('storage and clipboard that refuse break nothing', async ({ playground, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await playground.open();
  await playground.setSource('// kept in this tab\n');
  await expect(playground.notice).toContainText('will be lost when you close the tab');
  await playground.share.click();
  await expect(page.getByTestId('share-status')).toContainText('did not allow copying');
  await playground.picker.locator('[data-scenario]').nth(1).click();
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
});
