// runtime.test.ts — how programs run and end: each ends in exactly one outcome, with its output.

import { expect, test } from '@playwright/test';
import { compiledOnce, pipeline, runSource, start } from './support/playground.mjs';

/** One program, compiled once, whose main() does one of `bodies`: the one whose index it reads. */
function programOf(bodies: readonly string[]) {
  const cases = bodies.map((body, index) => `
        case ${index}: {\n#line 1\n${body}\n} break;`);
  const source = `#include <cassert>
    #include <cstdio>
    #include <cstdlib>
    #include <cstring>
    #include <functional>
    #include <stdexcept>
    #include <thread>
    #include <vector>
    #include <unistd.h>
    int main() {
      char index[4] = {};
      if (read(0, index, 3) < 1) return 1;
      switch (std::atoi(index)) {${cases.join('')}
      }
    }`;
  const run = compiledOnce(source);
  return (index: number) => run({ stdin: `${index}` });
}

test('hello from printf and iostream, in order and with the stream of each line', async () => {
  const { outcome, lines } = await runSource(`
    #include <cstdio>
    #include <iostream>
    int main() {
      std::printf("one\\n");
      std::cout << "two" << std::endl;
      std::cerr << "three\\n";
      std::printf("without its end");
    }`);
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(lines.map(({ stream, text }) => `${stream} ${text}`)).toEqual([
    'out one', 'out two', 'err three', 'out without its end',
  ]);
  for (const { at } of lines) expect(at).toBeGreaterThanOrEqual(0);
});

test('the parts of the standard library that ask the system find what they import', async () => {
  const { outcome, lines } = await runSource(`
    #include <ctime>
    #include <filesystem>
    #include <fstream>
    #include <locale>
    #include <print>
    #include <random>
    int main() {
      std::println("{:>4}", 42);
      std::println("{}", std::ifstream("no such file").is_open());
      std::println("{}", std::filesystem::exists("no such file"));
      std::println("{}", std::random_device{}() != std::random_device{}());
      std::time_t zero = 0;
      std::println("{}", std::gmtime(&zero)->tm_year);
      std::println("{}", std::locale().name());
    }`);
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(lines.map(({ text }) => text)).toEqual(['  42', 'false', 'false', 'true', '70', 'C']);
});

test('a chain of 250 threads, each waiting for the next', async () => {
  const { outcome, text, threads } = await runSource(`
    #include <strait/strait.hpp>
    #include <cstdio>
    #include <thread>
    #include <vector>
    int main() {
      auto [first, next] = strait::bounded<int>(0);
      auto from = std::move(next);
      std::vector<std::thread> threads;
      for (int i = 0; i < 250; ++i) {
        auto [to, after] = strait::bounded<int>(0);
        threads.emplace_back([rx = std::move(from), tx = std::move(to)] {
          (void)tx.send(*rx.recv() + 1);
        });
        from = std::move(after);
      }
      (void)first.send(0);
      std::printf("%d\\n", *from.recv());
      for (auto& thread : threads) thread.join();
    }`, { timeLimitSeconds: 90 });
  expect({ outcome, text }).toEqual({ outcome: { kind: 'exited', code: 0 }, text: '250' });
  expect(threads.alive).toBeGreaterThan(125);
});

test('std::mutex keeps lines of iostream whole', async () => {
  const { outcome, lines } = await runSource(`
    #include <iostream>
    #include <mutex>
    #include <thread>
    #include <vector>
    int main() {
      std::mutex mutex;
      std::vector<std::thread> threads;
      for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
          for (int j = 0; j < 100; ++j) {
            const std::lock_guard lock(mutex);
            std::cout << "thread " << i << " line " << j << "\\n";
          }
        });
      }
      for (auto& thread : threads) thread.join();
    }`);
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(new Set(lines.map(({ text }) => text)).size).toBe(800);
  for (const { text } of lines) expect(text).toMatch(/^thread \d line \d+$/);
});

test('an exception is caught inside of a thread', async () => {
  const { outcome, text } = await runSource(`
    #include <cstdio>
    #include <stdexcept>
    #include <thread>
    int main() {
      std::thread([] {
        try { throw std::runtime_error("inside"); }
        catch (const std::exception& error) { std::printf("caught %s\\n", error.what()); }
      }).join();
    }`);
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(text).toBe('caught inside');
});

const exits = {
  'return 3': 'return 3;',
  'exit(3) in main': 'std::exit(3);',
  'exit(3) in another thread': 'std::thread([] { std::exit(3); }).join(); for (;;) {}',
  '_Exit(3)': 'std::_Exit(3);',
  'quick_exit(3)': 'std::quick_exit(3);',
};
const exiting = programOf(Object.values(exits));

