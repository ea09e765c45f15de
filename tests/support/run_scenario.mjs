// run_scenario.mjs — runs one scenario program and compares what it prints.
// Usage: node run_scenario.mjs <scenario folder> <program> [argument …]
//
// A scenario whose `expect` says `"ends": "stopped"` blocks for ever by design: it must print what
// it promises, then block, and is stopped from here. That it ends by itself is a failure. Where
// the system tells what threads sleep in, it must say why it blocks (deadlock_watch.cpp); and no
// other program may say that it does.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';

import { isAsleep } from './asleep.mjs';
import { expectedScenario } from './expected.mjs';

const [folder, program, ...rest] = process.argv.slice(2);
if (!program) {
  console.error('usage: node run_scenario.mjs <scenario folder> <program> [argument …]');
  process.exit(2);
}

const patience = Number(process.env.STRAIT_TEST_PATIENCE ?? 1) || 1;
const { title, blocks, difference } = expectedScenario(folder);
const ends = blocks ? 'stopped' : 'exited';

const run = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
let printed = '';
let report = '';
run.stdout.setEncoding('utf8').on('data', (text) => {
  printed += text;
  process.stdout.write(text);
});
run.stderr.setEncoding('utf8').on('data', (text) => {
  report += text;
  process.stderr.write(text);
});

// Less than CTest's own limit, so that what was printed before a hang is shown.
let ending;
const limit = setTimeout(() => end('hung'), 50_000 * patience);
const watch = blocks ? setInterval(stopOnceBlocked, 200) : undefined;

function end(how) {
  ending ??= how;
  run.kill('SIGKILL');
}

const isDeadlock = () => report.startsWith('Deadlock. Nothing in this program can move');
const isExplained = () => !existsSync('/proc/self/syscall') || isDeadlock();

/** Blocked: all that was promised is there, and no thread of the program runs any more. */
function stopOnceBlocked() {
  if (difference(printed) === undefined && isAsleep(run.pid) && isExplained()) end('stopped');
}

run.on('error', (error) => {
  ending = `could not be started: ${error.message}`;
  tell();
});
run.on('close', (code, signal) => {
  ending ??= code === 0 ? 'exited' : `ended with ${signal ?? `exit code ${code}`}`;
  tell();
});

function tell() {
  clearTimeout(limit);
  clearInterval(watch);
  const problem = difference(printed) ??
    (ending === ends ? undefined : `expected to be ${ends}, but it ${ending}`) ??
    (isDeadlock() && !blocks ? 'it is said to be in a deadlock, and is not' : undefined);
  if (!problem) return;
  console.error(`scenario "${title}": ${problem}`);
  process.exitCode = 1;
}
