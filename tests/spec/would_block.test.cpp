// A thread that may not wait: what would have to says `would_block`, everything else works (rule
// 10). Here it is the tests' platform that forbids a thread to sleep; the real thing, a page's main
// thread, is tested in Chromium (tests/e2e).
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/limits.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"

using clock_type = std::chrono::steady_clock;
using received = std::expected<int, strait::recv_error>;
using strait::on_default;
using strait::on_recv;
using strait::on_send;
using strait::on_timeout;
using strait::recv_error;
using strait::select;
using strait::send_errc;
using test::failed;
using test::failure;
using namespace std::chrono_literals;

TEST_CASE("a receive that would have to wait says would_block, in every form with a wait") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const test::no_waiting_here scope;
  CHECK(rx.recv() == failed(recv_error::would_block));
  CHECK(rx.recv_for(24h) == failed(recv_error::would_block));
  CHECK(rx.recv_for(1h) == failed(recv_error::would_block));
  CHECK(rx.recv_until(clock_type::time_point::max()) == failed(recv_error::would_block));
  std::vector<int> messages;
  CHECK(rx.recv_many(messages, 3) == std::unexpected(recv_error::would_block));
  CHECK(rx.recv_many_for(messages, 3, 24h) == std::unexpected(recv_error::would_block));
  CHECK(messages.empty());
  for ([[maybe_unused]] const int message : rx) FAIL("there is no message");
}

TEST_CASE("a send that would have to wait says would_block and hands its message back") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<std::unique_ptr<int>>();
  while (tx.try_send(nullptr)) {
  }
  const test::no_waiting_here scope;
  const auto expect_back = [](auto sent) {
    REQUIRE(failure(sent) == send_errc::would_block);
    CHECK(*sent.error().value == 7);
  };
  const auto seven = [] { return std::make_unique<int>(7); };
  expect_back(tx.send(seven()));
  expect_back(tx.send_for(seven(), 24h));
  expect_back(tx.send_for(seven(), 1h));
  expect_back(tx.send_until(seven(), clock_type::time_point::max()));
  int made = 0;
  CHECK(tx.send_with([&] { return ++made, seven(); }) == std::unexpected(send_errc::would_block));
  CHECK(made == 0);
  std::array<std::unique_ptr<int>, 2> batch{seven(), seven()};
  const auto result = tx.send_many(batch);
  CHECK(result.count == 0);
  CHECK(result.error == send_errc::would_block);
  CHECK((batch[0] && batch[1]));
}

TEST_CASE("where waiting is forbidden, what need not wait works as ever") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const test::no_waiting_here scope;
  for (int i = 0; i < 3; ++i) {
    REQUIRE(tx.send(i));
    REQUIRE(rx.recv() == i);
    REQUIRE(tx.send_for(i, 1h));
    REQUIRE(rx.recv_for(1h) == i);
    REQUIRE(tx.try_send(i));
    REQUIRE(rx.try_recv() == i);
  }
  CHECK(rx.try_recv() == failed(recv_error::empty));
  test::with_passed_durations(
      [&, &in = rx](auto limit) { REQUIRE(in.recv_for(limit) == failed(recv_error::timeout)); });
  if (kind.capacity) {
    test::fill(tx, 1);
    CHECK(failure(tx.try_send(2)) == send_errc::full);
    CHECK(failure(tx.send_for(2, 0ms)) == send_errc::timeout);
    CHECK(rx.drain().size() == *kind.capacity);
  }
  tx.close();
  CHECK(rx.recv() == failed(recv_error::disconnected));
  CHECK(failure(tx.send(1)) == send_errc::disconnected);
}

TEST_CASE("a thread that may not wait meets one that waits, at a rendezvous") {
  auto [tx, rx] = strait::bounded<int>(0);
  {
    test::background sent([&, &out = tx] { return out.send(7); });
    const test::no_waiting_here scope;
    received message = rx.recv();
    while (message == failed(recv_error::would_block)) {
      std::this_thread::yield();
      message = rx.recv();
    }
    CHECK(message == 7);
    CHECK(sent.get());
  }
  test::background taken([&, &in = rx] { return in.recv(); });
  const test::no_waiting_here scope;
  while (!tx.send(8)) std::this_thread::yield();
  CHECK(taken.get() == 8);
}

// A partner that makes its message after it was chosen could only be waited for.
TEST_CASE("a thread that may not wait does not choose a partner that makes its message later") {
  auto [tx, rx] = strait::bounded<int>(0);
  std::atomic<int> made = 0;
  test::crew crew;
  crew.add([&, &out = tx] { select(on_send(out, [&] { return ++made; })); });
  test::let_it_block();
  {
    const test::no_waiting_here scope;
    CHECK(rx.recv() == failed(recv_error::would_block));
    CHECK(rx.try_recv() == failed(recv_error::empty));
    CHECK(made == 0);
  }
  CHECK(rx.recv() == 1);
}

