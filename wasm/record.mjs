// record.mjs — runs each prebuilt scenario under Node and writes down what it printed, when, and
// its flow: for pages in which programs cannot run. A program that blocks for ever by design is
// stopped after a second of silence.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { TraceDecoder } from './trace/decoder.mjs';
import { packTrace } from './trace/packed.mjs';
import { root } from '../.ci/setup/paths.mjs';

const timeLimitSeconds = 30;
/** A recording is something to read: longer output is cut. */
const linesLimit = 200;

/** Writes recordings.json: `{ version: 1, runs: { <id>: { lines, ending, flow } } }`,
 *  `flow`: a RecordedFlow (web/src/logic). */
export async function writeRecordings(folder) {
  const read = async (name) => JSON.parse(await readFile(path.join(folder, name), 'utf8'));
  const { scenarios } = await read('scenarios.json');
  const glue = pathToFileURL(path.join(folder, (await read('runtime.json')).glue)).href;
  const runs = {};
  for (const { id, module } of scenarios) {
    const about = await readFile(path.join(root, 'core/scenarios', id, 'scenario.json'), 'utf8');
    const blocks = JSON.parse(about).expect.ends === 'stopped';
    const wasm = new Uint8Array(await readFile(path.join(folder, module)));
    runs[id] = await record({ glue, wasm, timeLimitSeconds, trace: true }, blocks);
  }
  await writeFile(path.join(folder, 'recordings.json'), JSON.stringify({ version: 1, runs }));
}

/** @param {boolean} blocks it will not end by itself */
function record(start, blocks) {
  const worker = new Worker(new URL('./node-worker.mjs', import.meta.url));
  const lines = [];
  const decoder = new TraceDecoder();
  let deadlock;
  return new Promise((resolve, reject) => {
    let quiet;
    worker.on('error', reject);
    worker.on('message', ({ batch, threads, outcome, ...news }) => {
      if (news.trace) decoder.take(news.trace);
      if (news.deadlock) deadlock = news.deadlock;
      if (batch) lines.push(...batch.lines);
      if (blocks && (batch || threads)) {
        clearTimeout(quiet);
        quiet = setTimeout(() => worker.postMessage({ stop: true }), 1000);
      }
      if (!outcome) return;
      clearTimeout(quiet);
      const ending = describe(outcome, blocks);
      worker.terminate().then(async () => {
        if (!ending) {
          throw new Error(`a scenario did not end as it should: ${JSON.stringify(outcome)}`);
        }
        const { packed } = await packTrace(decoder.trace());
        const report = blocks && deadlock ? { deadlock: { ...deadlock, text: '' } } : {};
        resolve({ lines: tidy(lines), ending, flow: { trace: packed, ...report } });
      }).catch(reject);
    });
    worker.postMessage({ start });
  });
}

function describe(outcome, blocks) {
  if (blocks) return outcome.kind === 'stopped' ? 'it blocks for ever and was stopped' : undefined;
  return outcome.kind === 'exited' && outcome.code === 0 ? 'exited 0' : undefined;
}

function tidy(lines) {
  return lines.slice(0, linesLimit).map(({ stream, text, at, continues }) =>
    ({ stream, text, at: Math.round(at * 10) / 10, ...(continues ? { continues } : {}) }));
}
