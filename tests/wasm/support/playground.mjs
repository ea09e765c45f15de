// playground.mjs — build/playground as the page would use it: the pack's parts read and inflated,
// programs compiled, and each run in a worker of its own that is ended afterwards.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { TraceDecoder } from '../../../wasm/trace/decoder.mjs';
import { createPipeline, unpack } from '../../../wasm/pipeline/pipeline.mjs';

export const root = path.resolve(fileURLToPath(import.meta.url), '../../../..');
export const playground = path.join(root, 'build/playground');

export async function readJson(name) {
  return JSON.parse(await readFile(path.join(playground, name), 'utf8'));
}

let shared;

/** One pipeline for all tests of a process: it is meant to be used again and again. */
export function pipeline() {
  shared ??= readJson('pack.json').then((pack) =>
    createPipeline({
      pack,
      readPart: async (part) => unpack(part, await readFile(path.join(playground, part.file))),
    }),
  );
  return shared;
}

/**
 * Starts a module. `done` gives `{ outcome, lines, text, cut, skipped, threads, left, trace,
 * deadlocks, milliseconds }` when the run has ended and its worker too; `stop()` asks it to stop,
 * `letRun()` lifts its time limit; `started` settles when main() began.
 * `onNews({ text, alive, waiting })` is told what was printed so far and how many threads wait;
 * `onTrace(bytes)` gets each batch of the trace;
 * `stopAtDeadlock`: the first deadlock that is found ends the run.
 * @param {WebAssembly.Module | Uint8Array} wasm
 * @param {{ timeLimitSeconds?: number, stdin?: string, trace?: boolean, stopAtDeadlock?: boolean,
 *           onNews?(news: { text: string, alive: number, waiting: number }): void,
 *           onTrace?(bytes: Uint8Array): void }} [options]
 */
export async function start(wasm, options = {}) {
  const { timeLimitSeconds = 30, stdin = '', trace = true, stopAtDeadlock, onNews,
    onTrace } = options;
  const { glue } = await readJson('runtime.json');
  const worker = new Worker(new URL('../../../wasm/node-worker.mjs', import.meta.url));
  const seen = {
    lines: [], cut: false, skipped: 0, threads: { alive: 0, waiting: 0 },
    left: { files: [], omitted: 0 },
    /** @type {import('../../../wasm/runtime/deadlock-watch.mjs').DeadlockReport[]} */
    deadlocks: [],
    /** How often one was taken back. */
    mistakes: 0,
  };
  const decoder = new TraceDecoder();
  const latest = { alive: 0, waiting: 0 };
  const begin = performance.now();
  let begun;
  const started = new Promise((resolve) => (begun = resolve));
  const done = new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (news) => {
      const { batch, threads, left, outcome, started: now } = news;
      if (news.trace) {
        decoder.take(news.trace);
        onTrace?.(news.trace);
      }
      if (news.deadlock === null) ++seen.mistakes;
      if (news.deadlock) {
        seen.deadlocks.push(news.deadlock);
        if (stopAtDeadlock) worker.postMessage({ stop: true });
      }
      if (now) begun();
      if (batch) {
        seen.lines.push(...batch.lines);
        seen.cut ||= batch.cut;
        seen.skipped += batch.skipped ?? 0;
      }
      if (left) seen.left = left;
      if (threads) {
        seen.threads.alive = Math.max(seen.threads.alive, threads.alive);
        seen.threads.waiting = Math.max(seen.threads.waiting, threads.waiting);
        Object.assign(latest, threads);
      }
      if (!outcome) onNews?.({ text: textOf(seen.lines), ...latest });
      if (!outcome) return;
      const milliseconds = performance.now() - begin;
      const text = textOf(seen.lines);
      const recorded = decoder.trace();
      worker.terminate().then(() =>
        resolve({ ...seen, outcome, text, trace: recorded, milliseconds }));
    });
  });
  const address = pathToFileURL(path.join(playground, glue)).href;
  worker.postMessage({ start: { glue: address, wasm, timeLimitSeconds, stdin, trace } });
  return {
    done,
    started,
    stop: () => worker.postMessage({ stop: true }),
    letRun: () => worker.postMessage({ letRun: true }),
  };
}

function textOf(lines) {
  return lines
    .map(({ text, continues }, index) => (index === 0 || continues ? text : `\n${text}`))
    .join('');
}

/** A module; a program that does not compile is an error of the test. */
async function compile(source) {
  const compiled = await (await pipeline()).compile(source);
  if (!compiled.ok) {
    const messages = compiled.diagnostics.map(({ line, message }) => `${line}: ${message}`);
    throw new Error(`does not compile: ${messages.join('\n')}\n${compiled.text}`);
  }
  return WebAssembly.compile(compiled.wasm);
}

/** Compiles and runs. */
export async function runSource(source, options) {
  return (await start(await compile(source), options)).done;
}

/**
 * A program for several tests: compiled once, when the first of them runs it.
 * @param {string} source
 */
export function compiledOnce(source) {
  /** @type {Promise<WebAssembly.Module> | undefined} */
  let module;
  return async (/** @type {Parameters<typeof start>[1]} */ options) => {
    module ??= compile(source);
    return (await start(await module, options)).done;
  };
}
