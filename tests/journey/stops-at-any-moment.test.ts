// Promise: Stop may come at any moment of any program, in Firefox and WebKit as in Chromium
// (e2e/stops-at-any-moment, which also counts what is left behind): the run ends, and the next one
// works. STRAIT_PAGE_RUNS sets how many, SEED which.

import { expectedScenarios } from '../support/expected.mjs';
import { chooseSeed, seededChance } from '../web/support.ts';
import { expect, test } from './support/journey.ts';

const runs = Number(process.env['STRAIT_PAGE_RUNS'] ?? 300);

test('many random programs, stopped at random moments @long', async ({ journey, engine }) => {
  test.skip(engine === 'chromium', 'e2e/stops-at-any-moment does it there');
  test.setTimeout(400_000 + runs * 20_000);
  const chance = seededChance(chooseSeed(`${runs} stopped runs in ${engine}`));
  const below = (bound: number): number => Math.floor(chance() * bound);
  const scenarios = expectedScenarios();
  await journey.do('openAnew', journey.server.site);
  const ends: Record<string, number> = {};
  for (let done = 0; done < runs; done += 10) { // In tens, so that a hang is known soon.
    const moments = Array.from({ length: Math.min(10, runs - done) }, () => ({
      id: scenarios[below(scenarios.length)]!.id,
      // Mostly early, where a run changes from one state to the next.
      milliseconds: below(2) === 0 ? below(100) : below(1500),
    }));
    for (const [index, kind] of (await journey.do('stopAtMoments', moments)).entries()) {
      expect(['stopped', 'exited'], JSON.stringify(moments[index])).toContain(kind);
      ends[kind] = (ends[kind] ?? 0) + 1;
    }
  }
  console.log(`${engine}: ${JSON.stringify(ends)}`);
  await journey.do('setScenario', '40-rendezvous');
  expect((await journey.do('run')).outcome).toMatchObject({ kind: 'exited', code: 0 });
});
