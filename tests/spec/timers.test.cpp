// Timers as channels: after, at, tick, never (rule 5). Times are bounded from below only: a loaded
// machine may be late, the library must not be early.
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/results.hpp"

using clock_type = std::chrono::steady_clock;
using strait::recv_error;
using test::failed;
using namespace std::chrono_literals;

TEST_CASE("after delivers once and never early, with a time between due and now") {
  const auto start = clock_type::now();
  const auto rx = strait::after(20ms);
  const auto message = rx.recv();
  const auto now = clock_type::now();
  REQUIRE(message);
  CHECK(now - start >= 20ms);
  CHECK(*message >= start + 20ms);
  CHECK(*message <= now);
  CHECK(rx.try_recv() == failed(recv_error::empty));
  CHECK(rx.recv_for(5ms) == failed(recv_error::timeout));
}

TEST_CASE("at delivers at its time, or at once when that has passed") {
  const auto due = clock_type::now() + 20ms;
  const auto message = strait::at(due).recv();
  REQUIRE(message);
  CHECK(*message >= due);
  CHECK(clock_type::now() >= *message);
  for (auto past : {clock_type::time_point::min(), clock_type::time_point(), clock_type::now()}) {
    const auto rx = strait::at(past);
    CHECK(rx.size() == 1);
    const auto at_once = rx.try_recv();
    REQUIRE(at_once);
    CHECK(*at_once >= past);
    CHECK(*at_once <= clock_type::now());
    CHECK(rx.try_recv() == failed(recv_error::empty));
  }
}

TEST_CASE("after without a wait says when it was due") {
  const auto start = clock_type::now();
  const auto at_once = strait::after(0ms).recv();
  REQUIRE(at_once);
  CHECK(*at_once >= start);
  CHECK(*at_once <= clock_type::now());
  const auto long_ago = strait::after(-1h).recv();
  REQUIRE(long_ago);
  CHECK(*long_ago >= start - 1h);
  CHECK(*long_ago <= clock_type::now());
}

TEST_CASE("after takes every duration there is") {
  CHECK(strait::after(0ms).recv());
  CHECK(strait::after(-1h).recv());
  CHECK(strait::after(std::chrono::hours::min()).recv());
  CHECK(strait::after(std::chrono::nanoseconds::min()).recv());
  CHECK(strait::after(std::chrono::duration<double>(0.001)).recv());
  CHECK(strait::after(std::chrono::hours::max()).recv_for(2ms) == failed(recv_error::timeout));
  CHECK(strait::after(std::chrono::nanoseconds::max()).recv_for(2ms) ==
        failed(recv_error::timeout));
  CHECK(strait::after(std::chrono::duration<double>::max()).recv_for(2ms) ==
        failed(recv_error::timeout));
  CHECK(strait::at(clock_type::time_point::max()).recv_for(2ms) == failed(recv_error::timeout));
}

TEST_CASE("a receive with a limit before the timer's time reports a timeout") {
  const auto rx = strait::after(1h);
  CHECK(rx.recv_for(5ms) == failed(recv_error::timeout));
  CHECK(rx.try_recv() == failed(recv_error::empty));
}

TEST_CASE("after on copied receivers fires exactly once in all") {
  for (int round = 0; round < 5; ++round) {
    const auto rx = strait::after(5ms);
    std::atomic<int> fired = 0;
    test::crew crew;
    for (int i = 0; i < 4; ++i) {
      crew.add([&fired, rx] {
        if (rx.recv_for(40ms)) ++fired;
      });
    }
    crew.join();
    if (rx.try_recv()) ++fired;  // all of them may have been late
    CHECK(fired == 1);
  }
}

TEST_CASE("timers are channels of capacity 1 that are never disconnected") {
  const auto soon = strait::after(1ms);
  const auto later = strait::after(1h);
  const auto ticker = strait::tick(1ms);
  for (const auto* rx : {&soon, &later, &ticker}) {
    CHECK(rx->capacity() == std::optional<std::size_t>(1));
    CHECK_FALSE(rx->is_disconnected());
    CHECK(static_cast<bool>(*rx));
  }
  std::this_thread::sleep_for(3ms);
  for (const auto* rx : {&soon, &ticker}) {
    CHECK(rx->size() == 1);
    CHECK_FALSE(rx->empty());
    CHECK(rx->full());
  }
  CHECK(later.size() == 0);
  CHECK(later.empty());
  CHECK_FALSE(later.full());
  CHECK(soon.recv());
  CHECK(soon.empty());
  CHECK_FALSE(soon.is_disconnected());
}

TEST_CASE("never has no message and no end") {
  const auto rx = strait::never<int>();
  CHECK(rx);
  CHECK(rx.try_recv() == failed(recv_error::empty));
  CHECK(rx.recv_for(2ms) == failed(recv_error::timeout));
  CHECK(rx.recv_until(clock_type::now()) == failed(recv_error::timeout));
  CHECK(rx.empty());
  CHECK_FALSE(rx.is_disconnected());
  for ([[maybe_unused]] int message : rx.try_iter()) FAIL("there is no message");
}

TEST_CASE("tick is never early, and its times go up") {
  const auto start = clock_type::now();
  const auto rx = strait::tick(5ms);
  auto before = start;
  for (int n = 1; n <= 10; ++n) {
    const auto message = rx.recv();
    REQUIRE(message);
    CHECK(clock_type::now() - start >= n * 5ms);
    CHECK(*message > before);
    CHECK(*message <= clock_type::now());
    before = *message;
  }
}

