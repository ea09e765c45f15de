// Fairness: of k operations that can always go, each is chosen at least 1/(2k) of the time (rule
// 6). The counts are so large that a fair choice misses its bound less than once in 10^15 runs.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/choices.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"

using strait::on_default;
using strait::on_recv;
using strait::on_timeout;
using strait::select_biased;
using test::choose;
using test::choose_within;
using test::receives;
using test::sends;
using test::try_choose;
using namespace std::chrono_literals;

namespace {

constexpr int rounds = 2000;

/// How often each of `Arms` arms was chosen.
template <std::size_t Arms>
struct tally {
  std::array<int, Arms> chosen{};

  void count(std::size_t arm) { ++chosen.at(arm); }
  bool is_fair() const {
    return std::ranges::all_of(
        chosen, [](int count) { return count >= rounds / (2 * static_cast<int>(Arms)); });
  }
};

}  // namespace

TEST_CASE("channels that always have a message are chosen equally often") {
  const auto way = GENERATE(test::fair_ways());
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(way, kind);
  auto [a_tx, a] = kind.make<int>();
  auto [b_tx, b] = kind.make<int>();
  tally<2> waiting, trying;
  for (int i = 0; i < rounds; ++i) {
    static_cast<void>(a_tx.try_send(0));
    static_cast<void>(b_tx.try_send(0));
    waiting.count(choose(way, receives(a), receives(b)).arm);
    static_cast<void>(a_tx.try_send(0));
    static_cast<void>(b_tx.try_send(0));
    trying.count(try_choose(way, receives(a), receives(b)).value().arm);
  }
  CHECK(waiting.is_fair());
  CHECK(trying.is_fair());
}

TEST_CASE("channels that always have room are chosen equally often") {
  const auto way = GENERATE(test::fair_ways());
  CAPTURE(way);
  auto [a_tx, a] = strait::bounded<int>(rounds);
  auto [b_tx, b] = strait::unbounded<int>();
  auto [c_tx, c] = strait::bounded<int>(1);
  tally<3> chosen;
  for (int i = 0; i < rounds; ++i) {
    static_cast<void>(c.drain());
    chosen.count(choose(way, sends(a_tx, 0), sends(b_tx, 0), sends(c_tx, 0)).arm);
  }
  CHECK(chosen.is_fair());
}

TEST_CASE("arms on the same channel are chosen equally often") {
  const auto way = GENERATE(test::fair_ways());
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(way, kind);
  auto [tx, rx] = kind.make<int>();
  tally<5> chosen;
  for (int i = 0; i < rounds; ++i) {
    static_cast<void>(tx.try_send(0));
    chosen.count(
        choose(way, receives(rx), receives(rx), receives(rx), receives(rx), receives(rx)).arm);
  }
  CHECK(chosen.is_fair());
}

TEST_CASE("receiving, sending and a disconnected channel are chosen equally often") {
  const auto way = GENERATE(test::fair_ways());
  CAPTURE(way);
  auto [in_tx, in] = strait::bounded<int>(1);
  auto [out_tx, out] = strait::unbounded<int>();
  auto [gone_tx, gone] = strait::bounded<int>(0);
  gone_tx = {};
  auto [useless_tx, useless] = strait::bounded<int>(0);
  useless = {};
  tally<4> chosen;
  for (int i = 0; i < rounds; ++i) {
    static_cast<void>(in_tx.try_send(0));
    chosen.count(
        choose(way, receives(in), sends(out_tx, 0), receives(gone), sends(useless_tx, 0)).arm);
  }
  CHECK(chosen.is_fair());
}

TEST_CASE("timers that are due are chosen as often as channels with messages") {
  using time_point = std::chrono::steady_clock::time_point;
  const auto way = GENERATE(test::fair_ways());
  CAPTURE(way);
  auto [tx, rx] = strait::bounded<time_point>(1);
  const auto ticker = strait::tick(0ms);
  tally<3> chosen;
  for (int i = 0; i < rounds; ++i) {
    static_cast<void>(tx.try_send(time_point()));
    const auto due = strait::after(0ms);
    chosen.count(choose(way, receives(rx), receives(due), receives(ticker)).arm);
  }
  CHECK(chosen.is_fair());
}

TEST_CASE("of timers that a choice waits for no one is forgotten") {
  const auto way = GENERATE(test::fair_ways());
  const bool ticking = GENERATE(false, true);
  CAPTURE(way, ticking);
  const auto make = [&] { return ticking ? strait::tick(200us) : strait::after(200us); };
  std::array<int, 2> chosen{}, of_one{};
  for (int i = 0; i < 150; ++i) {
    const auto first = make();
    const auto second = make();
    ++chosen[choose(way, receives(first), receives(second)).arm];
    const auto one = make();
    ++of_one[choose(way, receives(one), receives(one)).arm];
  }
  // The second is due a little later than the first, and may be missed now and then.
  CHECK(std::ranges::min(chosen) > 0);
  CHECK(std::ranges::min(of_one) >= 150 / 4 / 2);
}

