// Promise: Stop ends any program, a time limit does too, and the next run is clean.

import { test as coldTest } from './support/site.ts';
import { expect, test } from './support/warm-page.ts';

const spin = '#include <cstdio>\nint main() { std::printf("spinning\\n"); std::fflush(stdout);\n' +
  '  for (volatile int turn = 0;; turn = turn + 1) {} }\n';
const deadlock = `#include <cstdio>
#include <strait/strait.hpp>
int main() {
  auto [tx, rx] = strait::unbounded<int>();
  std::printf("waiting\\n");
  auto message = rx.recv();
  std::printf("never %d\\n", message.has_value());
}
`;
const clean = '#include <cstdio>\nint main() { std::printf("clean\\n"); }\n';

const trying = `#include <cstdio>
#include <strait/strait.hpp>
int main() {
  auto [tx, rx] = strait::bounded<int>(1);
  std::printf("trying\\n");
  for (;;) (void)rx.try_recv();
}
`;
for (const [name, source, firstLine] of [['a program that spins', spin, 'spinning'],
  ['a program that only tries', trying, 'trying'],
  ['a program that waits for ever', deadlock, 'waiting']] as const) {
  test(`${name} is stopped, and the next run is clean`, async ({ playground }) => {
    await playground.setSource(source);
    await playground.watchOutcomes();
    await playground.run.click();
    await expect(playground.output).toContainText(firstLine, { timeout: 150_000 });
    // Once it is known that nothing can wake it, the status says so.
    await expect(playground.status).toContainText(/Running|Deadlock/);
    // By the page's own clock: Playwright's way to the button takes longer than Stop does.
    const took = await playground.stop.evaluate((button: HTMLElement) =>
      new Promise<number>((resolve) => {
        const pressed = performance.now();
        document.addEventListener('strait-outcome', () => resolve(performance.now() - pressed));
        button.click();
      }));
    console.log(`${name}: stopped after ${took.toFixed(1)} ms`);
    expect(await playground.nextOutcome(10)).toEqual({ kind: 'stopped' });
    await expect(playground.status).toContainText('stopped');
    expect(await playground.lines()).toEqual([firstLine]);
    await playground.setSource(clean);
    expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
    expect(await playground.lines()).toEqual(['clean']);
  });
}

test('a program that never gets to main() is stopped, too', async ({ playground }) => {
  await playground.setSource('int spin() { for (volatile int turn = 0;; turn = turn + 1) {} }\n' +
    'int early = spin();\nint main() {}\n');
  await playground.watchOutcomes();
  await playground.run.click();
  await expect(playground.status).toContainText('Running', { timeout: 150_000 });
  await playground.stop.click();
  expect(await playground.nextOutcome(10)).toEqual({ kind: 'stopped' });
  await playground.setSource(clean);
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
});

test('the time limit of the element ends a program', async ({ playground, page }) => {
  await page.locator('strait-playground').evaluate((element) =>
    element.setAttribute('time-limit', '1'));
  await playground.setSource(spin);
  const outcome = await playground.pressRun(150);
  expect(outcome).toEqual({ kind: 'timed-out', seconds: 1 });
  await expect(playground.status).toContainText('timed out after 1 second');
});

coldTest('Stop while the compiler is fetched or at work ends that, and a run works after it',
  async ({ playground }) => {
    await playground.setSource(clean);
    await playground.watchOutcomes();
    await playground.run.click();
    await expect(playground.status).toContainText(/Fetching|Preparing|Compiling/);
    await playground.stop.click();
    expect(await playground.nextOutcome(5)).toEqual({ kind: 'stopped' });
    expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
    expect(await playground.lines()).toEqual(['clean']);
  });
