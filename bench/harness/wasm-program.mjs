// wasm-program.mjs — a program of the benchmark as WebAssembly under Node, with the protocol of the
// native ones: `node wasm-program.mjs <system> --list`.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { playgroundFolder } from '../../.ci/setup/paths.mjs';

/** Longer than whoever measures waits. */
const timeLimitSeconds = 600;

const [system, ...words] = process.argv.slice(2);
const json = async (name) =>
  JSON.parse(await readFile(path.join(playgroundFolder, name), 'utf8'));
const { module } = (await json('benchmark.json')).programs.find(({ name }) => name === system);
const glue = pathToFileURL(path.join(playgroundFolder, (await json('runtime.json')).glue)).href;
const wasm = new Uint8Array(await readFile(path.join(playgroundFolder, module)));

const worker = new Worker(new URL('../../wasm/node-worker.mjs', import.meta.url));
worker.on('message', ({ batch, outcome }) => {
  for (const { stream, text } of batch?.lines ?? []) {
    (stream === 'out' ? process.stdout : process.stderr).write(`${text}\n`);
  }
  if (!outcome) return;
  process.exitCode = outcome.code ?? 1;
  if (outcome.kind !== 'exited') process.stderr.write(`${JSON.stringify(outcome)}\n`);
  worker.terminate();
});
worker.postMessage({ start: { glue, wasm, timeLimitSeconds, stdin: words.join(' '),
  trace: false } });
