// Promise: a worker whose script never arrives is no endless wait: it is told, and the next Run
// tries anew.

import { expect, test } from './support/site.ts';

const program = '#include <cstdio>\nint main() { std::printf("here\\n"); }\n';
const script = '**/compile-worker*';

test('a compiler that never loads ends the run in words; the next run works', async ({
  playground, page }) => {
  let asked = 0;
  await page.route(script, () => { ++asked; }); // never answered
  await page.clock.install();
  await playground.setSource(program);
  await playground.watchOutcomes();
  await playground.run.click();
  for (const [starts, seconds] of [[1, 5], [2, 30]] as const) {
    await expect.poll(() => asked).toBe(starts);
    await page.clock.fastForward(seconds * 1000);
  }
  const outcome = await playground.nextOutcome();
  expect(outcome).toMatchObject({ kind: 'crashed', notStarted: true });
  expect(outcome.reason).toMatch(/did not load/);
  await page.unroute(script);
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
  expect(await playground.lines()).toEqual(['here']);
});

test('Stop works while the compiler does not load', async ({ playground, page }) => {
  await page.route(script, () => {});
  await playground.setSource(program);
  await playground.watchOutcomes();
  await page.getByTestId('run').click();
  await page.getByTestId('stop').click();
  expect(await playground.nextOutcome(30)).toEqual({ kind: 'stopped' });
});

test('a program that was compiled before is not compiled again', async ({ playground }) => {
  await playground.setSource(program);
  expect(await playground.pressRun(150)).toEqual({ kind: 'exited', code: 0 });
  const phases = await playground.status.evaluateHandle((status) => {
    const seen: string[] = [];
    new MutationObserver(() => seen.push(status.textContent ?? ''))
      .observe(status, { childList: true, characterData: true, subtree: true });
    return seen;
  });
  expect(await playground.pressRun()).toEqual({ kind: 'exited', code: 0 });
  expect((await phases.jsonValue()).join('\n')).not.toMatch(/Compiling|Linking/);
  expect(await playground.lines()).toEqual(['here']);
});
