// deadlock-programs.test.ts — programs that stand still in ways of their own, wholly, in part, or
// only nearly: the report names the threads, what they wait for, where, and what helps.

import { expect, test } from '@playwright/test';
import type { DeadlockReport } from '../../wasm/runtime/deadlock-watch.mjs';
import { compiledOnce } from './support/playground.mjs';

interface Program {
  code: string;
  /** Undefined: no alarm. */
  kind?: 'certain' | 'partial';
  /** Names of the threads that stand still. */
  threads?: string[];
  /** The line that contains `// here`, for threads that wait in a channel. */
  says?: string[];
  cure?: string;
}

const programs: Record<string, Program> = {
  'a lock is held while sending': {
    code: `
      std::mutex door;
      auto [tx, rx] = strait::bounded<int>(0);
      std::thread giver([&door, tx = std::move(tx)] {
        strait::name_thread("giver");
        std::lock_guard guard(door);
        (void)tx.send(7);  // here
      });
      std::this_thread::sleep_for(50ms);
      std::lock_guard guard(door);
      (void)rx.recv();
      giver.join();`,
    kind: 'certain', threads: ['main', 'giver'],
    says: ['giver waits to send 7 to the channel', 'main waits for a lock'],
    cure: 'unlock before sending or receiving',
  },
  'three in a ring wait for the first word': {
    code: `
      auto a = strait::unbounded<int>(), b = strait::unbounded<int>(), c = strait::unbounded<int>();
      const auto pass = [](const char* name, strait::receiver<int> in, strait::sender<int> out) {
        strait::name_thread(name);
        for (int word : in) if (!out.send(word + 1)) return;  // here
      };
      std::thread one(pass, "one", std::move(a.rx), std::move(b.tx));
      std::thread two(pass, "two", std::move(b.rx), std::move(c.tx));
      std::thread three(pass, "three", std::move(c.rx), std::move(a.tx));
      one.join(); two.join(); three.join();`,
    kind: 'certain', threads: ['main', 'one', 'two', 'three'],
    says: ['one waits to receive from the channel of line'],
    cure: 'one of them has to send first',
  },
  'two fill each other’s channel and do not empty it': {
    code: `
      auto east = strait::bounded<int>(1), west = strait::bounded<int>(1);
      const auto talk = [](const char* name, strait::sender<int> out, strait::receiver<int> in) {
        strait::name_thread(name);
        for (int word = 0; word < 3; ++word) if (!out.send(word)) return;  // here
        for (int word : in) if (word == 2) return;
      };
      std::thread ann(talk, "Ann", std::move(east.tx), std::move(west.rx));
      std::thread bob(talk, "Bob", std::move(west.tx), std::move(east.rx));
      ann.join(); bob.join();`,
    kind: 'certain', threads: ['main', 'Ann', 'Bob'],
    says: ['Ann waits to send 1', 'Bob waits to send 1', 'Ann waits for Bob, Bob waits for Ann'],
    cure: 'receive while sending (select), or give the channels a larger capacity',
  },
  'a ring beside a thread that waits for itself': {
    code: `
      std::thread lonely([] {
        strait::name_thread("lonely");
        auto [tx, rx] = strait::unbounded<int>();
        for (int word : rx) std::printf("%d", word);
      });
      auto east = strait::bounded<int>(0), west = strait::bounded<int>(0);
      const auto talk = [](const char* name, strait::sender<int> out, strait::receiver<int> in) {
        strait::name_thread(name);
        if (out.send(1)) (void)in.recv();  // here
      };
      std::thread ann(talk, "Ann", std::move(east.tx), std::move(west.rx));
      std::thread bob(talk, "Bob", std::move(west.tx), std::move(east.rx));
      lonely.join(); ann.join(); bob.join();`,
    kind: 'certain', threads: ['main', 'lonely', 'Ann', 'Bob'],
    says: ['Ann waits for Bob, Bob waits for Ann'],
  },
  'a select whose senders are its own thread’s': {
    code: `
      auto a = strait::unbounded<int>(), b = strait::unbounded<int>();
      strait::select(strait::on_recv(a.rx, [](auto) {}),  // here
                     strait::on_recv(b.rx, [](auto) {}));`,
    kind: 'certain', threads: ['main'],
    says: ['main waits in a select'],
    cure: 'Let them go before the select (tx = {})',
  },
  'workers are joined while their queue is open': {
    code: `
      auto [tx, rx] = strait::unbounded<int>();
      std::thread worker([rx = std::move(rx)] {
        strait::name_thread("worker");
        for (int job : rx) std::printf("%d", job);  // here
      });
      (void)tx.send(1);
      worker.join();`,
    kind: 'certain', threads: ['main', 'worker'],
    says: ['worker waits to receive', 'main waits for the end of worker'],
    cure: 'let the sender go (tx = {}) before the join',
  },
  'each asks the other and answers later': {
    code: `
      struct request { int number; strait::sender<int> reply; };
      auto a = strait::unbounded<request>(), b = strait::unbounded<request>();
      const auto ask = [](const char* name, strait::sender<request> other,
                          strait::receiver<request> own) {
        strait::name_thread(name);
        auto [reply, answer] = strait::oneshot<int>();
        if (!other.send({1, std::move(reply)})) return;
        (void)answer.recv();  // here
        for (request& each : own) (void)each.reply.send(each.number);
      };
      std::thread ann(ask, "Ann", std::move(a.tx), std::move(b.rx));
      std::thread bob(ask, "Bob", std::move(b.tx), std::move(a.rx));
      ann.join(); bob.join();`,
    kind: 'certain', threads: ['main', 'Ann', 'Bob'],
    says: ['Ann waits to receive', 'Bob waits to receive'],
  },
  'a flood of events ends in a deadlock': {
    code: `
      auto [tx, rx] = strait::bounded<int>(1);
      std::thread source([tx = std::move(tx)] {
        strait::name_thread("source");
        for (int number = 0; number < 50'001; ++number) if (!tx.send(number)) return;  // here
      });
      for (int number = 0; number < 49'999; ++number) (void)rx.recv();
      source.join();`,
    kind: 'certain', threads: ['main', 'source'],
    says: ['source waits to send 50000'],
    cure: 'receive first, and join afterwards',
  },
  'one waits for itself while another goes on': {
    code: `
      std::thread lonely([] {
        strait::name_thread("lonely");
        auto [tx, rx] = strait::unbounded<int>();
        for (int word : rx) if (!tx.send(word)) return;  // here
      });
      lonely.detach();
      for (auto ticks = strait::tick(50ms);;) (void)ticks.recv();`,
    kind: 'partial', threads: ['lonely'],
    says: ['This thread can probably never go on.', 'lonely waits to receive'],
    cure: 'The last sender of the channel of line',
  },
  'both wait, but not for ever': {
    code: `
      auto a = strait::bounded<int>(0), b = strait::bounded<int>(0);
      std::thread ann([tx = a.tx, rx = b.rx] {
        if (!tx.send_for(1, 1800ms)) (void)rx.recv_for(10ms);
      });
      if (!b.tx.send_for(2, 1800ms)) (void)a.rx.recv_for(10ms);
      ann.join();`,
  },
  'the only one who can send is asleep': {
    code: `
      auto [tx, rx] = strait::unbounded<int>();
      std::thread late([tx = std::move(tx)] {
        std::this_thread::sleep_for(1800ms);
        (void)tx.send(1);
      });
      (void)rx.recv();
      late.join();`,
  },
  'the sender is somewhere on the heap': {
    code: `
      static std::vector<strait::sender<int>> all;
      auto [tx, rx] = strait::unbounded<int>();
      all.push_back(std::move(tx));
      std::thread waiter([rx = std::move(rx)] { (void)rx.recv(); });
      for (int round = 0; round < 18; ++round) std::this_thread::sleep_for(100ms);
      (void)all.front().send(1);
      waiter.join();`,
  },
  'one computes for long while all others wait for it': {
    code: `
      auto [tx, rx] = strait::unbounded<long>();
      std::thread busy([tx = std::move(tx)] {
        long sum = 0;
        const auto end = std::chrono::steady_clock::now() + 1800ms;
        while (std::chrono::steady_clock::now() < end) ++sum;
        (void)tx.send(sum);
      });
      (void)rx.recv();
      busy.join();`,
  },
};

const names = Object.keys(programs);

/** All of them in one source, compiled once; each run reads which it is. */
const source = `#include <chrono>
#include <cstdio>
#include <mutex>
#include <strait/strait.hpp>
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

/** The line of the program that contains `// here`. */
function lineOf(index: number): number {
  const lines = source.split('\n');
  const begin = lines.indexOf(`void program_${index}() {`);
  return lines.findIndex((line, at) => at > begin && line.includes('// here')) + 1;
}

function checkReport(report: DeadlockReport, index: number, expected: Program): void {
  const { kind, threads, says = [], cure = '' } = expected;
  expect(report.kind).toBe(kind);
  expect(report.threads.map(({ name }) => name).sort()).toEqual(threads?.toSorted());
  for (const words of says) expect(report.text).toContain(words);
  expect(report.cure).toContain(cure);
  expect(report.text).toContain(`at main.cpp:${lineOf(index)},`);
}

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
