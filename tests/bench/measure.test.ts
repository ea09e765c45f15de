// measure.test.ts — programs that work and programs that fail, as the benchmark measures them.

import { expect, test } from '@playwright/test';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measure } from '../../bench/harness/measure.mjs';

const cell = (channel: string) =>
  ({ group: 'matrix', channel, pattern: 'spsc', run: 'spsc', messages: 5 });

/** A program of the shell. */
function program(folder: string, name: string, script: string) {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { name, command: [file], runs: new Set(['a/spsc', 'b/spsc']) };
}

test('systems take turns, rounds are outermost, a failure is not repeated', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'strait-bench-'));
  try {
    const good = program(folder, 'good', `echo '{"messages":5,"ns":50,"cpu_ns":9}'`);
    const bad = program(folder, 'bad', 'echo lost >&2; exit 1');
    const { samples, failures } = await measure([cell('a'), cell('b')], [good, bad],
      { rounds: 2, only: [] });
    expect(samples.map(({ cell: { channel }, system }) => `${channel} ${system}`))
      .toEqual(['a good', 'b good', 'a good', 'b good']);
    expect(samples[0]?.output).toEqual({ messages: 5, ns: 50, cpu_ns: 9 });
    expect(failures).toEqual(['a/spsc/bad: lost', 'b/spsc/bad: lost']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
