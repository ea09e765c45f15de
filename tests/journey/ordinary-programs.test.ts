// Promise: programs that people type do in Chromium, Firefox and WebKit what they do under Node:
// the lists are those of tests/wasm. One in five runs with every test, all of them by night.

import { expect, test, type Journey } from './support/journey.ts';
import { descriptorPrograms } from '../wasm/support/descriptor-programs.mjs';
import { filePrograms } from '../wasm/support/file-programs.mjs';

interface Program {
  name: string;
  source: string;
  expect: { kind: string; code?: number; reason?: string | RegExp;
            output?: string | RegExp | string[] };
}

const lists: Record<string, Program[]> = { files: filePrograms, descriptors: descriptorPrograms };

async function check(journey: Journey, { name, source, expect: expected }: Program): Promise<void> {
  await journey.do('ensureOpen', journey.server.site);
  await journey.do('setSource', source);
  const { outcome, lines } = await journey.do('run');
  const { output, reason, ...ending } = expected;
  expect.soft(outcome, name).toMatchObject(ending);
  if (reason !== undefined) expect.soft(outcome.reason, name).toMatch(reason);
  if (Array.isArray(output)) expect.soft(lines, name).toEqual(output);
  else if (typeof output === 'string') expect.soft(lines.join('\n'), name).toBe(output);
  else if (output) expect.soft(lines.join('\n'), name).toMatch(output);
}

for (const [list, programs] of Object.entries(lists)) {
  for (const [tag, every] of [['', 5], [' @long', 1]] as const) {
    const chosen = programs.filter((_, index) => index % every === 0);
    test(`${chosen.length} programs about ${list} end and print as they should${tag}`, async ({
      journey }) => {
      test.setTimeout(400_000 + chosen.length * 60_000);
      for (const program of chosen) await check(journey, program);
    });
  }
}
