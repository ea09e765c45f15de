// trace-recorded.test.ts — what programs record arrives whole; what stands still is explained, and
// nothing else.

import { expect, test } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FlowRecording } from '../../web/src/flow/model/recording.ts';
import { decodeTrace, type FlowEvent } from '../../wasm/trace/decoder.mjs';
import { pipeline, playground, readJson, root, runSource, start } from './support/playground.mjs';

type Run = Awaited<ReturnType<typeof runSource>>;

const compiled = async (source: string): Promise<Uint8Array> => {
  const result = await (await pipeline()).compile(source);
  if (!result.ok) throw new Error(result.text);
  return result.wasm;
};

async function runScenario(id: string, timeLimitSeconds = 20): Promise<Run> {
  const { scenarios } = await readJson('scenarios.json');
  const { module } = scenarios.find((each: { id: string }) => each.id === id);
  const wasm = new Uint8Array(readFileSync(path.join(playground, module)));
  return (await start(wasm, { timeLimitSeconds })).done;
}

const of = (events: FlowEvent[], kind: FlowEvent['kind']) =>
  events.filter((event) => event.kind === kind);

for (const id of ['10-many-producers', '40-rendezvous', '37-matching', '51-prime-sieve',
  '50-pipeline', '42-request-and-reply', '34-any-number']) {
  test(`${id}: what was received had been sent, once, with the same value`, async () => {
    const { outcome, trace: { events, lost, places } } = await runScenario(id);
    expect(outcome).toEqual({ kind: 'exited', code: 0 });
    expect(lost).toBe(0);
    const sent = new Map(of(events, 'sent').map((event) => [event.message, event]));
    expect(sent.size).toBe(of(events, 'sent').length);
    expect(sent.size).toBeGreaterThan(0);
    const received = of(events, 'received').filter(({ message }) => sent.has(message));
    expect(new Set(received.map(({ message }) => message)).size).toBe(received.length);
    const untimely = received.filter(({ message, channel, sequence, text }) => {
      const { channel: where, sequence: before, text: value } = sent.get(message)!;
      return where !== channel || before >= sequence || value !== text;
    });
    expect(untimely).toEqual([]);
    const made = new Set(of(events, 'channel-made').map(({ channel }) => channel));
    expect(received.filter(({ channel }) => !made.has(channel))).toEqual([]);
    const outside = [...sent.values()].filter(({ place }) =>
      !places[place]?.file.endsWith('main.cpp') || places[place].line === 0);
    expect(outside).toEqual([]);
    const began = of(events, 'thread-began').map(({ thread }) => thread);
    expect(began.toSorted((a, b) => a - b)).toEqual(began.map((_, index) => index));
  });
}

test('threads, waits and output have their moments', async () => {
  const { trace: { events }, lines } = await runSource(`
    #include <chrono>
    #include <cstdio>
    #include <strait/strait.hpp>
    #include <thread>
    int main() {
      std::puts("one");
      std::thread sleeper([] {
        strait::name_thread("sleeper");
        std::this_thread::sleep_for(std::chrono::milliseconds(250));
      });
      sleeper.join();
      std::puts("two");
    }`);
  expect(lines.length).toBe(2);
  expect(of(events, 'output').map(({ number }) => number)).toEqual([0, 1]);
  expect(of(events, 'thread-named').map(({ thread, text }) => [thread, text]))
    .toEqual([[1, 'sleeper']]);
  const waits = of(events, 'wait-began').map(({ thread, text, number }) => [thread, text, number]);
  expect(waits).toContainEqual([0, 'join', 1]);
  expect(waits).toContainEqual([1, 'sleep', -1]);
  expect(of(events, 'wait-ended').length).toBe(waits.length);
  const [ended] = of(events, 'thread-ended').filter(({ thread }) => thread === 1);
  expect(ended?.time).toBeGreaterThanOrEqual(250e6);
});

