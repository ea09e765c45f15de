// Promise: whatever program is given, the answer is a clear message, the page lives on, and the
// draft is kept.

import type { SeenOutcome } from './support/playground-page.ts';
import { expect, test } from './support/site.ts';

interface BadProgram {
  name: string;
  source: string;
  outcome: (outcome: SeenOutcome) => void;
  words: RegExp;
  stopAfterOutput?: boolean;
}

const is = (kind: string) => (outcome: SeenOutcome): void => {
  expect(outcome.kind, JSON.stringify(outcome)).toBe(kind);
};

const programs: BadProgram[] = [
  { name: 'an empty program', source: '', outcome: is('compile-error'), words: /empty/ },
  { name: 'a program of 1 MB', source: `// ${'x'.repeat(1_000_000)}\nint main() {}\n`,
    outcome: is('compile-error'), words: /limit is 64 KiB/ },
  { name: 'a program without main', source: 'int answer() { return 42; }\n',
    outcome: is('compile-error'), words: /no main|main/ },
  { name: 'exit code 3', source: 'int main() { return 3; }\n',
    outcome: (outcome) => expect(outcome).toEqual({ kind: 'exited', code: 3 }), words: /exited 3/ },
  { name: 'an uncaught exception', source: '#include <stdexcept>\n' +
    'int main() { throw std::runtime_error("no more tea"); }\n',
    outcome: is('crashed'), words: /no more tea/ },
  { name: 'an access far outside', source:
    'int main() { volatile int* wild = (int*)0xfffffff0u; return *wild; }\n',
    outcome: is('crashed'), words: /crashed: .+/ },
  { name: '200 threads', source: '#include <cstdio>\n#include <chrono>\n#include <thread>\n' +
    '#include <vector>\nint main() {\n  std::vector<std::thread> threads;\n' +
    '  for (int n = 0; n < 200; ++n) threads.emplace_back([] {\n' +
    '    std::this_thread::sleep_for(std::chrono::milliseconds(500)); });\n' +
    '  for (auto& thread : threads) thread.join();\n  std::printf("joined\\n");\n}\n',
    outcome: (outcome) => expect(['exited', 'crashed']).toContain(outcome.kind),
    words: /exited 0|thread|crashed: .+/ },
];

for (const { name, source, outcome, words } of programs) {
  test(`${name} gets a clear message`, async ({ playground }) => {
    await playground.setSource(source);
    outcome(await playground.pressRun(170));
    await expect(playground.status).toContainText(words);
    console.log(`${name}: ${await playground.status.innerText()}`);
    expect(await playground.source()).toBe(source);
    await playground.picker.locator('[data-scenario]').nth(1).click();
    expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
    await playground.picker.locator('[data-scenario]').first().click();
    expect((await playground.source()).length).toBe(source.length);
  });
}

test('endless output is cut, told and stopped', async ({ playground, page }) => {
  await playground.setSource('#include <cstdio>\nint main() {\n' +
    '  for (int line = 0;; ++line) std::printf("line %d of a flood\\n", line);\n}\n');
  await playground.watchOutcomes();
  await playground.run.click();
  await expect(page.locator('.output-cut')).toBeVisible({ timeout: 150_000 });
  expect((await playground.lines()).length).toBeLessThanOrEqual(10_000);
  const begun = Date.now();
  await playground.stop.click();
  await playground.nextOutcome(20);
  expect(Date.now() - begun).toBeLessThan(5000);
  await playground.picker.locator('[data-scenario]').nth(1).click();
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
});

test('storage and clipboard that refuse break nothing', async ({ playground, page }) => {
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
