// no-false-alarms.test.ts — whatever a scenario's threads wait for, it is reported as a deadlock
// only where it is one: once each by day, a hundred times by night, several at a time. In browsers:
// tests/journey/no-false-alarms.test.ts.

import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expectedScenarios } from '../support/expected.mjs';
import { playground, readJson, start } from './support/playground.mjs';

const atOnce = 6;

const many = Number(process.env['STRAIT_ROUNDS'] ?? 100);

for (const { rounds, tag } of [{ rounds: 1, tag: [] }, { rounds: many, tag: ['@long'] }]) {
  test(`no alarm in ${rounds} of each scenario’s runs`, { tag }, async () => {
    test.setTimeout(120_000 + rounds * 60_000);
    const { scenarios } = await readJson('scenarios.json');
    const innocent = expectedScenarios().filter(({ blocks }) => !blocks).map(({ id }) => id);
    const runs = innocent.flatMap((id) => Array.from({ length: rounds }, () => id));
    const alarms: string[] = [];
    let done = 0;
    await Promise.all(Array.from({ length: atOnce }, async () => {
      for (let id = runs.pop(); id !== undefined; id = runs.pop()) {
        const { module } = scenarios.find((each: { id: string }) => each.id === id);
        const run = await start(new Uint8Array(readFileSync(path.join(playground, module))),
          { timeLimitSeconds: 60 });
        const { outcome, deadlocks } = await run.done;
        expect(outcome, id).toEqual({ kind: 'exited', code: 0 });
        alarms.push(...deadlocks.map(({ text }) => `${id}: ${text}`));
        done += 1;
      }
    }));
    console.log(`${done} runs of ${innocent.length} scenarios: ${alarms.length} alarms`);
    expect(alarms).toEqual([]);
  });
}