test('a flood of events loses the oldest and says how many', async () => {
  const { outcome, trace: { events, lost } } = await runSource(`
    #include <strait/strait.hpp>
    int main() {
      auto [tx, rx] = strait::bounded<int>(1);
      for (int round = 0; round < 300'000; ++round)
        if (!tx.send(round) || rx.recv() != round) return 1;
    }`);
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(lost).toBeGreaterThan(0);
  expect(events.length + lost).toBeGreaterThanOrEqual(1_200_000);
  expect(of(events, 'received').at(-1)?.text).toBe('299999');
});

test('nothing is recorded where it is turned off', async () => {
  const wasm = await compiled(`
    #include <strait/strait.hpp>
    int main() { auto [tx, rx] = strait::bounded<int>(1); return tx.send(0) ? 0 : 1; }`);
  const { outcome, trace } = await (await start(wasm, { trace: false })).done;
  expect(outcome).toEqual({ kind: 'exited', code: 0 });
  expect(trace.events).toEqual([]);
});

const mistakes = [
  { id: '90-deadlock', threads: 3, says: ['waits to send 1 to', 'give the channels a capacity'] },
  { id: '91-forgotten-sender', threads: 1, says: ['main waits to receive', 'tx = {}'] },
  { id: '93-join-too-early', threads: 2,
    says: ['main waits for thread 1 to end', 'receive first'] },
];
for (const { id, threads, says } of mistakes) {
  test(`${id}: the deadlock is certain and explained`, async () => {
    const { deadlocks } = await runScenario(id, 5);
    const [report] = deadlocks;
    expect(report?.kind).toBe('certain');
    expect(report?.threads.length).toBe(threads);
    for (const text of says) expect(report?.text).toContain(text);
    // While it runs, and when it is ended.
    expect(deadlocks.map(({ text }) => text.split('\n')[0])).toEqual(
      deadlocks.map(() => 'Deadlock. Nothing in this program can move any more.'));
    expect(deadlocks.length).toBe(2);
  });
}

const innocent: Record<string, string> = {
  'sleeps': 'std::this_thread::sleep_for(1500ms);',
  'waits for a timer': '(void)strait::after(1500ms).recv();',
  'waits for a ticker beside a channel': `auto ticks = strait::tick(700ms);
    for (int i = 0; i < 2; ++i) strait::select(strait::on_recv(rx), strait::on_recv(ticks));`,
  'waits with a limit': '(void)rx.recv_for(1500ms);',
  'waits for a thread that computes': `std::thread busy([] {
      const auto end = std::chrono::steady_clock::now() + 1500ms;
      while (std::chrono::steady_clock::now() < end) {}
    });
    busy.join();`,
  'waits for a thread that has not used its sender yet': `std::thread late([tx = std::move(tx)] {
      std::this_thread::sleep_for(1500ms);
      (void)tx.send(1);
    });
    (void)rx.recv();
    late.join();`,
  'waits for a sender on another stack': `std::thread late([&] {
      std::this_thread::sleep_for(1500ms);
      (void)tx.send(1);
    });
    (void)rx.recv();
    late.join();`,
  'waits for a condition that a sleeper will signal': `std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    std::thread late([&] {
      std::this_thread::sleep_for(1500ms);
      std::lock_guard guard(mutex);
      ready = true;
      changed.notify_one();
    });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return ready; });
    lock.unlock();
    late.join();`,
  'waits for a reply that is being computed': `struct request { strait::sender<int> reply; };
    auto [requests, inbox] = strait::bounded<request>(1);
    std::thread server([inbox = std::move(inbox)] {
      std::this_thread::sleep_for(1500ms);
      for (request each : inbox) (void)each.reply.send(1);
    });
    (void)requests.send(request{std::move(tx)});
    (void)rx.recv();
    requests = {};
    server.join();`,
};
for (const [what, code] of Object.entries(innocent)) {
  test(`no alarm while a program ${what}`, async () => {
    const run = await runSource(`
      #include <chrono>
      #include <condition_variable>
      #include <mutex>
      #include <strait/strait.hpp>
      #include <thread>
      using namespace std::chrono_literals;
      int main() {
        auto [tx, rx] = strait::bounded<int>(1);
        ${code}
      }`);
    expect(run.outcome).toEqual({ kind: 'exited', code: 0 });
    expect(run.deadlocks).toEqual([]);
  });
}

