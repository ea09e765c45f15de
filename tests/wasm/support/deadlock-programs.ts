// deadlock-programs.ts — programs that stand still in channels, wholly or in part, each in a way of
// its own, and what is to be said of it (deadlock-programs.test.ts).

export interface Program {
  /** A thread that stands still in a channel does so in the line with `// here`. */
  code: string;
  /** Undefined: no alarm. */
  kind?: 'certain' | 'partial';
  /** Names of the threads that stand still. */
  threads?: string[];
  says?: string[];
  cure?: string;
  /** Numbers of threads. */
  cycle?: number[];
}

export const inChannels: Record<string, Program> = {
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
  'a broadcast to one who does not receive any more': {
    code: `
      const auto news = strait::broadcast<int>(1);
      const auto slow = news.subscribe();
      std::jthread reader([slow] { (void)slow.recv(); (void)strait::never<int>().recv(); });
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
      std::latch hungry(3);
      std::vector<std::jthread> table;
      for (std::size_t at = 0; at < 3; ++at) {
        table.emplace_back([&forks, &hungry, at] {
          strait::name_thread(std::string(1, "ABC"[at]));
          (void)forks[at].rx.recv();
          hungry.arrive_and_wait();
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
  'main joins before it sends': {
    code: `
      auto [tx, rx] = strait::oneshot<int>();
      std::thread reader([rx = std::move(rx)] { strait::name_thread("reader"); (void)rx.recv(); });
      reader.join();
      (void)tx.send(1);`,
    kind: 'certain', threads: ['main', 'reader'],
    cure: 'send, or let the sender go (tx = {}), before the join',
  },
  'two select what the other one would send afterwards': {
    code: `
      auto a = strait::bounded<int>(0), b = strait::bounded<int>(0), quit = strait::bounded<int>(0);
      const auto pass = [](const char* name, strait::receiver<int> in, strait::sender<int> out,
                           strait::receiver<int> end) {
        strait::name_thread(name);
        strait::select(strait::on_recv(in, [&out](auto word) { (void)out.send(*word); }),  // here
                       strait::on_recv(end));
      };
      std::thread one(pass, "one", std::move(a.rx), std::move(b.tx), quit.rx);
      std::thread two(pass, "two", std::move(b.rx), std::move(a.tx), quit.rx);
      one.join(); two.join();
      quit.tx.close();`,
    kind: 'certain', threads: ['main', 'one', 'two'],
    cure: 'one of them has to send first',
  },
  'main has lent its sender to a thread that has ended': {
    code: `
      auto [tx, rx] = strait::unbounded<int>();
      std::thread lender([&tx] { (void)tx.send(1); });
      lender.join();
      for (int word : rx) std::printf("%d", word);  // here`,
    kind: 'certain', threads: ['main'],
    cure: 'lives in main itself, which waits for its messages',
  },
  'channels of which nothing is known, since there are too many': {
    code: `
      std::vector<strait::channel<int>> all;
      for (int each = 0; each < 1100; ++each) all.push_back(strait::bounded<int>(0));
      std::thread giver([tx = all[1090].tx] { strait::name_thread("giver"); (void)tx.send(1); });
      (void)all[1080].rx.recv();
      giver.join();`,
    kind: 'certain', threads: ['main', 'giver'],
    says: ['main waits to receive from a channel', 'giver waits to send 1 to a channel'],
    cure: '', cycle: [],
  },
};
