// run-worker.ts — the runner of one program: its event loop stays free to start threads and to obey
// Stop.
// Not here: the runtime itself (wasm/runtime/runner.mjs).

import { startProgram } from '../../../wasm/runtime/runner.mjs';
import { loaded } from '../logic/watched-worker.ts';
import type { FromRunner, ToRunner, WorkerScope } from './protocol.ts';

const scope = self as unknown as WorkerScope<ToRunner, FromRunner>;

/** The workers of threads are ended from here: in Chromium a worker whose owner is ended while they
 *  start or sleep may stay for ever, and they with it. By then those that obey have ended by
 *  themselves: the runner wakes sleepers for 100 ms. */
const threadsEndAfterMilliseconds = 110;

let program: ReturnType<typeof startProgram> | undefined;

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case 'prepare':
      void prepare(data.glue);
      break;
    case 'start':
      start(data);
      break;
    case 'stop':
      program?.stop();
      break;
    case 'let-run':
      program?.letRun();
      break;
  }
};

/** Imports the glue ahead of the program, which imports it again, at no cost. */
async function prepare(glue: string): Promise<void> {
  try {
    await import(/* @vite-ignore */ glue);
    scope.postMessage(loaded);
  } catch (error) {
    reportError(error); // as if this worker's own script had failed: it is started once more
  }
}

function start(message: ToRunner & { kind: 'start' }): void {
  const started = startProgram({
    glue: message.glue,
    wasm: message.wasm,
    timeLimitSeconds: message.timeLimitSeconds,
    stdin: message.stdin,
    trace: message.trace !== false,
    onStart: () => scope.postMessage({ kind: 'started' }),
    onOutput: (batch) => scope.postMessage({ kind: 'output', batch }),
    onThreads: (alive, waiting) => scope.postMessage({ kind: 'threads', alive, waiting }),
    onTrace: (bytes) => scope.postMessage({ kind: 'trace', bytes }, [bytes.buffer]),
    onDeadlock: (report) => scope.postMessage({ kind: 'deadlock', report }),
    onFiles: (left) => scope.postMessage({ kind: 'files', left },
      left.files.map(({ bytes }) => bytes.buffer)),
  });
  program = started;
  void started.outcome.then((outcome) => {
    scope.postMessage({ kind: 'outcome', outcome });
    setTimeout(() => started.endThreads(), threadsEndAfterMilliseconds);
  });
}
