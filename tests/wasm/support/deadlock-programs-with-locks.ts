// deadlock-programs-with-locks.ts — programs that stand still in which a thread waits for a lock, a
// condition variable, a future, a semaphore or a barrier (deadlock-programs.test.ts).

import type { Program } from './deadlock-programs.ts';

export const withLocks: Record<string, Program> = {
  'a lock is held while sending': {
    code: `
      std::mutex door;
      std::latch locked(1);
      auto [tx, rx] = strait::bounded<int>(0);
      std::thread giver([&door, &locked, tx = std::move(tx)] {
        strait::name_thread("giver");
        std::lock_guard guard(door);
        locked.count_down();
        (void)tx.send(7);  // here
      });
      locked.wait();
      std::lock_guard guard(door);
      (void)rx.recv();
      giver.join();`,
    kind: 'certain', threads: ['main', 'giver'],
    says: ['giver waits to send 7 to the channel', 'main waits for a lock that giver holds'],
    cure: 'giver holds the lock that main waits for: unlock before sending or receiving',
  },
  'two lock the same two mutexes in different order': {
    code: `
      std::mutex left, right;
      std::latch both(2);
      const auto dine = [&both](const char* name, std::mutex& first, std::mutex& second) {
        strait::name_thread(name);
        std::lock_guard a(first);
        both.arrive_and_wait();
        std::lock_guard b(second);
      };
      std::thread ann(dine, "Ann", std::ref(left), std::ref(right));
      std::thread bob(dine, "Bob", std::ref(right), std::ref(left));
      for (auto ticks = strait::tick(50ms);;) (void)ticks.recv();`,
    kind: 'partial', threads: ['Ann', 'Bob'],
    says: ['Ann waits for a lock that Bob holds', 'Ann waits for Bob, Bob waits for Ann'],
    cure: 'take locks in the same order everywhere',
  },
  'a function that locks calls another one that does': {
    code: `
      std::mutex door;
      const std::lock_guard outer(door);
      [&door] { const std::lock_guard inner(door); }();`,
    kind: 'certain', threads: ['main'],
    says: ['main waits for a lock that it holds itself'],
    cure: 'main locks a mutex that it has locked already',
  },
  'workers of a queue made of a condition variable are never told to end': {
    code: `
      std::mutex lock; std::condition_variable changed; std::vector<int> jobs;
      std::thread worker([&] {
        strait::name_thread("worker");
        for (;;) {
          std::unique_lock guard(lock);
          changed.wait(guard, [&] { return !jobs.empty(); });
          jobs.pop_back();
        }
      });
      { std::lock_guard guard(lock); jobs.push_back(1); }
      changed.notify_one();
      worker.join();`,
    kind: 'certain', threads: ['main', 'worker'],
    says: ['worker waits for a condition variable', 'main waits for worker to end'],
    cure: 'Nobody is left who could notify worker',
  },
  'a future’s result would need the end of a loop': {
    code: `
      auto [tx, rx] = strait::bounded<int>(0);
      auto sum = std::async(std::launch::async, [&rx] {
        strait::name_thread("adder");
        int all = 0;
        for (int each : rx) all += each;  // here
        return all;
      });
      for (int each = 0; each < 3; ++each) (void)tx.send(each);
      std::printf("%d", sum.get());`,
    kind: 'certain', threads: ['main', 'adder'],
    says: ['main waits for a future', 'adder waits to receive'],
    cure: 'main waits itself and still has a sender of the channel of line',
  },
  'a semaphore that nobody releases': {
    code: `
      static std::counting_semaphore<2> places(0);
      std::thread guest([] { strait::name_thread("guest"); places.acquire(); });
      guest.join();`,
    kind: 'certain', threads: ['main', 'guest'],
    says: ['guest waits for a semaphore'],
    cure: 'Nobody is left who could wake guest',
  },
  'two at a barrier of three': {
    code: `
      static std::barrier gate(3);
      std::thread other([] { strait::name_thread("other"); gate.arrive_and_wait(); });
      gate.arrive_and_wait();
      other.join();`,
    kind: 'certain', threads: ['main', 'other'],
    says: ['other waits for a semaphore, a latch, a barrier or an atomic'],
    cure: 'Nobody is left who could wake main',
  },
  'locks of all kinds, in two orders': {
    code: `
      static std::recursive_mutex a; static std::timed_mutex b; static std::recursive_timed_mutex c;
      static std::shared_mutex d; static std::shared_timed_mutex e;
      static std::latch begun(6);
      const auto next = [](const char* name, auto& own, auto take) {
        return [&own, name, take] {
          strait::name_thread(name);
          std::lock_guard guard(own);
          begun.arrive_and_wait();
          take();
        };
      };
      std::vector<std::jthread> all;
      all.emplace_back(next("A", a, [] { b.lock(); }));
      all.emplace_back(next("B", b, [] { c.lock(); }));
      all.emplace_back(next("C", c, [] { d.lock_shared(); }));
      all.emplace_back(next("D", d, [] { e.lock(); }));
      all.emplace_back(next("E", e, [] { a.lock(); }));
      begun.count_down();
      for (auto ticks = strait::tick(50ms);;) (void)ticks.recv();`,
    kind: 'partial', threads: ['A', 'B', 'C', 'D', 'E'],
    says: ['A waits for a lock that B holds', 'E waits for a lock that A holds',
      'A waits for B, B waits for C, C waits for D, D waits for E, E waits for A'],
    cure: 'take locks in the same order everywhere',
  },
  'locks got by trying, while others try in vain': {
    code: `
      static std::timed_mutex a; static std::recursive_timed_mutex b;
      static std::shared_timed_mutex c, d; static std::recursive_mutex e;
      static std::latch begun(6);
      const auto next = [](const char* name, auto get, auto take) {
        return [=] {
          strait::name_thread(name);
          if (!get()) std::abort();
          begun.arrive_and_wait();
          take();
        };
      };
      const auto late = std::chrono::system_clock::now() + 60s;
      std::vector<std::jthread> all;
      all.emplace_back(next("A", [] { return a.try_lock_for(60s); }, [] { b.lock(); }));
      all.emplace_back(next("B", [=] { return b.try_lock_until(late); }, [] { c.lock_shared(); }));
      all.emplace_back(next("C", [] { return c.try_lock_for(60s); }, [] { d.lock(); }));
      all.emplace_back(next("D", [] { return d.try_lock_shared_for(60s); }, [] { e.lock(); }));
      all.emplace_back(next("E", [] { return e.try_lock(); }, [] { a.lock(); }));
      begun.arrive_and_wait();
      for (auto ticks = strait::tick(50ms);;) {
        if (a.try_lock_for(1ms) || b.try_lock() || b.try_lock_for(1ms) || c.try_lock_for(1ms) ||
            c.try_lock_shared_for(1ms) || d.try_lock() || d.try_lock_for(1ms)) std::abort();
        (void)ticks.recv();
      }`,
    kind: 'partial', threads: ['A', 'B', 'C', 'D', 'E'],
    says: ['A waits for B, B waits for C, C waits for D, D waits for E, E waits for A'],
    cure: 'take locks in the same order everywhere',
  },
  'a writer waited until readers had gone': {
    code: `
      static std::shared_mutex table;
      static std::latch begun(2), written(1);
      std::jthread reader([] {
        table.lock_shared();
        begun.arrive_and_wait();
        std::this_thread::sleep_for(100ms);
        table.unlock_shared();
      });
      std::jthread writer([] {
        strait::name_thread("writer");
        begun.arrive_and_wait();
        table.lock();
        written.count_down();
        (void)strait::never<int>().recv();
      });
      reader.join();
      written.wait();
      table.lock_shared();`,
    kind: 'certain', threads: ['main', 'writer'],
    says: ['main waits for a lock that writer holds'],
  },
  'a lock that is shared with one who waits': {
    code: `
      std::shared_mutex table;
      auto [tx, rx] = strait::bounded<int>(1);
      std::latch begun(2);
      std::jthread reader([&, rx = rx] {
        strait::name_thread("Reader");
        { std::shared_lock first(table); }
        std::shared_lock look(table, std::try_to_lock);
        begun.arrive_and_wait();
        (void)rx.recv();
      });
      begun.arrive_and_wait();
      std::unique_lock change(table);
      (void)tx.send(1);`,
    kind: 'certain', threads: ['Reader', 'main'],
    says: ['main waits for a lock that Reader holds',
      'main waits for Reader, Reader waits for main'],
    cure: 'Reader holds the lock that main waits for: unlock before sending or receiving',
  },
  'each joins the other': {
    code: `
      static std::thread one, two;
      static std::latch begun(3);
      one = std::thread([] { begun.arrive_and_wait(); two.join(); });
      two = std::thread([] { begun.arrive_and_wait(); one.join(); });
      begun.count_down();
      for (auto ticks = strait::tick(50ms);;) (void)ticks.recv();`,
    kind: 'partial', threads: ['thread 1', 'thread 2'],
    says: ['thread 1 waits for thread 2, thread 2 waits for thread 1'],
    cure: 'Each waits for the end of the next one: let one thread join the others',
  },
  'a worker that fails keeps its place': {
    code: `
      static std::counting_semaphore<1> places(1);
      std::thread([] { places.acquire(); }).join();
      std::jthread next([] { strait::name_thread("next"); places.acquire(); });`,
    kind: 'certain', threads: ['main', 'next'],
    cure: 'have to release the semaphore, count down the latch, arrive at the barrier or notify',
  },
  'one too few at a barrier, with a sender': {
    code: `
      static std::barrier round(3);
      auto [results, sums] = strait::unbounded<int>();
      std::vector<std::jthread> all;
      for (int each = 0; each < 2; ++each) {
        all.emplace_back([out = results] {
          (void)out.send(1);
          round.arrive_and_wait();
        });
      }
      results = {};
      for (int sum : sums) std::printf("%d", sum);  // here`,
    kind: 'certain', threads: ['main', 'thread 1', 'thread 2'],
    cure: 'others have to release, count down or arrive for it: is their number right?',
  },
  'tasks of a pool wait for tasks of the same pool': {
    code: `
      auto [tasks, queue] = strait::unbounded<std::function<void()>>();
      for (int each = 0; each < 2; ++each) {
        (void)tasks.send([&tasks = tasks] {
          std::promise<void> part;
          (void)tasks.send([&part] { part.set_value(); });
          part.get_future().wait();
        });
      }
      std::vector<std::jthread> pool;
      for (int each = 0; each < 2; ++each) {
        pool.emplace_back([queue] {
          strait::name_thread("worker");
          for (auto& task : queue) task();
        });
      }`,
    kind: 'certain', threads: ['main', 'worker', 'worker'],
    says: ['worker waits for a future'],
    cure: 'a task that waits for another task of its pool needs a thread that is free',
  },
};
