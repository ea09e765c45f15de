// Bugs that channels of other libraries really had, each as a test of its own; the number is that
// of the bug's class. Here: 1 to 7, deliveries and time.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/limits.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"
#include "support/tracked.hpp"

using received = std::expected<int, strait::recv_error>;
using strait::on_recv;
using strait::on_timeout;
using strait::recv_error;
using strait::select;
using strait::send_errc;
using test::failed;
using test::failure;
using namespace std::chrono_literals;

TEST_CASE(
    "regression 1: dropping an unbounded channel while a sender makes it grow frees all once") {
  for (int round = 0; round < test::scaled(200); ++round) {
    test::ledger books;
    {
      auto [tx, rx] = strait::unbounded<test::move_only_tracked>();
      test::crew crew;
      for (int i = 0; i < 2; ++i) {
        crew.add([&books, tx = tx] {
          for (int n = 0; n < 70; ++n)  // more than a block of any size in use elsewhere
            if (!tx.send(test::move_only_tracked(books, n))) return;
        });
      }
      crew.add([&, rx = std::move(rx)]() mutable {
        for (int n = round % 40; n > 0; --n)
          if (!rx.try_recv()) break;
        rx = {};
      });
    }
    REQUIRE(books.settled());
  }
}

TEST_CASE("regression 2: a receiver that goes to sleep while a message is sent does not miss it") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  // Both threads look, announce themselves and look again; a message is missed when both second
  // looks come too early. Each round is such a race, the answer starts the next one.
  auto [tx, rx] = kind.make<int>();
  auto [reply_tx, reply] = kind.make<int>();
  const int rounds = test::scaled(3000);
  test::background answers([&, &in = rx, &out = reply_tx] {
    int count = 0;
    for (int message : in) {
      if (!out.send(message)) break;
      ++count;
    }
    return count;
  });
  for (int i = 0; i < rounds; ++i) {
    while (!tx.try_send(i)) {
    }
    REQUIRE(reply.recv_for(1h) == i);
  }
  tx.close();
  CHECK(answers.get() == rounds);
}

TEST_CASE("regression 3: a send that races with close() is delivered or handed back") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int round = 0; round < test::scaled(40); ++round) {
    auto [tx, rx] = kind.make<int>();
    std::atomic<int> sent = 0, taken = 0;
    test::crew crew;
    for (int i = 0; i < 2; ++i) {
      crew.add([&, tx = tx] {
        for (int n = 0; n < 1000 && tx.send(1); ++n) ++sent;
      });
      crew.add([&, rx = rx] {
        for (int message : rx) taken += message;
      });
    }
    for (int i = 0; i < round % 8; ++i) std::this_thread::yield();
    round % 2 == 0 ? tx.close() : rx.close();
    crew.join();
    REQUIRE(sent == taken);
    REQUIRE(rx.try_recv() == failed(recv_error::disconnected));
  }
}

TEST_CASE("regression 4: a receive after one that timed out while a send came") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int round = 0; round < test::scaled(300); ++round) {
    auto [tx, rx] = kind.make<int>();
    test::background sent([&, &out = tx] { return out.send(round); });
    auto message = rx.recv_for(std::chrono::microseconds(round % 60));
    if (!message) message = rx.recv();
    REQUIRE(message == round);
    REQUIRE(sent.get());
  }
}

TEST_CASE("regression 5: a receive that gives up passes the message on to one that waits") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int round = 0; round < test::scaled(200); ++round) {
    auto [tx, rx] = kind.make<int>();
    test::background patient([&, &in = rx] { return in.recv_for(1h); });
    test::background hasty(
        [&, &in = rx] { return in.recv_for(std::chrono::microseconds(round % 80)); });
    REQUIRE(tx.send(1));
    const auto first = hasty.get();
    if (first) REQUIRE(tx.send(2));
    REQUIRE(patient.get().has_value());
    REQUIRE(rx.try_recv() == failed(recv_error::empty));
  }
}

TEST_CASE("regression 5: waits that ended leave no waiters behind") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  auto [other_tx, other] = kind.make<int>();
  strait::selector<void> selector;
  selector.recv(rx, [](received) {}).recv(other, [](received) {});
  for (int i = 0; i < test::scaled(200); ++i) {
    CHECK_FALSE(rx.recv_for(1us));
    select(on_recv(rx), on_recv(other), on_timeout(1us));
    selector.wait_for(1us);
    CHECK_FALSE(selector.ready_for(1us));
  }
  // A waiter left behind would take the message, or the wake-up, of the real one.
  test::background first([&, &in = rx] { return in.recv(); });
  test::let_it_block();
  CHECK(tx.send(7));
  CHECK(first.get() == 7);
  if (kind.capacity == 0u) CHECK(failure(tx.try_send(8)) == send_errc::full);
}

TEST_CASE("regression 3: a limit that passes while a message is handed over loses nothing") {
  const int rounds = test::scaled(500);
  auto [tx, rx] = strait::bounded<int>(0);
  test::background sent([&, &out = tx] {
    int count = 0;
    for (int i = 0; i < rounds; ++i)
      count += out.send_for(1, std::chrono::microseconds(i % 30)).has_value();
    out.close();
    return count;
  });
  int taken = 0;
  for (int i = 0;; ++i) {
    const auto message = rx.recv_for(std::chrono::microseconds(i % 30));
    if (message)
      ++taken;
    else if (message.error() == recv_error::disconnected)
      break;
  }
  CHECK(taken == sent.get());
}

TEST_CASE("regression 6: the largest limits wait, the smallest do not") {
  auto [tx, rx] = strait::bounded<int>(1);
  test::with_endless_durations([&, &tx = tx, &rx = rx](auto limit) {
    CHECK_FALSE(strait::after(limit).try_recv());
    CHECK_FALSE(strait::tick(limit).try_recv());
    test::background late([&, &in = rx] { return in.recv_for(limit); });
    test::let_it_block();
    CHECK(tx.send_for(7, limit));
    CHECK(late.get() == 7);
  });
  test::with_passed_durations([&, &rx = rx](auto limit) {
    CHECK(strait::after(limit).try_recv());
    CHECK(rx.recv_for(limit) == failed(recv_error::timeout));
  });
}

TEST_CASE("regression 7: the times of a ticker stay on its grid, however late they are taken") {
  constexpr auto period = 300us;
  const auto ticker = strait::tick(period);
  const auto first = ticker.recv().value();
  auto before = first;
  for (int i = 0; i < 10; ++i) {
    if (i % 3 == 0) std::this_thread::sleep_for(1100us);
    const auto next = ticker.recv().value();
    CHECK(next > before);
    CHECK((next - first) % period == 0ns);
    before = next;
  }
}

TEST_CASE("regression 7: an operation looks once more before it says that its time is up") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  for (int i = 0; i < test::scaled(200); ++i) {
    auto [tx, rx] = kind.make<int>();
    const auto due = std::chrono::steady_clock::now() + 120us;
    test::background late([&, &in = rx] { return in.recv_until(due); });
    REQUIRE(tx.send(i));
    const bool in_time = std::chrono::steady_clock::now() < due;
    const auto message = late.get();
    if (in_time) REQUIRE(message == i);
    REQUIRE(rx.drain().size() == (message ? 0 : 1));
  }
}