for (const [index, way] of Object.keys(exits).entries()) {
  test(`exit code 3 by ${way}`, async () => {
    const { outcome } = await exiting(index);
    expect(outcome).toEqual({ kind: 'exited', code: 3 });
  });
}

test('exit() runs what atexit() registered, and no destructor of main()', async () => {
  const { outcome, text } = await runSource(`
    #include <cstdio>
    #include <cstdlib>
    struct Loud { ~Loud() { std::puts("destructor"); } };
    int main() {
      Loud loud;
      std::atexit([] { std::puts("registered"); });
      std::exit(0);
    }`);
  expect({ outcome, text }).toEqual({ outcome: { kind: 'exited', code: 0 }, text: 'registered' });
});

const stackOverflow =
  'stack overflow: the recursion is too deep, or local variables need more than 1 MiB';

const crashes = [
  ['an exception nobody caught', 'throw std::runtime_error("boom");',
    'uncaught exception of type std::runtime_error: boom'],
  ['an exception out of a thread', 'std::thread([] { throw 42; }).join();',
    'uncaught exception of type int'],
  ['an exception that passes a joinable thread',
    'std::thread t([] { for (;;) std::this_thread::yield(); }); throw std::logic_error("kept");',
    'uncaught exception of type std::logic_error: kept'],
  ['an exception out of noexcept', '[]() noexcept { throw std::out_of_range("far"); }();',
    'uncaught exception of type std::out_of_range: far'],
  ['a failed assertion', 'int zero = 0; assert(zero == 1);',
    'assertion failed: zero == 1 (main.cpp:1, in main)'],
  ['abort()', 'std::abort();', 'abort() was called'],
  ['a joinable thread destroyed', 'std::thread t([] {});',
    'std::terminate() was called: most often a std::thread was destroyed before join()'],
  ['a null write', 'int* volatile nothing = nullptr; *nothing = 1;',
    'a null pointer was dereferenced'],
  ['a far read', 'int* volatile far = (int*)0x7ffffff0; std::printf("%d", *far);',
    'memory access out of bounds: a pointer or an index is outside the program’s memory, '
      + 'or a local variable is larger than the stack of 1 MiB'],
  ['a division by zero', 'volatile int zero = 0; std::printf("%d", 1 / zero);',
    'integer division by zero'],
  ['endless recursion', 'std::function<int(int)> f = [&](int n) { return f(n + 1) + 1; };'
    + ' std::printf("%d", f(0));', stackOverflow],
  ['recursion with large variables', 'std::function<int(int)> f = [&](int n) {'
    + ' char room[100000]; std::memset(room, n, sizeof room);'
    + ' return n == 0 ? room[5] : f(n - 1) + room[7]; }; std::printf("%d", f(14));', stackOverflow],
  ['the same in another thread', 'std::function<int(int)> f = [&](int n) {'
    + ' char room[100000]; std::memset(room, n, sizeof room);'
    + ' return n == 0 ? room[5] : f(n - 1) + room[7]; };'
    + ' std::thread([&] { std::printf("%d", f(14)); }).join();', stackOverflow],
  ['memory used up', 'for (;;) new char[1 << 20];',
    'uncaught exception of type std::bad_alloc: the program’s memory of 512 MiB is used up'],
  ['1,000 threads at a time', 'std::vector<std::thread> all; for (int i = 0; i < 1000; ++i)'
    + ' all.emplace_back([] { std::this_thread::sleep_for(std::chrono::hours(1)); });'
    + ' for (auto& t : all) t.join();',
    'thread limit reached: the playground allows 256 threads at a time; join some before more '
      + 'are started'],
] as const;
const crashing = programOf(crashes.map(([, body]) => body));

for (const [index, [what, , reason]] of crashes.entries()) {
  test(`${what} is a crash with its reason`, async () => {
    const { outcome } = await crashing(index);
    expect(outcome).toEqual({ kind: 'crashed', reason });
  });
}

