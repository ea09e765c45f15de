// Promise: thirty runs in a row leave the page as it was: no worker stays behind, no memory grows.

import { expect, test } from './support/site.ts';

test('thirty runs in a row leave workers and heap where they were', async ({
  playground, page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  const heap = async (): Promise<number> => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage') as { usedSize: number };
    return usedSize / 1e6;
  };
  await playground.fullEditor();
  await playground.setScenario('11-drain-after-close');
  const times: number[] = [];
  let before = 0;
  for (let round = 0; round < 30; ++round) {
    const begun = Date.now();
    expect(await playground.pressRun(30), `run ${round}`).toEqual({ kind: 'exited', code: 0 });
    times.push(Date.now() - begun);
    if (round === 4) before = await heap();
  }
  const after = await heap();
  times.sort((left, right) => left - right);
  console.log(`heap ${before.toFixed(1)} → ${after.toFixed(1)} MB; run, click to outcome: ` +
    `median ${times[15]} ms, longest ${times.at(-1)} ms`);
  expect(after - before).toBeLessThan(5);
  await page.waitForTimeout(500);
  // The editor's worker, one spare host; a compiler was never wanted.
  expect(page.workers().length).toBeLessThanOrEqual(3);
});
