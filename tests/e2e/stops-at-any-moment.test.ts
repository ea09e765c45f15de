// Promise: Stop may come at any moment of any program: before its first line, in the middle, after
// its end. The run ends in one of the ways that a run can end, the next one works, and nothing is
// left behind. STRAIT_PAGE_RUNS sets how many for the long test, SEED which.

import { expectedScenarios } from '../support/expected.mjs';
import { chooseSeed, seededChance } from '../web/support.ts';
import { expectFewWorkers, heapMegabytes } from './support/resources.ts';
import { expect, test } from './support/own-browser.ts';

for (const { runs, tag } of [{ runs: 15, tag: [] },
  { runs: Number(process.env['STRAIT_PAGE_RUNS'] ?? 300), tag: ['@long'] }]) {
  const title = `${tag.length > 0 ? 'many' : 'a few'} random programs, stopped at random moments`;
  test(title, { tag }, async ({ playground, page, browser }) => {
    test.skip(process.platform !== 'linux', 'threads are counted in /proc');
    test.setTimeout(60_000 + runs * 10_000);
    const chance = seededChance(chooseSeed(`${runs} stopped runs`));
    const below = (bound: number): number => Math.floor(chance() * bound);
    const scenarios = expectedScenarios();
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.enable');
    const ends = new Map<string, number>();
    let heapBefore = 0;
    for (let round = 0; round < runs; ++round) {
      const { id } = scenarios[below(scenarios.length)]!;
      // Mostly early, where a run changes from one state to the next.
      const milliseconds = below(2) === 0 ? below(100) : below(1500);
      await test.step(`${id}, stopped after ${milliseconds} ms`, async () => {
        await playground.setScenario(id);
        const kind = await page.evaluate((wait) => {
          const element = document.querySelector<HTMLElement & {
            run(): Promise<{ kind: string }>, stop(): void }>('strait-playground')!;
          const stop = setTimeout(() => element.stop(), wait);
          const late = new Promise<string>((resolve) => setTimeout(resolve, 60_000, 'nothing'));
          const kind = element.run().then((outcome) => outcome.kind);
          // This run's Stop must not end the next one.
          return Promise.race([kind, late]).finally(() => clearTimeout(stop));
        }, milliseconds);
        expect(['stopped', 'exited']).toContain(kind);
        ends.set(kind, (ends.get(kind) ?? 0) + 1);
        await expect(playground.run).toBeEnabled();
      });
      if (round === Math.floor(runs / 3)) heapBefore = await heapMegabytes(session);
    }
    const heapAfter = await heapMegabytes(session);
    console.log(`${[...ends].map(([kind, count]) => `${count} ${kind}`).join(', ')}; ` +
      `heap ${heapBefore.toFixed(1)} → ${heapAfter.toFixed(1)} MB`);
    await expectFewWorkers(page, browser);
    expect(heapAfter - heapBefore).toBeLessThan(2 + runs / 50);
  });
}
