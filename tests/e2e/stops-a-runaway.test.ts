// Promise: Stop ends any program, a time limit does too, and the next run is clean.

import { expect, test } from './support/site.ts';

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

for (const [name, source, firstLine] of [['a program that spins', spin, 'spinning'],
  ['a program that waits for ever', deadlock, 'waiting']] as const) {
  test(`${name} is stopped, and the next run is clean`, async ({ playground }) => {
    await playground.setSource(source);
    await playground.watchOutcomes();
    await playground.run.click();
    await expect(playground.output).toContainText(firstLine, { timeout: 150_000 });
    await expect(playground.status).toContainText('Running');
    const begun = Date.now();
    await playground.stop.click();
    expect(await playground.nextOutcome(10)).toEqual({ kind: 'stopped' });
    console.log(`${name}: stopped after ${Date.now() - begun} ms`);
    expect(Date.now() - begun).toBeLessThan(4000);
    await expect(playground.status).toContainText('stopped');
    expect(await playground.lines()).toEqual([firstLine]);
    await playground.setSource(clean);
    expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
    expect(await playground.lines()).toEqual(['clean']);
  });
}

test('the time limit of the element ends a program', async ({ playground, page }) => {
  await page.locator('strait-playground').evaluate((element) =>
    element.setAttribute('time-limit', '1'));
  await playground.setSource(spin);
  const outcome = await playground.pressRun(150);
  expect(outcome).toEqual({ kind: 'timed-out', seconds: 1 });
  await expect(playground.status).toContainText('timed out after 1 second');
});

test('Stop while the compiler is fetched or at work ends that, and a run works after it', async ({
  playground }) => {
  await playground.setSource(clean);
  await playground.watchOutcomes();
  await playground.run.click();
  await expect(playground.status).toContainText(/Fetching|Unpacking|Compiling/);
  await playground.stop.click();
  expect(await playground.nextOutcome(5)).toEqual({ kind: 'stopped' });
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
  expect(await playground.lines()).toEqual(['clean']);
});
