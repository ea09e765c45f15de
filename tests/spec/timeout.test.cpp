// Operations with a limit: never early, one more try at the end, and no time too large (rule 4).
#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/limits.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"
#include "support/tracked.hpp"

using clock_type = std::chrono::steady_clock;
using strait::recv_error;
using strait::send_errc;
using test::failed;
using test::failure;
using namespace std::chrono_literals;

TEST_CASE("a timed receive reports a timeout, and never early") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto start = clock_type::now();
  CHECK(rx.recv_for(20ms) == failed(recv_error::timeout));
  CHECK(clock_type::now() - start >= 20ms);
  const auto due = clock_type::now() + 20ms;
  CHECK(rx.recv_until(due) == failed(recv_error::timeout));
  CHECK(clock_type::now() >= due);
}

TEST_CASE("a timed-out send gives the message back, and never early") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<std::unique_ptr<int>>();
  while (tx.try_send(nullptr)) {
  }
  auto message = std::make_unique<int>(7);
  const int* address = message.get();
  const auto start = clock_type::now();
  auto sent = tx.send_for(std::move(message), 20ms);
  CHECK(clock_type::now() - start >= 20ms);
  REQUIRE(failure(sent) == send_errc::timeout);
  CHECK(sent.error().value.get() == address);

  const auto due = clock_type::now() + 20ms;
  sent = tx.send_until(std::move(sent.error().value), due);
  CHECK(clock_type::now() >= due);
  REQUIRE(failure(sent) == send_errc::timeout);
  CHECK(sent.error().value.get() == address);
}

TEST_CASE("a timed receive takes a message that comes in time") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::background received([&] { return rx.recv_for(1h); });
  test::let_it_block();
  CHECK(tx.send(7));
  CHECK(received.get() == 7);
}

TEST_CASE("a timed send finds room that comes in time") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto stored = test::fill(tx, 1);
  test::background sent([&] { return tx.send_until(2, clock_type::now() + 1h); });
  test::let_it_block();
  for (std::size_t i = 0; i < stored; ++i) CHECK(rx.recv() == 1);
  CHECK(rx.recv() == 2);
  CHECK(sent.get());
}

TEST_CASE("a timed operation ends at once when the channel is disconnected") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::background received([&] { return rx.recv_for(24h); });
  test::let_it_block();
  tx.close();
  CHECK(received.get() == failed(recv_error::disconnected));
  CHECK(rx.recv_for(0ms) == failed(recv_error::disconnected));
  CHECK(failure(tx.send_for(1, 0ms)) == send_errc::disconnected);
  CHECK(failure(tx.send_until(1, clock_type::time_point::min())) == send_errc::disconnected);
}

TEST_CASE("a message that is there wins over a limit that has passed") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::with_passed_durations([&](auto limit) {
    REQUIRE(tx.send_for(7, limit));
    REQUIRE(rx.recv_for(limit) == 7);
    REQUIRE(rx.recv_for(limit) == failed(recv_error::timeout));
  });
  for (auto due : {clock_type::time_point::min(), clock_type::time_point(), clock_type::now()}) {
    REQUIRE(tx.send_until(7, due));
    REQUIRE(rx.recv_until(due) == 7);
    REQUIRE(rx.recv_until(due) == failed(recv_error::timeout));
  }
}

TEST_CASE("a partner that waits wins over a limit that has passed") {
  auto [tx, rx] = strait::bounded<int>(0);
  {
    test::background sent([&] { return tx.send(7); });
    for (;;) {
      const auto message = rx.recv_for(-1ns);
      if (message == failed(recv_error::timeout)) continue;
      CHECK(message == 7);
      break;
    }
    CHECK(sent.get());
  }
  test::background received([&] { return rx.recv(); });
  while (!tx.send_until(8, clock_type::time_point::min())) {
  }
  CHECK(received.get() == 8);
}

TEST_CASE("a send whose limit has passed reports a timeout when there is no room") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::fill(tx, 1);
  test::with_passed_durations([&](auto limit) {
    const auto sent = tx.send_for(7, limit);
    REQUIRE(failure(sent) == send_errc::timeout);
    REQUIRE(sent.error().value == 7);
  });
  CHECK(failure(tx.send_until(7, clock_type::time_point::min())) == send_errc::timeout);
}

TEST_CASE("the largest durations and time points wait for ever") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto receive_late = [&](auto receive) {
    test::background received(receive);
    test::let_it_block();
    REQUIRE(tx.send(7));
    REQUIRE(received.get() == 7);
  };
  test::with_endless_durations(
      [&](auto limit) { receive_late([&] { return rx.recv_for(limit); }); });
  receive_late([&] { return rx.recv_until(clock_type::time_point::max()); });
}

TEST_CASE("a send with the largest limit waits for ever") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto stored = test::fill(tx, 1);
  const auto send_late = [&](auto send) {
    test::background sent(send);
    test::let_it_block();
    REQUIRE(rx.recv());
    REQUIRE(sent.get());
    if (stored == 0) return;
    REQUIRE(rx.recv());
    REQUIRE(tx.try_send(1));
  };
  test::with_endless_durations(
      [&](auto limit) { send_late([&] { return tx.send_for(2, limit); }); });
  send_late([&] { return tx.send_until(2, clock_type::time_point::max()); });
}

TEST_CASE("a timed-out receive leaves nothing behind") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  for (int i = 0; i < 5; ++i) {
    CHECK(rx.recv_for(1ms) == failed(recv_error::timeout));
    test::background received([&] { return rx.recv(); });
    CHECK(tx.send(i));
    CHECK(received.get() == i);
  }
  CHECK(rx.try_recv() == failed(recv_error::empty));
}

TEST_CASE("a timed-out send leaves nothing behind") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto stored = test::fill(tx, 1);
  for (int i = 0; i < 5; ++i) CHECK(failure(tx.send_for(9, 1ms)) == send_errc::timeout);
  CHECK(rx.drain() == std::vector<int>(stored, 1));
  CHECK(rx.try_recv() == failed(recv_error::empty));
}

TEST_CASE("timeouts that race with deliveries lose nothing and duplicate nothing") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  const int messages = test::scaled(1000);
  test::ledger books;
  std::atomic<long> sent_sum = 0, received_sum = 0;
  {
    auto [tx, rx] = kind.make<test::move_only_tracked>();
    test::crew crew;
    for (int sender = 0; sender < 2; ++sender) {
      crew.add([&, sender, tx = tx] {
        for (int i = 1; i <= messages; ++i) {
          test::move_only_tracked message(books, 2 * i + sender);
          const long id = message.id();
          auto sent = tx.send_for(std::move(message), std::chrono::microseconds(i % 40));
          if (sent)
            sent_sum += id;
          else if (sent.error().value.id() != id)
            ++books.errors;
        }
      });
    }
    for (int receiver = 0; receiver < 2; ++receiver) {
      crew.add([&, rx = rx] {
        for (int i = 0;; ++i) {
          auto message = rx.recv_for(std::chrono::microseconds(i % 40));
          if (message)
            received_sum += message->id();
          else if (message.error() == recv_error::disconnected)
            return;
        }
      });
    }
    tx = {};
    crew.join();
  }
  CHECK(received_sum == sent_sum);
  CHECK(books.settled());
}
