// run.mjs — running other programs: their output is shown, or kept and shown when they fail, and
// during a long silence, a line says what is still running.
import { AsyncLocalStorage } from 'node:async_hooks';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Something is not available. The message says what is missing and how to get it. */
export class Missing extends Error {}

/** A program ended badly; `output` is what it printed. */
export class Failed extends Error {
  constructor(command, code, output) {
    super(`${command} ended with ${code}`);
    this.output = output;
  }
}

const reportEveryMilliseconds = 15_000;

/** Whose words these are, where several things go on at once. */
const speaker = new AsyncLocalStorage();

/** Does `work`; each line that it says begins with `name`. */
export function saying(name, work) {
  return speaker.run(name, work);
}

export function say(text) {
  const name = speaker.getStore();
  process.stdout.write(`${name ? text.replace(/^/gm, `${name} | `) : text}\n`);
}

/** Full path of a program of PATH, or undefined. */
export function findProgram(name, searchPath = process.env.PATH ?? '') {
  return searchPath
    .split(path.delimiter)
    .filter(Boolean)
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
}

/**
 * Runs a program to its end and returns what it printed. `show`: pass its output on as it arrives.
 * Throws Failed with the output when it ends with anything but 0.
 */
export function run(command, args, options = {}) {
  const { show = false, label, ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...spawnOptions });
    let output = '';
    let quietSince = Date.now();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        quietSince = Date.now();
        output += text;
      });
      // Whole lines, so that those of several programs do not mix.
      if (show) createInterface({ input: stream }).on('line', say);
    }
    const reporter = setInterval(() => {
      if (show && Date.now() - quietSince < reportEveryMilliseconds) return;
      const seconds = Math.round((Date.now() - started) / 1000);
      say(`  … ${label ?? path.basename(command)}: ${seconds} s`);
    }, reportEveryMilliseconds);
    const finish = (settle) => {
      clearInterval(reporter);
      settle();
    };
    child.on('error', (error) => finish(() => reject(error)));
    child.on('close', (code, signal) =>
      finish(() =>
        code === 0
          ? resolve(output)
          : reject(new Failed([command, ...args].join(' '), signal ?? code, output)),
      ),
    );
  });
}

/** Announces a step, does it, and says how long it took. */
export async function step(title, work) {
  const started = Date.now();
  say(`• ${title}`);
  const result = await work();
  const seconds = (Date.now() - started) / 1000;
  if (seconds > 2) say(`  done in ${seconds.toFixed(1)} s`);
  return result;
}

/** Runs the body of a command: a Missing becomes one clear sentence, a Failed shows its output. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    if (error instanceof Failed) say(error.output.split('\n').slice(-60).join('\n'));
    say(error instanceof Missing || error instanceof Failed ? error.message : error.stack);
    process.exitCode = 1;
  }
}
