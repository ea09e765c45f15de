// select and selector against other threads: partners meet, nothing is lost, nothing hangs
// (rules 2, 3 and 6).
#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"
#include "support/seed.hpp"
#include "support/tracked.hpp"

using received = std::expected<int, strait::recv_error>;
using strait::on_default;
using strait::on_recv;
using strait::on_send;
using strait::on_timeout;
using strait::recv_error;
using strait::select;
using namespace std::chrono_literals;

// Each thread could do either half of the meeting; both halves of one thread must never run.
TEST_CASE("two selects meet on one rendezvous channel") {
  const int rounds = test::scaled(1000);
  auto [tx, rx] = strait::bounded<int>(0);
  std::atomic<int> sent = 0, taken = 0, wrong = 0;
  const auto meet = [&](int mine) {
    for (int i = 0; i < rounds; ++i) {
      select(on_send(tx, mine,
                     [&](auto result) {
                       if (!result) ++wrong;
                       ++sent;
                     }),
             on_recv(rx, [&](received m) {
               if (!m || *m == mine) ++wrong;  // one's own message
               ++taken;
             }));
    }
  };
  test::crew crew;
  crew.add([&] { meet(1); });
  crew.add([&] { meet(2); });
  crew.join();
  CHECK(wrong == 0);
  CHECK(sent == rounds);
  CHECK(taken == rounds);
}

TEST_CASE("two selects meet over two channels, on exactly one of them") {
  const auto capacity = GENERATE(as<std::size_t>(), 0, 1);
  CAPTURE(capacity);
  const int rounds = test::scaled(500);
  int wrong = 0;
  for (int i = 0; i < rounds; ++i) {
    auto [there_tx, there] = strait::bounded<int>(capacity);
    auto [back_tx, back] = strait::bounded<int>(capacity);
    test::background other([&, &to_there = there, &to_back = back_tx] {
      return select(on_recv(to_there, [](received) { return 1; }),
                    on_send(to_back, 8, [](auto) { return 2; }));
    });
    const int mine = select(on_send(there_tx, 7, [](auto) { return 1; }),
                            on_recv(back, [](received) { return 2; }));
    const int theirs = other.get();
    if (capacity == 0 && mine != theirs) ++wrong;
    // With room both may have sent: then both messages lie there.
    if (capacity == 1 && mine == 1 && theirs == 2 && (there.size() != 1 || back.size() != 1))
      ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("a select and a plain operation meet") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  const int messages = test::scaled(1000);
  auto [a_tx, a] = kind.make<int>();
  auto [b_tx, b] = kind.make<int>();
  test::crew crew;
  for (auto* tx : {&a_tx, &b_tx}) {
    crew.add([messages, tx = std::move(*tx)] {
      for (int i = 1; i <= messages; ++i)
        if (!tx.send(i)) return;
    });
  }
  long long sum = 0;
  int open = 2;
  strait::receiver<int> first = a, second = b;
  while (open > 0) {
    const auto take = [&](strait::receiver<int>& from) {
      return [&](received m) {
        if (m) {
          sum += *m;
        } else {
          from = strait::never<int>();
          --open;
        }
      };
    };
    select(on_recv(first, take(first)), on_recv(second, take(second)));
  }
  CHECK(sum == 2LL * messages * (messages + 1) / 2);
}

TEST_CASE("selects on both sides deliver every message once") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  const int messages = test::scaled(800);
  auto [a_tx, a] = kind.make<int>();
  auto [b_tx, b] = kind.make<int>();
  std::atomic<long long> sent = 0, taken = 0;
  test::crew receivers;
  for (int i = 0; i < 2; ++i) {
    receivers.add([&, a = a, b = b] {
      for (bool open = true; open;) {
        const auto take = [&](received m) {
          if (m)
            taken += *m;
          else
            open = false;
        };
        select(on_recv(a, take), on_recv(b, take));
      }
      for (int m : a) taken += m;  // what is left after one of them has ended
      for (int m : b) taken += m;
    });
  }
  {
    test::crew senders;
    for (int i = 0; i < 2; ++i) {
      senders.add([&, a = a_tx, b = b_tx] {
        for (int n = 1; n <= messages; ++n) {
          const auto count = [&](auto result) {
            if (result) sent += n;
          };
          select(on_send(a, n, count), on_send(b, n, count));
        }
      });
    }
  }
  a_tx.close();
  b_tx.close();
  receivers.join();
  CHECK(sent == 2LL * messages * (messages + 1) / 2);
  CHECK(taken == sent);
}