// A consumer that is slow once finds one tick, not all that it missed. The number of ticks taken in
// a span of time is bounded by the ticks due in it, one that was kept, and one at its edge.
TEST_CASE("tick keeps one tick for a slow consumer and does not burst") {
  constexpr auto period = 4ms;
  const auto rx = strait::tick(period);
  for (int round = 0; round < 3; ++round) {
    std::this_thread::sleep_for(15 * period);
    const auto begin = clock_type::now();
    int taken = 0;
    while (rx.try_recv()) ++taken;
    const auto span = clock_type::now() - begin;
    CHECK(taken >= 1);
    CHECK(taken <= 2 + span / period);
  }
}

// However long the consumer works, the next tick is due at the first multiple of the period after
// the moment at which the last one was taken. That moment lies between two looks at the clock: so
// does the due time, and once it has passed the tick is there.
TEST_CASE("tick does not drift with the work of its consumer") {
  constexpr clock_type::duration period = 5ms;
  const auto rx = strait::tick(period);
  const auto first = rx.recv();
  REQUIRE(first);
  const auto next_after = [&](clock_type::time_point now) {
    return *first + ((now - *first) / period + 1) * period;
  };
  std::this_thread::sleep_for(2ms);
  auto taken_after = *first;
  auto taken_before = clock_type::now();
  for (int n = 1; n <= 20; ++n) {
    // MinGW's sleeps end up to a millisecond early.
    const auto due = next_after(taken_before);
    while (clock_type::now() < due) std::this_thread::sleep_until(due);
    if (n % 2 == 1) std::this_thread::sleep_for(9ms);
    const auto look = clock_type::now();
    const auto message = rx.try_recv();
    const auto end = clock_type::now();
    REQUIRE(message);
    CHECK((*message - *first) % period == 0ns);
    CHECK(*message >= next_after(taken_after));
    CHECK(*message <= next_after(taken_before));
    taken_after = look;
    taken_before = end;
  }
}

TEST_CASE("copies of a ticker share its ticks") {
  constexpr auto period = 2ms;
  const auto start = clock_type::now();
  const auto rx = strait::tick(period);
  std::atomic<int> taken = 0;
  test::crew crew;
  for (int i = 0; i < 3; ++i) {
    crew.add([&taken, rx] {
      for (int n = 0; n < 10; ++n)
        if (rx.recv()) ++taken;
    });
  }
  crew.join();
  CHECK(taken == 30);
  CHECK(clock_type::now() - start >= 30 * period);
}

TEST_CASE("tick takes every period there is") {
  CHECK(strait::tick(std::chrono::hours::max()).recv_for(2ms) == failed(recv_error::timeout));
  CHECK(strait::tick(std::chrono::nanoseconds::max()).recv_for(2ms) == failed(recv_error::timeout));
  const auto always = strait::tick(0ms);
  for (int i = 0; i < 10; ++i) CHECK(always.recv());
  const auto negative = strait::tick(-5ms);
  for (int i = 0; i < 10; ++i) CHECK(negative.recv());
  const auto tiny = strait::tick(1ns);
  for (int i = 0; i < 10; ++i) CHECK(tiny.recv());
}

TEST_CASE("timers stand in a select like other channels") {
  auto [tx, rx] = strait::unbounded<int>();
  const auto ticker = strait::tick(2ms);
  const auto timeout = strait::after(30ms);
  const auto start = clock_type::now();
  int ticks = 0;
  bool go_on = true;
  while (go_on) {
    go_on = strait::select(strait::on_recv(rx, [](auto) { return false; }),
                           strait::on_recv(ticker,
                                           [&](auto message) {
                                             if (message) ++ticks;
                                             return true;
                                           }),
                           strait::on_recv(timeout, [](auto) { return false; }));
  }
  CHECK(clock_type::now() - start >= 30ms);
  CHECK((ticks >= 1 || ticker.try_recv()));  // a late machine finds both due, and takes either
  CHECK(timeout.try_recv() == failed(recv_error::empty));
}

TEST_CASE("a message wins over a timer that is not due, and selects wait past fired timers") {
  auto [tx, rx] = strait::unbounded<int>();
  const auto fired = strait::after(0ms);
  REQUIRE(fired.recv());
  REQUIRE(tx.send(7));
  strait::select(strait::on_recv(fired, [](auto) { FAIL("fired twice"); }),
                 strait::on_recv(strait::after(1h), [](auto) { FAIL("early"); }),
                 strait::on_recv(rx, [](auto message) { CHECK(message == 7); }));
  strait::selector<int> s;
  s.recv(fired, [](auto) { return 1; }).recv(strait::after(5ms), [](auto) { return 2; });
  CHECK(s.wait() == 2);
  CHECK(s.wait_for(2ms) == std::nullopt);
}

TEST_CASE("a timer fires while several selects wait for it, in one of them") {
  const auto timer = strait::after(10ms);
  std::atomic<int> fired = 0;
  test::crew crew;
  for (int i = 0; i < 3; ++i) {
    crew.add([&fired, timer] {
      strait::select(strait::on_recv(timer, [&](auto) { ++fired; }), strait::on_timeout(60ms));
    });
  }
  crew.join();
  if (timer.try_recv()) ++fired;
  CHECK(fired == 1);
}
