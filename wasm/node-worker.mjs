// node-worker.mjs — the worker of one run in Node, for recordings and tests; in a browser it is the
// page's run worker. Messages: { start: { glue, wasm, timeLimitSeconds } },
// { stop: true }, { letRun: true } and, back, { started }, { batch }, { trace }, { deadlock },
// { threads }, { left }, { outcome }.
import { parentPort } from 'node:worker_threads';
import { startProgram } from './runtime/runner.mjs';

let running;

parentPort.on('message', ({ start, stop, letRun }) => {
  if (stop) return running?.stop();
  if (letRun) return running?.letRun();
  running = startProgram({
    ...start,
    onStart: () => parentPort.postMessage({ started: true }),
    onOutput: (batch) => parentPort.postMessage({ batch }),
    ...(start.trace === undefined ? {} : {
      onTrace: (bytes) => parentPort.postMessage({ trace: bytes }),
      onDeadlock: (report) => parentPort.postMessage({ deadlock: report }),
    }),
    onThreads: (alive, waiting) => parentPort.postMessage({ threads: { alive, waiting } }),
    onFiles: (left) => parentPort.postMessage({ left }),
  });
  running.outcome.then((outcome) => parentPort.postMessage({ outcome }));
});
