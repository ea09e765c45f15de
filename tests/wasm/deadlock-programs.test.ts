// deadlock-programs.test.ts — of programs that stand still, the report names the threads, what they
// wait for, where, and what helps; of others there is none.

import { expect, test } from '@playwright/test';
import type { DeadlockReport } from '../../wasm/runtime/deadlock-watch.mjs';
import { withLocks } from './support/deadlock-programs-with-locks.ts';
import { inChannels, type Program } from './support/deadlock-programs.ts';
import { innocent } from './support/innocent-programs.ts';
import { compiledOnce, runSource } from './support/playground.mjs';

const programs: Record<string, Program> = { ...inChannels, ...withLocks, ...innocent };
const names = Object.keys(programs);

/** All of them in one source, compiled once; each run reads which it is. */
const source = `#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <strait/strait.hpp>
#include <string>
#include <thread>
#include <vector>
using namespace std::chrono_literals;
${names.map((name, index) => `
void program_${index}() {${programs[name]?.code ?? ''}
}
`).join('')}
int main() {
  void (*const programs[])() = {${names.map((_, index) => `program_${index}`).join(', ')}};
  int chosen = -1;
  if (std::scanf("%d", &chosen) == 1) programs[chosen]();
}
`;
const run = compiledOnce(source);

/** The line of the program that contains `// here`; 0: none. */
function lineOf(index: number): number {
  const code = programs[names[index] ?? '']?.code.split('\n') ?? [];
  const within = code.findIndex((line) => line.includes('// here'));
  const begin = source.split('\n').indexOf(`void program_${index}() {`);
  return within < 0 ? 0 : begin + 1 + within;
}

function checkReport(report: DeadlockReport, index: number, expected: Program): void {
  const { kind, threads, says = [], cure = '', cycle } = expected;
  expect(report.kind).toBe(kind);
  expect(report.threads.map(({ name }) => name).sort()).toEqual(threads?.toSorted());
  for (const words of says) expect(report.text).toContain(words);
  expect(report.cure).toContain(cure);
  if (cycle) expect(report.cycle).toEqual(cycle);
  const line = lineOf(index);
  if (line > 0) expect(report.text).toContain(`at main.cpp:${line},`);
}

test('what is said of threads that another one wakes after all is taken back', async () => {
  const { outcome, deadlocks, mistakes } = await runSource(`#include <atomic>
#include <chrono>
#include <strait/strait.hpp>
#include <thread>
int main() {
  std::atomic<strait::receiver<int>*> shown = nullptr;
  std::thread late([&shown] {
    std::this_thread::sleep_for(std::chrono::milliseconds(1800));
    (void)shown.load()->recv();
  });
  std::thread pair([&shown] {
    auto there = strait::bounded<int>(0), back = strait::bounded<int>(0);
    shown = &there.rx;
    std::thread other([tx = std::move(back.tx)] { (void)tx.send(1); });
    (void)there.tx.send(1);
    (void)back.rx.recv();
    other.join();
  });
  pair.join();
  late.join();
}
`);
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(deadlocks.map(({ kind }) => kind)).toEqual(['partial']);
  expect(mistakes).toBe(1);
});

names.forEach((name, index) => {
  const program = programs[name]!;
  const title = program.kind ? `${program.kind} deadlock: ${name}` : `no deadlock: ${name}`;
  test(title, async () => {
    const { outcome, deadlocks } = await run({ stdin: `${index}`, timeLimitSeconds: 60,
      stopAtDeadlock: true });
    if (program.kind) {
      const [report] = deadlocks;
      expect(report, outcome.kind).toBeDefined();
      if (report) checkReport(report, index, program);
    } else {
      expect(deadlocks).toEqual([]);
      expect(outcome).toEqual({ kind: 'exited', code: 0 });
    }
  });
});
