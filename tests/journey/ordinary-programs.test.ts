// Promise: programs that people type do in Chromium, Firefox and WebKit what they do under Node:
// the lists are those of tests/wasm. One in five runs with every test, all of them by night.

import { readdirSync } from 'node:fs';
import { expect, test, type Journey } from './support/journey.ts';

interface Program {
  name: string;
  source: string;
  expect: { kind: string; code?: number; reason?: string | RegExp;
            output?: string | RegExp | string[] };
}

const support = new URL('../wasm/support/', import.meta.url);
const files = readdirSync(support).filter((name) => name.endsWith('-programs.mjs'));
if (files.length === 0) throw new Error('tests/wasm/support holds no list of programs');

async function check(journey: Journey, { name, source, expect: expected }: Program): Promise<void> {
  await journey.do('ensureOpen', journey.server.site);
  await journey.do('setSource', source);
  const { outcome, lines } = await journey.do('run');
  const { output, reason, ...ending } = expected;
  expect.soft(outcome, `${name}: ${outcome.reason ?? ''}`).toMatchObject(ending);
  if (reason !== undefined) expect.soft(outcome.reason, name).toMatch(reason);
  if (Array.isArray(output)) expect.soft(lines, name).toEqual(output);
  else if (typeof output === 'string') expect.soft(lines.join('\n'), name).toBe(output);
  else if (output) expect.soft(lines.join('\n'), name).toMatch(output);
}

for (const file of files) {
  const exported = await import(new URL(file, support).href) as Record<string, Program[]>;
  const programs = Object.values(exported).flat();
  for (const [tag, every] of [['', 5], [' @long', 1]] as const) {
    const chosen = programs.filter((_, index) => index % every === 0);
    test(`${chosen.length} programs of ${file} end and print as they should${tag}`, async ({
      journey }) => {
      test.setTimeout(400_000 + chosen.length * 60_000);
      for (const program of chosen) await check(journey, program);
    });
  }
}
