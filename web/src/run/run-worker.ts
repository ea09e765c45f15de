// run-worker.ts — hosts one program: its event loop stays free to start threads and obey Stop.
// Not here: the runtime itself (wasm/runtime/host.mjs).

import { startProgram } from '../../../wasm/runtime/host.mjs';
import type { FromHost, ToHost, WorkerScope } from './protocol.ts';

const scope = self as unknown as WorkerScope<ToHost, FromHost>;
let program: { outcome: Promise<unknown>; stop(): void } | undefined;

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case 'start':
      start(data);
      break;
    case 'stop':
      program?.stop();
      break;
  }
};

function start(message: ToHost & { kind: 'start' }): void {
  const started = startProgram({
    glue: message.glue,
    wasm: message.wasm,
    timeLimitSeconds: message.timeLimitSeconds,
    onStart: () => scope.postMessage({ kind: 'started' }),
    onOutput: (batch) => scope.postMessage({ kind: 'output', batch }),
    onThreads: (alive, waiting) => scope.postMessage({ kind: 'threads', alive, waiting }),
  });
  program = started;
  void started.outcome.then((outcome) => scope.postMessage({ kind: 'outcome', outcome }));
}
