// Every operation with a limit, with every limit there is: passed, tiny, endless, in any type
// (rule 4). What the plain timed operations do beyond that is in timeout.test.cpp.
#include <chrono>
#include <cstddef>
#include <expected>
#include <limits>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/limits.hpp"
#include "support/results.hpp"

using clock_type = std::chrono::steady_clock;
using time_point = clock_type::time_point;
using strait::recv_error;
using strait::send_errc;
using test::failure;
using namespace std::chrono_literals;

namespace {

using maybe = std::optional<int>;

/// Receives within `limit` in each of the ways in which that can be asked; -1 marks a wrong code.
constexpr std::size_t receiving_ways = 4;
template <class Limit>
maybe receive(std::size_t way, const strait::receiver<int>& rx, Limit limit) {
  const auto value = [](std::expected<int, recv_error> m) { return maybe(m.value_or(-1)); };
  strait::selector<maybe> s;
  switch (way) {
    case 0: {
      const auto got = rx.recv_for(limit);
      if (!got) return got.error() == recv_error::timeout ? maybe() : -1;
      return *got;
    }
    case 1:
      return strait::select(strait::on_recv(rx, value),
                            strait::on_timeout(limit, [] { return maybe(); }));
    case 2:
      return s.recv(rx, value).wait_for(limit).value_or(maybe());
    default:
      return s.recv(rx, value).ready_for(limit) ? maybe(rx.try_recv().value_or(-1)) : maybe();
  }
}

/// Receives until `due` in each of the ways in which that can be asked.
template <class Duration>
maybe receive_until(std::size_t way, const strait::receiver<int>& rx,
                    std::chrono::time_point<clock_type, Duration> due) {
  const auto value = [](std::expected<int, recv_error> m) { return maybe(m.value_or(-1)); };
  strait::selector<maybe> s;
  switch (way) {
    case 0: {
      const auto got = rx.recv_until(due);
      if (!got) return got.error() == recv_error::timeout ? maybe() : -1;
      return *got;
    }
    case 1:
      return strait::select(strait::on_recv(rx, value),
                            strait::on_deadline(due, [] { return maybe(); }));
    case 2:
      return s.recv(rx, value).wait_until(due).value_or(maybe());
    default:
      return s.recv(rx, value).ready_until(due) ? maybe(rx.try_recv().value_or(-1)) : maybe();
  }
}

/// Sends within `limit` in each of the ways in which that can be asked: whether it was sent.
constexpr std::size_t sending_ways = 4;
template <class Limit>
bool send(std::size_t way, const strait::sender<int>& tx, int message, Limit limit) {
  const auto went = [](auto result) { return result.has_value(); };
  strait::selector<bool> s;
  switch (way) {
    case 0: {
      const auto result = tx.send_for(message, limit);
      if (!result) CHECK(failure(result) == send_errc::timeout);
      return result.has_value();
    }
    case 1:
      return strait::select(strait::on_send(tx, message, went),
                            strait::on_timeout(limit, [] { return false; }));
    case 2:
      return s.send(tx, message, went).wait_for(limit).value_or(false);
    default:
      return s.send(tx, message, went).ready_for(limit) && tx.try_send(message);
  }
}

}  // namespace

TEST_CASE("a receive whose limit has passed takes what is there and waits for nothing") {
  const auto kind = GENERATE(test::storing_kinds());
  const auto way = GENERATE(range(std::size_t{0}, receiving_ways));
  CAPTURE(kind, way);
  auto [tx, rx] = kind.make<int>();
  test::with_passed_durations([&, &tx = tx, &rx = rx](auto limit) {
    REQUIRE(receive(way, rx, limit) == std::nullopt);
    REQUIRE(tx.send(7));
    REQUIRE(receive(way, rx, limit) == 7);
  });
  for (const auto due : {time_point::min(), time_point(), clock_type::now()}) {
    REQUIRE(receive_until(way, rx, due) == std::nullopt);
    REQUIRE(tx.send(7));
    REQUIRE(receive_until(way, rx, due) == 7);
  }
}

TEST_CASE("a send whose limit has passed uses the room there is and waits for none") {
  const auto kind = GENERATE(test::bounded_1, test::bounded_4);
  const auto way = GENERATE(range(std::size_t{0}, sending_ways));
  CAPTURE(kind, way);
  auto [tx, rx] = kind.make<int>();
  test::with_passed_durations([&, &tx = tx, &rx = rx](auto limit) {
    REQUIRE(send(way, tx, 7, limit));
    test::fill(tx, 1);
    REQUIRE_FALSE(send(way, tx, 8, limit));
    REQUIRE(rx.drain().front() == 7);
  });
}

