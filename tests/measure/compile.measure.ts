// compile.measure.ts — how long an edited program of 45 lines takes, step by step, in each browser:
// the first time of all, after a reload with the compiler kept on this device, and warm.
// Prints a row of a table for each.

import { expect, test } from '../journey/support/journey.ts';
import { pipelineProgram } from './program.ts';

const warmRounds = 5;

test('steps of an edited run', async ({ journey, engine }) => {
  test.setTimeout(600_000);
  let version = 0;
  const measure = async (what: string): Promise<Map<string, number>> => {
    version += 1; // never compiled before
    await journey.do('setSource', `${pipelineProgram}// ${version}\n`);
    const { outcome, phases, milliseconds } = await journey.do('timedRun');
    expect(outcome, what).toMatchObject({ kind: 'exited', code: 0 });
    return new Map([...Object.entries(phases), ['all', milliseconds]]);
  };
  const rows: [string, Map<string, number>][] = [];
  await journey.do('open', journey.server.site);
  rows.push(['first', await measure('first')]);
  await journey.do('reload');
  rows.push(['after a reload', await measure('after a reload')]);
  const warm: Map<string, number>[] = [];
  for (let round = 0; round < warmRounds; ++round) warm.push(await measure('warm'));
  warm.sort((a, b) => a.get('all')! - b.get('all')!);
  rows.push(['warm (median)', warm[Math.floor(warmRounds / 2)]!]);
  for (const [what, steps] of rows) {
    const told = [...steps].map(([step, time]) => `${step} ${(time / 1000).toFixed(2)} s`);
    console.log(`| ${engine} | ${what} | ${told.join(', ')} |`);
  }
});
