// compile-worker.ts — holds the compiler: fetches its parts once, then turns sources into modules.
// Not here: how compiling works (wasm/pipeline/pipeline.mjs), where parts are kept (pack-cache.ts).

import { createPipeline, pipelineFrom, type CompilerAssets, type Pack,
  type PackPart, type Pipeline } from '../../../wasm/pipeline/pipeline.mjs';
import { mainSource, type ProgramFiles } from '../logic/program-files.ts';
import type { CompileOptions } from '../logic/program-settings.ts';
import { loaded } from '../logic/watched-worker.ts';
import type { WorkerScope } from '../run/protocol.ts';
import { PackCache } from './pack-cache.ts';
import { parsePack } from './pack-list.ts';
import type { FromCompiler, ToCompiler } from './protocol.ts';

const scope = self as unknown as WorkerScope<ToCompiler, FromCompiler>;

/** Takes the ways through the compiler that programs take: engines compile a function when it is
 *  first called, so whoever comes second does not wait for that. */
const warmingProgram = `#include <strait/strait.hpp>
#include <cstdio>
#include <thread>
int main() {
  auto [tx, rx] = strait::bounded<int>(1);
  std::thread sender([out = std::move(tx)] { (void)out.send(1); });
  for (int message : rx) std::printf("%d\\n", message);
  sender.join();
}
`;

let pipeline: Pipeline | undefined;
let queue = Promise.resolve();

scope.onmessage = ({ data }) => {
  queue = queue.then(() => handle(data)).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    scope.postMessage({ kind: 'unavailable', reason });
  });
};

scope.postMessage(loaded);

async function handle(message: ToCompiler): Promise<void> {
  switch (message.kind) {
    case 'prepare':
      pipeline = await prepare(message.playground);
      scope.postMessage({ kind: 'prepared' });
      break;
    case 'share-assets':
      message.port.postMessage(pipeline?.assets());
      break;
    case 'receive-assets':
      pipeline = pipelineFrom(await received(message.port));
      break;
    case 'warm':
      await pipeline?.compile(warmingProgram);
      scope.postMessage({ kind: 'warmed' });
      break;
    case 'compile':
      await compile(message.files, message.options);
      break;
  }
}

async function prepare(playground: string): Promise<Pipeline> {
  const pack = await fetchPack(new URL('pack.json', playground).href);
  let onBytes = (_delta: number): void => {};
  const cache = new PackCache(playground, (delta) => onBytes(delta));
  const missing = await cache.missing(pack.parts);
  onBytes = progressReporter(missing.reduce((sum, part) => sum + part.wireBytes, 0));
  const made = await createPipeline({
    pack,
    compilePart: (part) => cache.with(part, (response) => WebAssembly.compileStreaming(response)),
    readPart: (part) => cache.with(part, async (response) => wholeOf(part, response)),
  }).finally(() => cache.settled()); // also if one part failed: the next try needs only that one
  await cache.keepOnly(pack.parts).catch(() => {});
  return made;
}

async function wholeOf(part: PackPart, response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length !== part.bytes) throw new Error(`${part.name}: not as long as announced`);
  return bytes;
}

async function fetchPack(address: string): Promise<Pack> {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) {
    throw new Error('the compiler could not be fetched; check the connection and run again');
  }
  return parsePack(await response.json());
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

function received(port: MessagePort): Promise<CompilerAssets> {
  return new Promise((resolve) => {
    port.onmessage = ({ data }: MessageEvent<CompilerAssets>) => {
      port.close();
      resolve(data);
    };
  });
}

async function compile(files: ProgramFiles, options: CompileOptions): Promise<void> {
  if (!pipeline) throw new Error('the compiler is not there');
  const result = await pipeline.compile(mainSource(files), options,
    (step) => scope.postMessage({ kind: 'step', step }));
  if (result.ok) {
    scope.postMessage({ kind: 'compiled', wasm: result.wasm, diagnostics: result.diagnostics });
  } else {
    scope.postMessage({ kind: 'refused', diagnostics: result.diagnostics, text: result.text });
  }
}
