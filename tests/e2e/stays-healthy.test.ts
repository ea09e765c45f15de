// Promise: run after run, most of them stopped, leaves the page as it was: no worker stays behind,
// no memory grows. Two hundred of them by night, thirty otherwise.

import { expectFewWorkers, heapMegabytes } from './support/resources.ts';
import { expect, test } from './support/own-browser.ts';

for (const { rounds, tag } of [{ rounds: 30, tag: [] }, { rounds: 200, tag: ['@long'] }]) {
  const title = `${rounds} runs, most of them stopped, leave workers and heap where they were`;
  test(title, { tag }, async ({ playground, page, browser }) => {
    test.skip(process.platform !== 'linux', 'threads are counted in /proc');
    test.setTimeout(900_000);
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.enable');
    await playground.fullEditor();
    const times: number[] = [];
    let heapBefore = 0;
    for (let round = 0; round < rounds; ++round) {
      const isStopped = round % 4 !== 0;
      await playground.setScenario(isStopped ? '90-deadlock' : '11-drain-after-close');
      await playground.watchOutcomes();
      const begun = Date.now();
      await playground.run.click();
      if (isStopped) {
        // Not whether it is visible: the deadlock may have opened the flow by now.
        await expect(page.locator('.output-text').first()).toBeAttached({ timeout: 30_000 });
        await playground.stop.click();
      }
      expect((await playground.nextOutcome(60)).kind).toBe(isStopped ? 'stopped' : 'exited');
      times.push(Date.now() - begun);
      if (round === Math.floor(rounds / 3)) heapBefore = await heapMegabytes(session);
    }
    const heapAfter = await heapMegabytes(session);
    times.sort((left, right) => left - right);
    console.log(`heap ${heapBefore.toFixed(1)} → ${heapAfter.toFixed(1)} MB; a run: ` +
      `median ${times[rounds / 2]} ms, longest ${times.at(-1)} ms`);
    // Megabytes: a few kB a run are noise.
    expect(heapAfter - heapBefore).toBeLessThan(1 + rounds / 50);
    await expectFewWorkers(page, browser);
  });
}
