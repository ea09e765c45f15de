// What a ticker does with the ticks that nobody received in time.
#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "support/background.hpp"
#include "support/results.hpp"

using clock_type = std::chrono::steady_clock;
using strait::missed_ticks;
using strait::recv_error;
using test::failed;
using namespace std::chrono_literals;

namespace {

/// A receive between two readings of the clock.
struct reading {
  clock_type::time_point before;
  std::optional<clock_type::time_point> message;
  clock_type::time_point after;
};

reading try_read(const strait::receiver<clock_type::time_point>& rx) {
  reading result{clock_type::now(), std::nullopt, {}};
  if (const auto message = rx.try_recv()) result.message = *message;
  result.after = clock_type::now();
  return result;
}

}  // namespace

TEST_CASE("coalesced ticks are one message, the oldest, and then the next one due") {
  const auto rx = strait::tick(10ms);
  const auto first = rx.recv();
  REQUIRE(first);
  const auto taken = clock_type::now();
  std::this_thread::sleep_for(35ms);
  const reading late = try_read(rx);
  REQUIRE(late.message);
  CHECK((*late.message - *first) % 10ms == 0ns);
  CHECK(*late.message <= taken + 10ms);  // the oldest: due first after the one before was taken
  const auto next = rx.recv();
  REQUIRE(next);
  CHECK(*next > late.before);
  CHECK((*next - *first) % 10ms == 0ns);
}

TEST_CASE("a burst delivers every tick that was missed, with its own time") {
  const auto rx = strait::tick(2ms, missed_ticks::burst);
  const auto first = rx.recv();
  REQUIRE(first);
  std::this_thread::sleep_for(21ms);
  for (int i = 1; i <= 10; ++i) {
    const auto each = rx.try_recv();
    REQUIRE(each);
    CHECK(*each == *first + i * 2ms);
  }
  // And no tick before its time.
  for (int i = 11; i < 30; ++i) {
    const auto each = rx.recv();
    REQUIRE(each);
    CHECK(*each == *first + i * 2ms);
    CHECK(clock_type::now() >= *each);
  }
}

TEST_CASE("skipped ticks are passed over but for the latest") {
  const auto rx = strait::tick(10ms, missed_ticks::skip);
  const auto first = rx.recv();
  REQUIRE(first);
  std::this_thread::sleep_for(35ms);
  const reading late = try_read(rx);
  REQUIRE(late.message);
  CHECK((*late.message - *first) % 10ms == 0ns);
  CHECK(*late.message <= late.after);
  CHECK(*late.message + 10ms > late.before);
  const auto next = rx.recv();
  REQUIRE(next);
  CHECK(*next > *late.message);
  CHECK((*next - *first) % 10ms == 0ns);
}

TEST_CASE("a tick of no period is always due, whatever becomes of missed ones") {
  for (const auto missed : {missed_ticks::coalesce, missed_ticks::burst, missed_ticks::skip}) {
    const auto rx = strait::tick(0s, missed);
    for (int i = 0; i < 100; ++i) {
      const auto message = rx.recv();
      REQUIRE(message);
      CHECK(*message <= clock_type::now());
    }
    CHECK(strait::tick(-1h, missed).recv());
  }
}

TEST_CASE("a tick of the largest period never comes, whatever becomes of missed ones") {
  for (const auto missed : {missed_ticks::coalesce, missed_ticks::burst, missed_ticks::skip}) {
    CHECK(strait::tick(std::chrono::hours::max(), missed).recv_for(2ms) ==
          failed(recv_error::timeout));
    CHECK(strait::tick(clock_type::duration::max(), missed).try_recv() ==
          failed(recv_error::empty));
  }
}

TEST_CASE("receivers that share a ticker get each of its ticks once, in a burst too") {
  const auto rx = strait::tick(1ms, missed_ticks::burst);
  std::vector<clock_type::time_point> seen;
  {
    const auto take = [rx] {
      std::vector<clock_type::time_point> mine;
      for (int i = 0; i < 20; ++i) mine.push_back(*rx.recv());
      return mine;
    };
    test::background one(take);
    test::background other(take);
    seen = one.get();
    const auto more = other.get();
    seen.insert(seen.end(), more.begin(), more.end());
  }
  std::ranges::sort(seen);
  for (std::size_t i = 1; i < seen.size(); ++i) CHECK(seen[i] - seen[i - 1] == 1ms);
}
