// measure.mjs — runs the programs. One process per measurement; within a cell one system after the
// other, and all of that again in each round, so that whatever changes meanwhile changes for all.
import { spawn } from 'node:child_process';
import { findProgram, say } from '../../.ci/setup/run.mjs';
import { firstProcessor, keepBusy } from './machine.mjs';
import { rotated } from './matrix.mjs';
import { isWanted } from './options.mjs';

const patienceMilliseconds = 30_000;

/** A system that hangs so often is not measured any more. */
const mostHangs = 2;

class Hang extends Error {}

/** What takes longer is measured once: its order of magnitude is known. */
const longMilliseconds = 8_000;

const roundsOutsideMatrix = 3;

/**
 * @typedef {import('./cells.mjs').Cell} Cell
 * @typedef {{ name: string, command: string[], runs: Set<string> }} System  `command`: its program
 * @typedef {{ cell: Cell, system: string, output: any }} Sample
 * @param {Cell[]} cells
 * @param {System[]} systems
 * @returns {Promise<{ samples: Sample[], failures: string[] }>}
 */
export async function measure(cells, systems, { rounds, only }) {
  const plan = planOf(cells, systems, only);
  const progress = new Progress(rounds, plan);
  const [samples, failures, dropped, hangs] = [[], [], new Set(), new Map()];
  for (let round = 0; round < rounds; ++round) {
    for (const { cell, systems: entrants } of plan) {
      if (round >= roundsOf(cell, rounds)) continue;
      const endLoad = cell.condition === 'loaded' ? await keepBusy() : async () => {};
      for (const system of rotated(entrants, round)) {
        const what = `${cell.channel}/${cell.pattern}/${system.name}`;
        if (dropped.has(what) || hangs.get(system.name) === mostHangs) continue;
        progress.tell(round, what);
        const started = performance.now();
        try {
          samples.push({ cell, system: system.name, output: await runOnce(system, cell) });
        } catch (error) {
          failures.push(`${what}: ${error.message}`);
          dropped.add(what);
          if (error instanceof Hang) hangs.set(system.name, (hangs.get(system.name) ?? 0) + 1);
        }
        if (performance.now() - started > longMilliseconds) dropped.add(what);
      }
      await endLoad();
      progress.done();
    }
  }
  progress.end();
  return { samples, failures };
}

/** Each cell with the systems that have it. */
export function planOf(cells, systems, only) {
  const isPossible = ({ condition }) => condition !== 'pinned' || findProgram('taskset');
  if (!cells.every(isPossible)) say('without the pinned runs: taskset (util-linux) is missing');
  return cells.filter(isPossible).map((cell) => ({ cell, systems: systems.filter(
    ({ name, runs }) => runs.has(`${cell.channel}/${cell.run}`) && isWanted(only, cell, name)) }))
    .filter((each) => each.systems.length > 0);
}

const roundsOf = ({ group }, rounds) =>
  group === 'matrix' ? rounds : Math.min(rounds, roundsOutsideMatrix);

/** One measurement: what the program printed. */
async function runOnce(system, { channel, run, messages, condition }) {
  const command = [...system.command, channel, run, `${messages}`];
  if (condition === 'pinned') command.unshift('taskset', '--cpu-list', await firstProcessor());
  return new Promise((resolve, reject) => {
    const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'],
      timeout: patienceMilliseconds, killSignal: 'SIGKILL' });
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(JSON.parse(output));
      if (signal === 'SIGKILL') reject(new Hang(`not done in ${patienceMilliseconds / 1000} s`));
      else reject(new Error(errors.trim() || `ended with ${signal ?? code}`));
    });
  });
}

/** Says where the run is and how long it will go on. */
class Progress {
  #started = performance.now();
  #done = 0;
  #lastLine = 0;

  constructor(rounds, plan) {
    this.rounds = rounds;
    this.total = plan.reduce((sum, { cell }) => sum + roundsOf(cell, rounds), 0);
  }

  done() {
    this.#done += 1;
  }

  tell(round, what) {
    const elapsed = (performance.now() - this.#started) / 1000;
    const left = this.#done > 0 ? (elapsed / this.#done) * (this.total - this.#done) : undefined;
    const text = `round ${round + 1} of ${this.rounds}, ` +
      `${Math.floor((100 * this.#done) / this.total)} %, ` +
      `${left === undefined ? '' : `about ${duration(left)} left, `}${what}`;
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}`);
    else if (elapsed - this.#lastLine > 15) {
      this.#lastLine = elapsed;
      say(text);
    }
  }

  end() {
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
    say(`measured in ${duration((performance.now() - this.#started) / 1000)}`);
  }
}

const duration = (seconds) =>
  seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