// A rendezvous partner that always comes back is there again a little later than a message that is
// stored: "always ready" is not quite true of it. It must still not be left out.
TEST_CASE("of channels of different kinds with busy senders no one is forgotten") {
  const auto way = GENERATE(test::fair_ways());
  CAPTURE(way);
  auto [a_tx, a] = strait::unbounded<int>();
  auto [b_tx, b] = strait::bounded<int>(1);
  auto [c_tx, c] = strait::bounded<int>(0);
  std::array<std::atomic<int>, 3> chosen{};
  test::crew crew;
  crew.add([&, &to_a = a_tx, &to_b = b_tx, &to_c = c_tx] {
    for (bool open = true; open;) {
      strait::selector<bool> s;
      const auto done = [](auto result) { return result.has_value(); };
      if (to_a.empty()) s.send(to_a, 0, done);
      if (to_b.empty()) s.send(to_b, 0, done);
      s.send(to_c, 0, done);
      open = s.wait();
    }
  });
  const auto all_seen = [&] {
    return std::ranges::all_of(chosen, [](const auto& count) { return count > 0; });
  };
  for (int i = 0; i < test::scaled(3000) || !all_seen(); ++i) {
    ++chosen[choose(way, receives(a), receives(b), receives(c)).arm];
  }
  a = {};
  b = {};
  c = {};
  crew.join();
  CHECK(all_seen());
}

TEST_CASE("two equally busy channels are chosen equally often, within six sigma") {
  const auto way = GENERATE(test::fair_ways());
  CAPTURE(way);
  constexpr int trials = 10'000;
  auto [a_tx, a] = strait::bounded<int>(trials + 1);
  auto [b_tx, b] = strait::bounded<int>(trials + 1);
  test::fill(a_tx, 0);
  test::fill(b_tx, 0);
  const auto never = strait::never<int>();
  int first = 0;
  for (int i = 0; i < trials; ++i) {
    first += choose(way, receives(never), receives(a), receives(never), receives(b)).arm == 1;
  }
  CHECK(std::abs(first - trials / 2) <= 6 * std::sqrt(trials) / 2);
}

TEST_CASE("a random bit comes of two sends to one channel") {
  const auto way = GENERATE(test::fair_ways());
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(way, kind);
  constexpr int bits = 200;
  auto [tx, rx] = kind.make<int>();
  test::background ones([&, &in = rx] {
    int count = 0;
    for (int bit : in) count += bit;
    return count;
  });
  for (int i = 0; i < bits; ++i) {
    REQUIRE(choose(way, sends(tx, 1), sends(tx, 0)).event == test::happened<int>::sent);
  }
  tx = {};
  const int count = ones.get();
  CHECK(count > bits / 10);
  CHECK(count < bits - bits / 10);
}

TEST_CASE("select_biased is as unfair as it says, with every kind of limit") {
  auto [a_tx, a] = strait::unbounded<int>();
  auto [b_tx, b] = strait::bounded<int>(100);
  auto [c_tx, c] = strait::unbounded<int>();
  REQUIRE(c_tx.send(0));
  const auto arm = [](int number) { return [number](auto) { return number; }; };
  const auto none = [] { return -1; };
  const auto expect_in_order = [&, &a_tx = a_tx, &b_tx = b_tx](auto select_once) {
    for (int i = 0; i < 100; ++i) {
      REQUIRE(a_tx.send(0));
      REQUIRE(b_tx.send(0));
    }
    for (int i = 0; i < 200; ++i) REQUIRE(select_once() == (i < 100 ? 0 : 1));
  };
  expect_in_order([&, &a = a, &b = b, &c = c] {
    return select_biased(on_recv(a, arm(0)), on_recv(b, arm(1)), on_recv(c, arm(2)));
  });
  expect_in_order([&, &a = a, &b = b, &c = c] {
    return select_biased(on_recv(a, arm(0)), on_recv(b, arm(1)), on_recv(c, arm(2)),
                         on_timeout(24h, none));
  });
  expect_in_order([&, &a = a, &b = b, &c = c] {
    return select_biased(on_recv(a, arm(0)), on_recv(b, arm(1)), on_recv(c, arm(2)),
                         on_default(none));
  });
  CHECK(c.size() == 1);
}
