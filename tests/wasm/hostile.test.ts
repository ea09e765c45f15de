// hostile.test.ts — programs that write into the memory which they share with their runner: each
// run still ends, once, at its time limit or before, and can be stopped.

import { expect, test } from '@playwright/test';
import { block } from '../../wasm/runtime/machine.mjs';
import { chooseSeed, seededChance } from '../web/support.ts';
import { compiledOnce, pipeline, runSource, start } from './support/playground.mjs';

/** Reads a seed and what to overwrite, and goes on overwriting it from two threads. */
const scribbler = `
  #include <cstdio>
  #include <cstdint>
  #include <random>
  #include <thread>
  extern "C" void* strait_block();
  void scribble(unsigned seed, int what) {
    std::minstd_rand next(seed);
    auto* block = static_cast<unsigned char*>(strait_block());
    const std::uint32_t words[] = {0, 1, 2, 3, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffc, 16};
    for (;;) {
      if (what == 0) block[next() % ${block.bytes}] = next();
      if (what == 1) reinterpret_cast<std::uint32_t*>(block)[next() % 24] = words[next() % 9];
      if (what == 2) reinterpret_cast<std::uint32_t*>(block)[next() % 24] = next();
      if (what == 3) reinterpret_cast<unsigned char*>(1024)[next() % (1u << 22)] = next();
    }
  }
  int main() {
    unsigned seed; int what;
    if (std::scanf("%u %d", &seed, &what) != 2) return 1;
    std::thread(scribble, seed, what).detach();
    std::thread([] { for (;;) std::printf("output\\n"); }).detach();
    for (int started = 0; started < 100; ++started) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      std::thread([] {}).detach();
    }
    for (;;) std::this_thread::yield();
  }`;

const scribble = compiledOnce(scribbler);

const overwritten = ['random bytes in the block', 'odd words among the control words',
  'random control words', 'random bytes anywhere'];

for (const { rounds, tag } of [{ rounds: 1, tag: [] }, { rounds: 10, tag: ['@long'] }]) {
  for (const [what, name] of overwritten.entries()) {
    test(`a program that writes ${name} ends all the same (${rounds}×)`, { tag }, async () => {
      const chance = seededChance(chooseSeed(`scribbler ${what}`));
      for (let round = 0; round < rounds; ++round) {
        const seed = Math.floor(chance() * 2 ** 31);
        const { outcome } = await scribble({ timeLimitSeconds: 1, stdin: `${seed} ${what}\n` });
        console.log(`${name}, seed ${seed}: ${JSON.stringify(outcome)}`);
        expect(['exited', 'crashed', 'timed-out']).toContain(outcome.kind);
      }
    });
  }
}

test('work that a program hands to the runner is never done', async () => {
  const { outcome, text } = await runSource(`
    #include <chrono>
    #include <cstdio>
    #include <emscripten/proxying.h>
    #include <emscripten/threading.h>
    #include <thread>
    int main() {
      const auto endless = [](void*) { for (;;) {} };
      emscripten_proxy_async(emscripten_proxy_get_system_queue(),
                             emscripten_main_runtime_thread_id(), endless, nullptr);
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      std::puts("handed over");
    }`);
  expect({ outcome, text }).toEqual({ outcome: { kind: 'exited', code: 0 }, text: 'handed over' });
});

test('a program that overwrites its outcome can be stopped', async () => {
  const compiled = await (await pipeline()).compile(`
    extern "C" volatile int* strait_block();
    int main() { for (;;) { strait_block()[0] = 1 << 20; strait_block()[0] = 0; } }`);
  if (!compiled.ok) throw new Error(compiled.text);
  const run = await start(compiled.wasm);
  await run.started;
  run.stop();
  const { outcome } = await run.done;
  expect(['stopped', 'crashed', 'exited']).toContain(outcome.kind);
});

test('an outcome that no program has is told as what it is', async () => {
  const { outcome } = await runSource(`
    extern "C" volatile int* strait_block();
    int main() { strait_block()[0] = 77; for (;;) {} }`);
  expect(outcome.kind).toBe('crashed');
  expect(outcome.reason).toMatch(/has overwritten memory/);
});