TEST_CASE("short limits in any type end a wait, and not before their time") {
  const auto way = GENERATE(range(std::size_t{0}, receiving_ways));
  CAPTURE(way);
  auto [tx, rx] = strait::bounded<int>(1);
  test::with_short_durations([&, &tx = tx, &rx = rx](auto limit) {
    auto start = clock_type::now();
    REQUIRE(receive(way, rx, limit) == std::nullopt);
    REQUIRE(clock_type::now() - start >= 1999us);
    REQUIRE(tx.send(1));
    start = clock_type::now();
    REQUIRE_FALSE(send(way, tx, 2, limit));
    REQUIRE(clock_type::now() - start >= 1999us);
    REQUIRE(rx.recv() == 1);
  });
}

TEST_CASE("endless limits in any type wait for as long as it takes") {
  const auto kind = GENERATE(test::rendezvous, test::bounded_1);
  const auto way = GENERATE(range(std::size_t{0}, receiving_ways));
  CAPTURE(kind, way);
  auto [tx, rx] = kind.make<int>();
  auto [start_tx, start] = strait::bounded<int>(0);
  test::crew crew;
  crew.add([&out = tx, &next = start] {
    while (next.recv()) {
      std::this_thread::sleep_for(1ms);
      static_cast<void>(out.send(7));
    }
  });
  const auto expect_late = [&, &start_tx = start_tx](auto take) {
    if (!start_tx.send(0)) return;
    CHECK(take() == 7);
  };
  test::with_endless_durations(
      [&, &rx = rx](auto limit) { expect_late([&] { return receive(way, rx, limit); }); });
  expect_late([&, &rx = rx] { return receive_until(way, rx, time_point::max()); });
  start_tx.close();
}

TEST_CASE("endless limits of a send wait for as long as it takes") {
  const auto kind = GENERATE(test::rendezvous, test::bounded_1);
  const auto way = GENERATE(range(std::size_t{0}, sending_ways));
  CAPTURE(kind, way);
  auto [tx, rx] = kind.make<int>();
  auto [start_tx, start] = strait::bounded<int>(0);
  test::crew crew;
  crew.add([&in = rx, &next = start] {
    while (next.recv()) {
      std::this_thread::sleep_for(1ms);
      static_cast<void>(in.recv());
    }
  });
  test::with_endless_durations([&, &tx = tx, &start_tx = start_tx](auto limit) {
    test::fill(tx, 1);
    if (!start_tx.send(0)) return;
    CHECK(send(way, tx, 7, limit));
  });
  start_tx.close();
}

TEST_CASE("a moment may be given in any unit, whole or broken") {
  const auto way = GENERATE(range(std::size_t{0}, receiving_ways));
  CAPTURE(way);
  auto [tx, rx] = strait::unbounded<int>();
  const auto now = clock_type::now();
  const auto expect_end = [&, &rx = rx](auto due) {
    REQUIRE(receive_until(way, rx, due) == std::nullopt);
    REQUIRE(clock_type::now() >= due);
  };
  expect_end(std::chrono::time_point_cast<std::chrono::hours>(now - 1h));
  expect_end(std::chrono::time_point_cast<std::chrono::milliseconds>(now + 5ms));
  expect_end(std::chrono::time_point<clock_type, std::chrono::duration<double>>(
      now + std::chrono::duration<double>(0.002)));
  using whole_hours = std::chrono::time_point<clock_type, std::chrono::hours>;
  REQUIRE(receive_until(way, rx, whole_hours::min()) == std::nullopt);
  REQUIRE(tx.send(7));
  REQUIRE(receive_until(way, rx, whole_hours::max()) == 7);
}

TEST_CASE("timers take every duration in any type") {
  test::with_passed_durations([](auto duration) {
    REQUIRE(strait::after(duration).try_recv());
    REQUIRE(strait::tick(duration).recv());
  });
  test::with_short_durations([](auto duration) {
    const auto start = clock_type::now();
    REQUIRE(strait::after(duration).recv());
    REQUIRE(clock_type::now() - start >= 1999us);
    const auto ticker = strait::tick(duration);
    REQUIRE(ticker.recv());
    REQUIRE(ticker.recv());
    REQUIRE(clock_type::now() - start >= 3 * 1999us);
  });
  test::with_endless_durations([](auto duration) {
    REQUIRE_FALSE(strait::after(duration).try_recv());
    REQUIRE_FALSE(strait::tick(duration).try_recv());
  });
  REQUIRE_FALSE(strait::at(time_point::max()).try_recv());
  REQUIRE(strait::at(time_point::min()).try_recv());
}

TEST_CASE("a duration that is not a number waits for nothing") {
  auto [tx, rx] = strait::bounded<int>(0);
  const std::chrono::duration<double> none(std::numeric_limits<double>::quiet_NaN());
  CHECK_FALSE(rx.recv_for(none));
  CHECK_FALSE(tx.send_for(1, none));
  strait::select(strait::on_recv(rx), strait::on_timeout(none));
}