test('two that wait for each other are reported while others go on', async () => {
  const wasm = await compiled(`
    #include <strait/strait.hpp>
    #include <thread>
    using namespace std::chrono_literals;
    int main() {
      auto [to_ann, for_ann] = strait::bounded<int>(0);
      auto [to_bob, for_bob] = strait::bounded<int>(0);
      std::thread ann([give = std::move(to_bob), take = std::move(for_ann)] {
        strait::name_thread("Ann");
        if (give.send(1)) (void)take.recv();
      });
      std::thread bob([give = std::move(to_ann), take = std::move(for_bob)] {
        strait::name_thread("Bob");
        if (give.send(2)) (void)take.recv();
      });
      for (auto ticks = strait::tick(50ms);;) (void)ticks.recv();
    }`);
  const { deadlocks } = await (await start(wasm, { stopAtDeadlock: true })).done;
  expect(deadlocks[0]?.kind).toBe('partial');
  expect(deadlocks[0]?.threads.map(({ name }) => name)).toEqual(['Ann', 'Bob']);
  expect(deadlocks[0]?.cycle).toEqual([1, 2]);
  expect(deadlocks[0]?.text).toContain('These 2 threads can probably never go on.');
});

test('of a flood that stands still the page knows the last events, too', async () => {
  const recording = new FlowRecording();
  let told = '';
  const { outcome } = await start(await compiled(`
    #include <strait/strait.hpp>
    #include <vector>
    int main() {
      std::vector<strait::channel<int>> all;
      for (int each = 0; each < 2000; ++each) all.push_back(strait::bounded<int>(0));
      (void)all[0].rx.recv();
    }`), { timeLimitSeconds: 2,
    onTrace: (bytes) => recording.take(bytes),
    onNews: () => { told = recording.model.steps.at(-1)?.kind ?? ''; },
  }).then(({ done }) => done);
  expect(outcome.kind).toBe('timed-out');
  expect(recording.model.lost).toBeGreaterThan(0);
  expect(told, 'before its end').toBe('blocked');
});

test('a file that a native program wrote is decoded', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'strait-trace-'));
  const source = path.join(folder, 'main.cpp');
  writeFileSync(source, `
    #include <strait/strait.hpp>
    int main(int, char** arguments) {
      auto [tx, rx] = strait::bounded<int>(4);
      tx.set_name("naïve");
      if (!tx.send(42) || rx.recv() != 42) return 1;
      return strait::write_trace(arguments[1]) ? 0 : 1;
    }`);
  const program = path.join(folder, 'program');
  const file = path.join(folder, 'run.trace');
  execFileSync('c++', ['-std=c++23', '-DSTRAIT_TRACE', '-I', path.join(root, 'core/include'),
    source, '-o', program, '-pthread']);
  execFileSync(program, [file]);
  const { events, places, lost } = decodeTrace(new Uint8Array(readFileSync(file)));
  expect(lost).toBe(0);
  expect(events.map(({ kind }) => kind)).toEqual([
    'thread-began', 'channel-made', 'handles', 'handles', 'channel-named', 'send-begun', 'sent',
    'receive-begun', 'received']);
  expect(of(events, 'channel-named')[0]?.text).toBe('naïve');
  expect(of(events, 'received')[0]).toMatchObject({ text: '42', number: 0, channel: 1 });
  expect(places[of(events, 'sent')[0]?.place ?? 0]).toMatchObject({ file: source, line: 6 });
});
