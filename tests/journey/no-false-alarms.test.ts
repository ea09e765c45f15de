// Promise: whatever a scenario's threads wait for, no browser reports a deadlock where there is
// none. STRAIT_ROUNDS says how often each scenario runs.

import { expectedScenarios } from '../support/expected.mjs';
import { expect, test } from './support/journey.ts';

const rounds = Number(process.env['STRAIT_ROUNDS'] ?? 100);

test(`no alarm in ${rounds} of each scenario’s runs @long`, async ({ journey, engine }) => {
  test.skip(engine === 'webkit', 'thousands of runs take hours in WebKit');
  const innocent = expectedScenarios().filter(({ blocks }) => !blocks).map(({ id }) => id);
  test.setTimeout(120_000 + innocent.length * rounds * 10_000);
  await journey.do('openAnew', journey.server.site);
  const others: string[] = [];
  for (const id of innocent) {
    await journey.do('setScenario', id);
    for (let done = 0; done < rounds; done += 10) { // In tens, so that a hang is known soon.
      const found = await journey.do('runInARow', Math.min(10, rounds - done));
      others.push(...found.map(({ kind, status }) => `${id}: ${kind}, ${status}`));
    }
  }
  console.log(`${engine}: ${rounds} runs of ${innocent.length} scenarios, ${others.length} alarms`);
  expect(others).toEqual([]);
});