test('of a flood the first and the last lines arrive, and how many are missing', async () => {
  const { outcome, lines, text, cut, skipped } = await runSource(`
    #include <cstdio>
    int main() {
      for (int i = 0; i < 1000000; ++i) std::printf("line %d\\n", i);
      return 7;
    }`);
  expect({ outcome, cut }).toEqual({ outcome: { kind: 'exited', code: 7 }, cut: true });
  // A line may come in pieces; each counts once.
  expect(skipped + lines.filter(({ continues }) => !continues).length).toBe(1_000_000);
  const whole = text.split('\n');
  expect(whole.slice(0, 499)).toEqual(numbered(0, 499));
  expect(whole.slice(-9_499)).toEqual(numbered(990_501, 1_000_000));
});

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index}`);

test('a line without end is cut, too', async () => {
  const { outcome, text, cut } = await runSource(
    '#include <cstdio>\nint main() { for (;;) std::fputs("0123456789", stdout); }',
    { timeLimitSeconds: 2 });
  expect({ outcome, cut }).toEqual({ outcome: { kind: 'timed-out', seconds: 2 }, cut: true });
  expect(text).toMatch(/^0123456789/);
});

test('characters of several bytes and broken ones pass from batch to batch', async () => {
  const { text } = await runSource(`
    #include <cstdio>
    #include <unistd.h>
    int main() {
      for (char byte : {'\\xe2', '\\x82', '\\xac'}) {
        std::putchar(byte);
        std::fflush(stdout);
        usleep(150000);
      }
      std::puts("\\xff\\x1b[31m");
    }`);
  expect(text).toBe('€\uFFFD\u001b[31m');
});

const endless = {
  'a loop without end': 'int main() { for (;;) {} }',
  'a deadlock of mutexes': `
    #include <latch>
    #include <mutex>
    #include <thread>
    int main() {
      std::mutex a, b;
      std::latch both(2);
      std::thread other([&] {
        std::lock_guard x(b);
        both.arrive_and_wait();
        std::lock_guard y(a);
      });
      std::lock_guard x(a);
      both.arrive_and_wait();
      std::lock_guard y(b);
    }`,
  'a receive that nobody answers': `
    #include <strait/strait.hpp>
    int main() { auto [tx, rx] = strait::unbounded<int>(); (void)rx.recv(); }`,
  'a long sleep': `
    #include <chrono>
    #include <thread>
    int main() { std::this_thread::sleep_for(std::chrono::hours(1)); }`,
};

for (const [what, source] of Object.entries(endless)) {
  test(`${what} is stopped`, async () => {
    const compiled = await (await pipeline()).compile(source);
    if (!compiled.ok) throw new Error(compiled.text);
    const run = await start(compiled.wasm);
    await run.started;
    await new Promise((resolve) => setTimeout(resolve, 200));
    run.stop();
    const { outcome } = await run.done;
    expect(outcome).toEqual({ kind: 'stopped' });
  });
}

test('a loop without end times out', async () => {
  const { outcome } = await runSource(endless['a loop without end'], { timeLimitSeconds: 1 });
  expect(outcome).toEqual({ kind: 'timed-out', seconds: 1 });
});

test('a program that may go on outlives its limit', async () => {
  const compiled = await (await pipeline()).compile(`
    #include <chrono>
    #include <cstdio>
    #include <thread>
    int main() {
      std::this_thread::sleep_for(std::chrono::seconds(6));
      std::printf("rested\\n");
    }`);
  if (!compiled.ok) throw new Error(compiled.text);
  const run = await start(compiled.wasm, { timeLimitSeconds: 5 });
  await run.started;
  run.letRun();
  const { outcome, text } = await run.done;
  expect({ outcome, text }).toEqual({ outcome: { kind: 'exited', code: 0 }, text: 'rested' });
});

test('no catch block of the program sees the stop', async () => {
  const { outcome, text } = await runSource(`
    #include <cstdio>
    #include <strait/strait.hpp>
    struct Loud { ~Loud() { std::puts("destructor"); } };
    int main() {
      Loud loud;
      auto [tx, rx] = strait::unbounded<int>();
      try { (void)rx.recv(); } catch (...) { std::puts("caught"); }
    }`, { timeLimitSeconds: 1 });
  expect({ outcome, text }).toEqual({ outcome: { kind: 'timed-out', seconds: 1 }, text: '' });
});

test('there is no input: reading ends at once', async () => {
  const { outcome, text } = await runSource(`
    #include <iostream>
    int main() { std::string word; std::cout << bool(std::cin >> word) << "\\n"; }`);
  expect({ outcome, text }).toEqual({ outcome: { kind: 'exited', code: 0 }, text: '0' });
});

test('error codes and handles are formatted', async () => {
  const { outcome, lines } = await runSource(`
    #include <print>
    #include <strait/strait.hpp>
    int main() {
      auto [tx, rx] = strait::bounded<int>(1);
      std::println("{}", rx.try_recv().error());
      rx.close();
      const auto sent = tx.send(7);
      std::println("{:>13}: {}", sent.error(), sent.error().value);
      std::println("{}", strait::receiver<int>());
    }`);
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(lines.map(({ text }) => text)).toEqual(['empty', ' disconnected: 7', 'receiver, empty']);
});
