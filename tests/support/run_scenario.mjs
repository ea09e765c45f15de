// run_scenario.mjs — runs one scenario program and compares what it prints.
// Usage: node run_scenario.mjs <scenario folder> <program> [argument …]
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { difference } from './compare.mjs';

const [folder, program, ...rest] = process.argv.slice(2);
if (!program) {
  console.error('usage: node run_scenario.mjs <scenario folder> <program> [argument …]');
  process.exit(2);
}

const patience = Number(process.env.STRAIT_TEST_PATIENCE ?? 1) || 1;
const scenario = JSON.parse(readFileSync(join(folder, 'scenario.json'), 'utf8'));
const expected = readFileSync(join(folder, 'expected.txt'), 'utf8');

// Less than CTest's own limit, so that what was printed before a hang is shown.
const run = spawnSync(program, rest, { encoding: 'utf8', timeout: 50_000 * patience });
const problem = run.error ? `did not finish: ${run.error.message}`
    : run.status !== 0 ? `ended with ${run.signal ?? `exit code ${run.status}`}`
    : difference(scenario.expect.compare, expected, run.stdout);

process.stdout.write(run.stdout ?? '');
process.stderr.write(run.stderr ?? '');
if (problem) {
  console.error(`scenario "${scenario.title}": ${problem}`);
  process.exit(1);
}
