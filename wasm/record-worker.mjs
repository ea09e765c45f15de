// record-worker.mjs — the worker that owns one recorded run. Messages: { start: { glue, wasm,
// timeLimitSeconds } }, { stop: true } and, back, { batch }, { threads }, { outcome }.
import { parentPort } from 'node:worker_threads';
import { startProgram } from './runtime/host.mjs';

let running;

parentPort.on('message', ({ start, stop }) => {
  if (stop) return running?.stop();
  running = startProgram({
    ...start,
    onOutput: (batch) => parentPort.postMessage({ batch }),
    onThreads: (alive, waiting) => parentPort.postMessage({ threads: { alive, waiting } }),
  });
  running.outcome.then((outcome) => parentPort.postMessage({ outcome }));
});
