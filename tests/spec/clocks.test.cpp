// Limits as time points of other clocks than steady_clock.
#include <chrono>
#include <string>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"

using strait::recv_error;
using strait::send_errc;
using test::failed;
using test::failure;
using wall_clock = std::chrono::system_clock;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

/// A clock of its own kind: coarse, and it began long ago.
struct ancient_clock {
  using duration = std::chrono::duration<long long, std::ratio<1, 4>>;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<ancient_clock>;
  [[maybe_unused]] static constexpr bool is_steady = false;
  static time_point now() noexcept { return time_point(-1h * 24 * 365 * 200); }
};

template <class Moment>
void reports_timeouts(Moment moment) {
  auto [tx, rx] = strait::bounded<int>(1);
  CHECK(rx.recv_until(moment) == failed(recv_error::timeout));
  test::fill(tx, 1);
  CHECK(failure(tx.send_until(7, moment)) == send_errc::timeout);
  auto [unused, quiet] = strait::bounded<int>(0);
  CHECK(strait::select(strait::on_recv(quiet, [](auto) { return false; }),
                       strait::on_deadline(moment, [] { return true; })));
  strait::selector<> s;
  s.recv(quiet);
  CHECK_FALSE(s.wait_until(moment));
  CHECK_FALSE(s.ready_until(moment));
  const auto news = strait::broadcast<int>(1);
  const auto full = news.subscribe();
  CHECK(news.send_until(1, moment) == 1);
  CHECK(news.send_until(2, moment).error().code == send_errc::timeout);
}

/// Each waits for what comes before the limit: no limit that is far away has passed.
template <class Moment>
void does_not_come(Moment moment) {
  auto [tx, rx] = strait::bounded<int>(0);
  test::background receiving([&, &rx = rx] { return rx.recv_until(moment); });
  test::let_it_block();
  CHECK(tx.send_until(7, moment));
  CHECK(receiving.get() == 7);
  auto [later_tx, later] = strait::bounded<int>(0);
  const bool came = strait::select(strait::on_recv(strait::after(5ms), [](auto) { return true; }),
                                   strait::on_recv(later, [](auto) { return false; }),
                                   strait::on_deadline(moment, [] { return false; }));
  CHECK(came);
  CHECK(strait::at(moment).try_recv() == failed(recv_error::empty));
}

}  // namespace

TEST_CASE("a moment of the wall clock that has passed is a limit of zero") {
  SECTION("just now") { reports_timeouts(wall_clock::now()); }
  SECTION("long ago") { reports_timeouts(wall_clock::time_point()); }
  SECTION("the smallest") { reports_timeouts(wall_clock::time_point::min()); }
}

TEST_CASE("a moment of the wall clock that comes soon is never early by the steady one") {
  const auto start = steady_clock::now();
  auto [tx, rx] = strait::bounded<int>(1);
  CHECK(rx.recv_until(wall_clock::now() + 20ms) == failed(recv_error::timeout));
  CHECK(steady_clock::now() - start >= 20ms);
  reports_timeouts(wall_clock::now() + 2ms);
}

TEST_CASE("a moment of the wall clock that is far away does not come") {
  SECTION("in an hour") { does_not_come(wall_clock::now() + 1h); }
  SECTION("the largest") { does_not_come(wall_clock::time_point::max()); }
  SECTION("in days") {
    using std::chrono::days;
    does_not_come(std::chrono::time_point_cast<days>(wall_clock::now()) + days(2));
  }
  SECTION("in more years than nanoseconds can count") {
    using std::chrono::years;
    does_not_come(std::chrono::time_point<wall_clock, years>(years(100'000)));
  }
}

TEST_CASE("a moment of any clock is a limit, however far its zero is away") {
  SECTION("passed") { reports_timeouts(ancient_clock::now()); }
  SECTION("the smallest") { reports_timeouts(ancient_clock::time_point::min()); }
  SECTION("soon") { reports_timeouts(ancient_clock::now() + ancient_clock::duration(0)); }
  SECTION("in an hour") { does_not_come(ancient_clock::now() + 1h); }
  SECTION("hundreds of years later") { does_not_come(ancient_clock::time_point() + 24h); }
  SECTION("the largest") { does_not_come(ancient_clock::time_point::max()); }
}

TEST_CASE("a timer of the wall clock delivers the moment as the steady clock tells it") {
  const auto before = steady_clock::now();
  const auto due = strait::at(wall_clock::now() + 5ms).recv();
  REQUIRE(due);
  CHECK(*due >= before + 4ms);  // the wall clock may be set meanwhile, a little
  CHECK(*due <= steady_clock::now());
  const auto passed = strait::at(wall_clock::now() - 1h).recv();
  REQUIRE(passed);
  CHECK(*passed <= steady_clock::now() - 1h);
  CHECK(*passed > steady_clock::now() - 2h);
}
