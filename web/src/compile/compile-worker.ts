// compile-worker.ts — holds the compiler: fetches its parts once, then turns sources into modules.
// Not here: how compiling works (wasm/pipeline/pipeline.mjs).

import { createPipeline, fetchPart } from '../../../wasm/pipeline/pipeline.mjs';
import type { WorkerScope } from '../run/protocol.ts';
import type { FromCompiler, ToCompiler } from './protocol.ts';

const scope = self as unknown as WorkerScope<ToCompiler, FromCompiler>;
type Pipeline = Awaited<ReturnType<typeof createPipeline>>;
type Pack = Parameters<typeof createPipeline>[0]['pack'];

let pipeline: Pipeline | undefined;
let queue = Promise.resolve();

scope.onmessage = ({ data }) => {
  queue = queue.then(() => handle(data)).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    scope.postMessage({ kind: 'unavailable', reason });
  });
};

async function handle(message: ToCompiler): Promise<void> {
  switch (message.kind) {
    case 'prepare':
      pipeline = await prepare(message.playground);
      scope.postMessage({ kind: 'prepared' });
      break;
    case 'compile':
      await compile(message.source);
      break;
  }
}

async function prepare(playground: string): Promise<Pipeline> {
  const pack = await fetchPack(new URL('pack.json', playground).href);
  const total = pack.parts.reduce((sum, part) => sum + part.wireBytes, 0);
  const progress = progressReporter(total);
  return createPipeline({
    pack,
    readPart: (part) => fetchPart(part, new URL(part.file, playground).href,
      { onBytes: progress, signal: new AbortController().signal }),
  });
}

async function fetchPack(address: string): Promise<Pack> {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) {
    throw new Error('the compiler could not be fetched; check the connection and run again');
  }
  return await response.json() as Pack;
}

/** Tells at most every 50 ms: thousands of chunks arrive. */
function progressReporter(total: number): (delta: number) => void {
  let received = 0;
  let toldAt = -Infinity;
  scope.postMessage({ kind: 'fetching', received, total });
  return (delta) => {
    received += delta;
    const now = performance.now();
    if (now - toldAt < 50 && received < total) return;
    toldAt = now;
    scope.postMessage({ kind: 'fetching', received, total });
  };
}

async function compile(source: string): Promise<void> {
  if (!pipeline) throw new Error('the compiler is not there');
  const result = await pipeline.compile(source);
  if (result.ok) {
    scope.postMessage({ kind: 'compiled', wasm: result.wasm, diagnostics: result.diagnostics });
  } else {
    scope.postMessage({ kind: 'refused', diagnostics: result.diagnostics, text: result.text });
  }
}
