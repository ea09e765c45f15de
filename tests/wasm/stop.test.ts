// stop.test.ts — after Stop the threads of a program come to rest by themselves wherever they touch
// a channel: nobody has to end their workers for the processor to be free again.

import { expect, test } from '@playwright/test';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { pipeline, playground, readJson } from './support/playground.mjs';

const program = (body: string): string => `
  #include <strait/strait.hpp>
  #include <cstdio>
  #include <thread>
  #include <vector>
  int main() {
    auto [tx, rx] = strait::bounded<int>(1);
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) threads.emplace_back([tx = tx, rx = rx]() mutable {
      for (;;) { ${body} }
    });
    std::puts("busy");
    for (auto& thread : threads) thread.join();
  }`;

/** How many processors this process keeps busy. */
async function busyProcessors(): Promise<number> {
  const before = process.cpuUsage();
  const begun = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / (performance.now() - begun);
}

for (const [what, body] of [
  ['try_send and try_recv', '(void)tx.try_send(1); (void)rx.try_recv();'],
  ['send and recv', '(void)tx.send_for(1, std::chrono::microseconds(1)); (void)rx.try_recv();'],
] as const) {
  test(`threads that only ${what} come to rest`, async () => {
    const compiled = await (await pipeline()).compile(program(body));
    if (!compiled.ok) throw new Error(compiled.text);
    const { glue } = await readJson('runtime.json');
    const worker = new Worker(new URL('../../wasm/node-worker.mjs', import.meta.url));
    const heard = (wanted: string) => new Promise<{ outcome: { kind: string } }>((resolve) =>
      worker.on('message', (message) => { if (wanted in message) resolve(message); }));
    const address = pathToFileURL(path.join(playground, glue)).href;
    const printed = heard('batch');
    worker.postMessage({ start: { glue: address, wasm: compiled.wasm, timeLimitSeconds: 60 } });
    await printed;
    await expect.poll(busyProcessors, { timeout: 60_000 }).toBeGreaterThan(0.3);
    const ended = heard('outcome');
    worker.postMessage({ stop: true });
    expect((await ended).outcome.kind).toBe('stopped');
    await expect.poll(busyProcessors, { timeout: 60_000 }).toBeLessThan(0.2);
    await worker.terminate();
  });
}