TEST_CASE("selects that give up in time lose nothing") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  const int messages = test::scaled(800);
  test::ledger books;
  std::atomic<long long> sent = 0, taken = 0;
  {
    auto [a_tx, a] = kind.make<test::move_only_tracked>();
    auto [b_tx, b] = kind.make<test::move_only_tracked>();
    test::crew crew;
    for (int i = 0; i < 2; ++i) {
      crew.add([&, a = a_tx, b = b_tx] {
        for (int n = 1; n <= messages; ++n) {
          test::move_only_tracked message(books, n);
          const auto count = [&](const auto& result) {
            if (result) sent += n;
            return true;
          };
          const bool gone =
              select(on_send(a, message, count), on_send(b, message, count),
                     on_timeout(std::chrono::microseconds(n % 30), [] { return false; }));
          if (message.id() != (gone ? -1 : n)) ++books.errors;
        }
      });
      crew.add([&, a = a, b = b] {
        for (int n = 0, open = 2; open > 0; ++n) {
          const auto take = [&](std::expected<test::move_only_tracked, recv_error> m) {
            if (m)
              taken += m->id();
            else
              open = 0;
          };
          select(on_recv(a, take), on_recv(b, take), on_timeout(std::chrono::microseconds(n % 30)));
        }
        for (test::move_only_tracked&& m : a) taken += m.id();
        for (test::move_only_tracked&& m : b) taken += m.id();
      });
    }
    a_tx = {};
    b_tx = {};
    crew.join();
  }
  CHECK(taken == sent);
  CHECK(books.settled());
}

TEST_CASE("selectors deliver every message once, with plain operations on the other side") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  const int messages = test::scaled(800);
  auto [a_tx, a] = kind.make<int>();
  auto [b_tx, b] = kind.make<int>();
  std::atomic<long long> taken = 0;
  test::crew crew;
  for (auto* rx : {&a, &b}) {
    crew.add([&taken, rx = *rx] {
      for (int m : rx) taken += m;
    });
  }
  {
    test::crew senders;
    for (int thread = 0; thread < 2; ++thread) {
      senders.add([&, a = a_tx, b = b_tx] {
        int next = 0;
        strait::selector<void> selector;
        const auto factory = [&] { return ++next; };
        const auto done = [](std::expected<void, strait::send_error<int>>) {};
        selector.send(a, factory, done).send(b, factory, done);
        while (next < messages) selector.wait();
      });
    }
  }
  a_tx.close();
  b_tx.close();
  crew.join();
  CHECK(taken == 2LL * messages * (messages + 1) / 2);
}

TEST_CASE("a select that waits in several channels hears of a close in any of them") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int round = 0; round < 30; ++round) {
    auto [a_tx, a] = kind.make<int>();
    auto [b_tx, b] = kind.make<int>();
    test::background heard([&, &first = a, &second = b] {
      return select(on_recv(first, [](received) { return 1; }),
                    on_recv(second, [](received) { return 2; }));
    });
    if (round % 2 == 0) test::let_it_block();
    (round % 4 < 2 ? a_tx : b_tx).close();
    CHECK(heard.get() == (round % 4 < 2 ? 1 : 2));
  }
}

TEST_CASE("a ring of selecting threads passes a token around") {
  const int laps = test::scaled(300);
  constexpr int members = 5;
  std::vector<strait::channel<int>> ring;
  for (int i = 0; i < members; ++i) ring.push_back(strait::bounded<int>(0));
  auto [stop_tx, stop] = strait::bounded<int>(0);
  std::atomic<int> hops = 0;
  test::crew crew;
  for (std::size_t i = 0; i < members; ++i) {
    crew.add([&, i, &halt = stop] {
      for (bool running = true; running;) {
        int token = 0;
        select(on_recv(ring[i].rx, [&](received m) { token = *m; }),
               on_recv(halt, [&](received) { running = false; }));
        if (!running) return;
        ++hops;
        if (token == 0) continue;  // the last one keeps it
        select(on_send(ring[(i + 1) % members].tx, token - 1),
               on_recv(halt, [&](received) { running = false; }));
      }
    });
  }
  REQUIRE(ring[0].tx.send(laps * members));
  while (hops <= laps * members) std::this_thread::sleep_for(1ms);
  stop_tx.close();
  crew.join();
  CHECK(hops == laps * members + 1);
}
