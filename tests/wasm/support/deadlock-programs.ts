// deadlock-programs.ts — programs that stand still in ways of their own, wholly, in part, or only
// nearly, and what is to be said of each (deadlock-programs.test.ts).

export interface Program {
  /** A thread that stands still in a channel does so in the line with `// here`. */
  code: string;
  /** Undefined: no alarm. */
  kind?: 'certain' | 'partial';
  /** Names of the threads that stand still. */
  threads?: string[];
  says?: string[];
  cure?: string;
}

export const programs: Record<string, Program> = {
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
    says: ['giver waits to send 7 to the channel', 'main waits for a lock that giver holds'],
    cure: 'giver holds the lock that main waits for: unlock before sending or receiving',
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
    says: ['one waits to receive from channel 1 of line'],
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
    says: ['worker waits to receive', 'main waits for worker to end'],
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
  'two lock the same two mutexes in different order': {
    code: `
      std::mutex left, right;
      const auto dine = [](const char* name, std::mutex& first, std::mutex& second) {
        strait::name_thread(name);
        std::lock_guard a(first);
        std::this_thread::sleep_for(50ms);
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
    cure: 'main still has a sender of the channel of line',
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
  'a broadcast to one who does not receive any more': {
    code: `
      const auto news = strait::broadcast<int>(1);
      const auto slow = news.subscribe();
      std::jthread reader([&news, slow] { (void)slow.recv(); (void)news.subscribe().recv(); });
      for (int item = 41;; ++item) (void)news.send(item); // here`,
    kind: 'certain', threads: ['main', 'thread 1'], says: ['main waits to send 43 to'],
  },
  'five in a ring, while main keeps all handles': {
    code: `
      std::vector<strait::channel<int>> ring;
      for (int each = 0; each < 5; ++each) ring.push_back(strait::bounded<int>(0));
      std::vector<std::jthread> threads;
      for (std::size_t at = 0; at < 5; ++at) {
        threads.emplace_back([at, out = ring[at].tx, in = ring[(at + 4) % 5].rx] {
          strait::name_thread(std::string(1, "ABCDE"[at]));
          (void)out.send(1);  // here
          (void)in.recv();
        });
      }`,
    kind: 'certain', threads: ['main', 'A', 'B', 'C', 'D', 'E'],
    says: ['A waits for B, B waits for C, C waits for D, D waits for E, E waits for A'],
    cure: 'let one of them receive first',
  },
  'a pool is never closed': {
    code: `
      auto jobs = strait::unbounded<int>(), results = strait::unbounded<int>();
      std::vector<std::jthread> pool;
      for (int each = 0; each < 3; ++each) {
        pool.emplace_back([rx = jobs.rx, tx = results.tx] {
          strait::name_thread("worker");
          for (int job : rx) (void)tx.send(job * job);
        });
      }
      for (int job = 0; job < 6; ++job) (void)jobs.tx.send(job);
      for (int result : results.rx) std::printf("%d", result);  // here`,
    kind: 'certain', threads: ['main', 'worker', 'worker', 'worker'],
    says: ['main waits to receive'],
    cure: 'main still has a sender of channel 1 of line',
  },
  'a server forgets to answer': {
    code: `
      struct question { int number; strait::sender<int> reply; };
      auto [ask, questions] = strait::unbounded<question>();
      std::vector<question> later;
      std::thread server([&later, rx = std::move(questions)] {
        strait::name_thread("server");
        for (question& each : rx) later.push_back(std::move(each));
      });
      auto [reply, answer] = strait::oneshot<int>();
      (void)ask.send({1, std::move(reply)});
      (void)answer.recv();  // here
      server.join();`,
    kind: 'certain', threads: ['main', 'server'],
    says: ['main waits for server, server waits for main'],
    cure: 'server keeps a sender of it and waits itself',
  },
  'the last sender lies in a message that nobody receives': {
    code: `
      auto boxes = strait::unbounded<strait::sender<int>>();
      auto [tx, rx] = strait::unbounded<int>();
      (void)boxes.tx.send(std::move(tx));
      for (int word : rx) std::printf("%d", word);  // here`,
    kind: 'certain', threads: ['main'],
    cure: 'lies where main has put it: in a message that nobody has received',
  },
  'channels are the forks of philosophers': {
    code: `
      std::vector<strait::channel<int>> forks;
      for (int each = 0; each < 3; ++each) {
        forks.push_back(strait::bounded<int>(1));
        (void)forks.back().tx.send(each);
      }
      std::vector<std::jthread> table;
      for (std::size_t at = 0; at < 3; ++at) {
        table.emplace_back([&forks, at] {
          strait::name_thread(std::string(1, "ABC"[at]));
          (void)forks[at].rx.recv();
          std::this_thread::sleep_for(50ms);
          (void)forks[(at + 1) % 3].rx.recv();  // here
        });
      }`,
    kind: 'certain', threads: ['main', 'A', 'B', 'C'],
    says: ['A waits for B, B waits for C, C waits for A'],
    cure: 'let all receive in the same order, as locks are taken',
  },
  'the end of a pipeline leaves early': {
    code: `
      auto raw = strait::bounded<int>(1), done = strait::bounded<int>(1);
      std::thread stage([rx = raw.rx, tx = done.tx] {
        strait::name_thread("stage");
        for (int each : rx) if (!tx.send(each)) return;  // here
      });
      std::thread feed([tx = raw.tx] {
        strait::name_thread("feed");
        for (int each = 0; each < 9; ++each) if (!tx.send(each)) return;
      });
      (void)done.rx.recv();
      feed.join(); stage.join();`,
    kind: 'certain', threads: ['main', 'stage', 'feed'],
    says: ['main waits for feed, feed waits for stage, stage waits for main'],
    cure: 'main joins feed before it has received all of',
  },
  'an actor sends to itself': {
    code: `
      auto [tx, rx] = strait::bounded<int>(1);
      tx.set_name("inbox");
      std::thread actor([tx = tx, rx = rx] {
        strait::name_thread("actor");
        for (int each : rx) for (int more = 0; more < 2; ++more) (void)tx.send(each);  // here
      });
      (void)tx.send(1);
      actor.join();`,
    kind: 'certain', threads: ['main', 'actor'],
    says: ['actor waits to send 1 to "inbox"'],
    cure: 'actor waits for room in "inbox", from which it receives itself',
  },
  'a lock is held by one that sleeps': {
    code: `
      std::mutex door;
      std::thread holder([&door] {
        std::lock_guard guard(door);
        std::this_thread::sleep_for(1800ms);
      });
      std::this_thread::sleep_for(50ms);
      auto late = std::async(std::launch::async, [&door] { std::lock_guard guard(door); });
      late.get();
      holder.join();`,
  },
  'two take turns by semaphores': {
    code: `
      static std::binary_semaphore ping(0), pong(0);
      std::thread other([] {
        for (int round = 0; round < 5000; ++round) { ping.acquire(); pong.release(); }
      });
      for (int round = 0; round < 5000; ++round) { ping.release(); pong.acquire(); }
      other.join();
      std::atomic<long long> wide = 0;
      std::thread changer([&wide] {
        std::this_thread::sleep_for(10ms);
        wide = 1;
        wide.notify_all();
      });
      wide.wait(0);
      changer.join();`,
  },
  'barriers of both kinds, at which all arrive': {
    code: `
      int rounds = 0;
      std::barrier plain(3);
      std::barrier counting(3, [&rounds]() noexcept { ++rounds; });
      std::vector<std::jthread> all;
      for (int each = 0; each < 3; ++each) {
        all.emplace_back([&plain, &counting, each] {
          for (int round = 0; round < 500; ++round) {
            if (round % 250 == 249) std::this_thread::sleep_for(each * 400ms);
            plain.arrive_and_wait();
            counting.arrive_and_wait();
          }
        });
      }
      all.clear();
      if (rounds != 500) std::abort();`,
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