// Of a plain value, a select that waits has a copy for whoever comes.
TEST_CASE("a thread that may not wait takes a plain value from a select that waits to send it") {
  auto [tx, rx] = strait::bounded<int>(0);
  int value = 7;
  test::crew crew;
  crew.add([&, &out = tx] { select(on_send(out, value)); });
  test::let_it_block();
  const test::no_waiting_here scope;
  const received message = rx.try_recv();
  tx.close();
  CHECK(message == 7);
}

TEST_CASE("a select that would have to wait tells one of its channels' handlers") {
  auto [tx, rx] = strait::bounded<int>(0);
  const test::no_waiting_here scope;
  const auto by_receive = [](received m) { return m == failed(recv_error::would_block); };
  const auto by_send = [](auto r) { return failure(r) == send_errc::would_block; };
  const auto no = [] { return false; };
  CHECK(select(on_recv(rx, by_receive)));
  CHECK(select(on_recv(rx, by_receive), on_send(tx, 7, by_send)));
  CHECK(select(on_send(tx, 7, by_send), on_timeout(24h, no)));
  CHECK(select(on_timeout(1h, no), on_recv(rx, by_receive)));
  CHECK_FALSE(select(on_recv(rx, by_receive), on_default(no)));
  CHECK_FALSE(select(on_recv(rx, by_receive), on_timeout(0ms, no)));
  CHECK_THROWS_AS(select(on_timeout(1h)), std::logic_error);
}

TEST_CASE("a case that was done before says would_block, too") {
  auto [tx, rx] = strait::bounded<int>(1);
  auto taken = on_recv(rx, [](received m) { return m; });
  auto sent = on_send(tx, [] { return 8; }, [](auto r) { return r.has_value(); });
  REQUIRE(select(sent));
  REQUIRE(select(taken) == 8);
  REQUIRE(select(sent));
  const test::no_waiting_here scope;
  CHECK_FALSE(select(sent));
  REQUIRE(rx.recv() == 8);
  CHECK(select(taken) == failed(recv_error::would_block));
}

TEST_CASE("a select that need not wait works where waiting is forbidden") {
  auto [tx, rx] = strait::bounded<int>(1);
  const test::no_waiting_here scope;
  CHECK(select(on_send(tx, 7, [](auto r) { return r.has_value(); })));
  CHECK(select(on_recv(rx, [](received m) { return m == 7; }),
               on_timeout(24h, [] { return false; })));
  tx.close();
  CHECK(select(on_recv(rx, [](received m) { return m == failed(recv_error::disconnected); })));
}

TEST_CASE("a selector that would have to wait says so, and its value stays with it") {
  auto [tx, rx] = strait::bounded<int>(1);
  auto [quiet_tx, quiet] = strait::bounded<int>(0);
  strait::selector<bool> s;
  s.recv(quiet, [](received m) { return m == failed(recv_error::would_block); });
  {
    const test::no_waiting_here scope;
    CHECK(s.wait());
    CHECK(s.try_wait() == std::nullopt);
    CHECK(s.wait_for(24h) == std::nullopt);
    CHECK(s.try_ready() == std::nullopt);
    CHECK(s.ready_for(24h) == std::nullopt);
    s.send(tx, 7, [](auto r) { return r.has_value(); });
    CHECK(s.wait());
  }
  CHECK(rx.recv() == 7);
}

TEST_CASE("a selector tells of its last wait, not of the one before") {
  auto [tx, rx] = strait::bounded<std::unique_ptr<int>>(1);
  strait::selector<bool> s;
  s.recv(rx, [](auto m) { return m.has_value() && **m == 7; });
  const test::no_waiting_here scope;
  REQUIRE(tx.send(std::make_unique<int>(7)));
  CHECK(s.wait());
  CHECK_FALSE(s.wait());
  REQUIRE(tx.send(std::make_unique<int>(7)));
  CHECK(s.wait());
}

TEST_CASE("a timer that is due can be received where waiting is forbidden") {
  const auto due = strait::after(0ms);
  const auto later = strait::after(24h);
  const auto ticker = strait::tick(1ms);
  const test::no_waiting_here scope;
  CHECK(due.recv());
  CHECK(due.recv() == failed(recv_error::would_block));
  CHECK(later.recv() == failed(recv_error::would_block));
  CHECK(strait::never<int>().recv() == failed(recv_error::would_block));
  while (ticker.try_recv() == failed(recv_error::empty)) std::this_thread::yield();
}

// The locks inside are held for moments only: such a thread spins for them.
TEST_CASE("a thread that may not wait exchanges messages with busy ones and loses none") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  const int messages = test::scaled(2000);
  auto [there_tx, there] = kind.make<int>();
  auto [back_tx, back] = kind.make<int>();
  test::crew crew;
  for (int i = 0; i < 3; ++i) {
    crew.add([in = there, out = back_tx] {
      for (const int message : in)
        if (!out.send(message)) return;
    });
  }
  back_tx = {};
  there = {};
  const test::no_waiting_here scope;
  long long sum = 0;
  int sent = 0, taken = 0;
  while (taken < messages) {
    if (sent < messages && there_tx.try_send(sent)) ++sent;
    if (const auto message = back.try_recv()) {
      sum += *message;
      ++taken;
    }
  }
  there_tx.close();
  CHECK(sum == static_cast<long long>(messages) * (messages - 1) / 2);
}
