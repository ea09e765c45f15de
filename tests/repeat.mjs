// repeat.mjs — runs the programs of spec, ports and trace of a build tree again and again, in a new
// random order each time, until one fails.
//
//   node tests/repeat.mjs [<build tree>] [<times>] [--stress] [-- <arguments of Catch2>]
//
//   node tests/repeat.mjs build/native 200            all test cases, 200 times
//   node tests/repeat.mjs build/tsan 200 --stress     with all processors kept busy meanwhile
//   node tests/repeat.mjs build/wasm 20 -- "*select*"
//
// It stops at the first failure, tells how to repeat it and keeps its output in
// <build tree>/repeat-failure.txt. The last line counts what was run. Exit code 0: all passed.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const programs = [
  'strait_spec',
  'strait_ports',
  'strait_spec_trace',
  'strait_spec_allocation', // native only, not under ThreadSanitizer
];

function parse(args) {
  const split = args.includes('--') ? args.indexOf('--') : args.length;
  const usage = 'usage: repeat.mjs [<build tree>] [<times>] [--stress] [-- <for Catch2>]';
  try {
    const { values, positionals } = parseArgs({
      args: args.slice(0, split),
      options: { stress: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [tree = 'build/native', times = '200', ...more] = positionals;
    if (more.length > 0 || !/^[1-9]\d*$/.test(times)) throw new Error('invalid arguments');
    return { tree, times: Number(times), stress: values.stress, filter: args.slice(split + 1) };
  } catch (error) {
    throw new Error(`${error.message}\n${usage}`);
  }
}

/** The command line of each program that the tree has: Emscripten's are scripts for Node. */
function commandsOf(tree) {
  const found = [];
  for (const name of programs) {
    const file = path.resolve(tree, 'tests', name);
    if (existsSync(file)) found.push([file]);
    else if (existsSync(`${file}.js`)) found.push([process.execPath, `${file}.js`]);
  }
  if (found.length === 0) throw new Error(`no test program in ${tree}: build it first`);
  return found;
}

/** Keeps every processor busy; gives a function that ends that. */
function keepBusy() {
  const busy = 'for (let i = 0; ; ++i) Math.sqrt(i);';
  const workers = Array.from(
    { length: availableParallelism() },
    () => new Worker(busy, { eval: true }),
  );
  return () => Promise.all(workers.map((worker) => worker.terminate()));
}

/** Runs a program; its exit code and all that it printed. */
function run(command, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0], command.slice(1), { env: { ...process.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? signal, output }));
  });
}

/** What Catch2's last lines say was run: one line if no test case was skipped, else two. */
function countOf(output) {
  const counted = /(?<assertions>\d+) assertions? in (?<cases>\d+) test cases?/.exec(output)
    ?? /test cases: +(?<cases>\d+) [^]*assertions: +(?<assertions>\d+) /.exec(output);
  const { assertions = 0, cases = 0 } = counted?.groups ?? {};
  return { assertions: Number(assertions), cases: Number(cases) };
}

async function repeat({ tree, times, stress, filter }) {
  const commands = commandsOf(tree);
  const endStress = stress ? keepBusy() : async () => {};
  const total = { rounds: 0, cases: 0, assertions: 0 };
  const start = performance.now();
  try {
    for (; total.rounds < times; ++total.rounds) {
      for (const command of commands) {
        const seed = randomInt(1, 2 ** 31);
        const order = ['--order', 'rand', '--rng-seed', String(seed)];
        const full = [...command, ...order, '--allow-running-no-tests', ...filter];
        const env = { STRAIT_TEST_SEED: String(seed) };
        const { code, output } = await run(full, env);
        const counted = countOf(output);
        if (code !== 0) {
          const kept = path.join(tree, 'repeat-failure.txt');
          writeFileSync(kept, output);
          console.log(output.slice(-4000));
          console.log(`failed with ${code} in round ${total.rounds + 1}; all of it: ${kept}`);
          console.log(`again: STRAIT_TEST_SEED=${seed} ${full.join(' ')}`);
          return { total, failed: true };
        }
        total.cases += counted.cases;
        total.assertions += counted.assertions;
      }
      if (process.stdout.isTTY) process.stdout.write(`\r${total.rounds + 1} of ${times}`);
    }
    return { total, failed: false };
  } finally {
    await endStress();
    const seconds = Math.round((performance.now() - start) / 1000);
    const { rounds, cases, assertions } = total;
    console.log(
      `\n${tree}${stress ? ', under stress' : ''}: ${rounds} of ${times} rounds passed, ` +
        `${cases} test cases, ${assertions} assertions, ${seconds} s`,
    );
  }
}

try {
  const { failed, total } = await repeat(parse(process.argv.slice(2)));
  if (!failed && total.cases === 0) console.log('nothing was run: no test case matches');
  process.exitCode = failed || total.cases === 0 ? 1 : 0;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
