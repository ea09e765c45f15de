// What holds for every way to wait for one of several operations: select, select_biased, a selector
// that waits, and one that only tells what is ready (rule 6). Between threads that go on for many
// rounds: choices_threads.test.cpp.
#include <array>
#include <chrono>
#include <cstddef>
#include <thread>
#include <utility>

#include "support/background.hpp"
#include "support/choices.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"

using clock_type = std::chrono::steady_clock;
using strait::recv_error;
using test::choose;
using test::choose_within;
using test::disconnected;
using test::failed;
using test::handed_back;
using test::received;
using test::receives;
using test::sends;
using test::sent;
using test::try_choose;
using namespace std::chrono_literals;

TEST_CASE("of several channels the one with a message is chosen, wherever it stands") {
  const auto way = GENERATE(test::every_way());
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(way, kind);
  auto [a_tx, a] = kind.make<int>();
  auto [b_tx, b] = kind.make<int>();
  auto [c_tx, c] = kind.make<int>();
  auto [d_tx, d] = kind.make<int>();
  auto [e_tx, e] = kind.make<int>();
  std::size_t arm = 0;
  for (const auto* tx : {&a_tx, &b_tx, &c_tx, &d_tx, &e_tx}) {
    REQUIRE(tx->send(7));
    CHECK(choose(way, receives(a), receives(b), receives(c), receives(d), receives(e)) ==
          received(arm++, 7));
  }
}

TEST_CASE("of several channels the one with room is chosen, wherever it stands") {
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  std::array channels{strait::bounded<int>(1), strait::bounded<int>(1), strait::bounded<int>(1)};
  for (const auto& each : channels) REQUIRE(each.tx.send(0));
  for (std::size_t arm = 0; arm < 3; ++arm) {
    REQUIRE(channels[arm].rx.recv() == 0);
    CHECK(choose(way, sends(channels[0].tx, 7), sends(channels[1].tx, 7),
                 sends(channels[2].tx, 7)) == sent(arm));
    CHECK(channels[arm].rx.recv() == 7);
    REQUIRE(channels[arm].tx.send(0));
  }
}

TEST_CASE("a disconnected channel is chosen before a silent one, and again each time") {
  const auto way = GENERATE(test::every_way());
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(way, kind);
  auto [tx, rx] = kind.make<int>();
  auto [quiet_tx, quiet] = kind.make<int>();
  tx = {};
  for (int i = 0; i < 3; ++i) {
    CHECK(choose(way, receives(quiet), receives(rx)) == disconnected(1));
    CHECK(try_choose(way, receives(quiet), receives(rx)) == disconnected(1));
    CHECK(choose_within(24h, way, receives(rx), receives(quiet)) == disconnected(0));
  }
}

TEST_CASE("a send without receivers is chosen, and its message handed back") {
  const auto way = GENERATE(test::every_way());
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(way, kind);
  auto [tx, rx] = kind.make<int>();
  auto [quiet_tx, quiet] = kind.make<int>();
  rx = {};
  CHECK(choose(way, receives(quiet), sends(tx, 7)) == handed_back(1, 7));
  CHECK(try_choose(way, receives(quiet), sends(tx, 7)) == handed_back(1, 7));
  CHECK(choose_within(24h, way, sends(tx, 7), receives(quiet)) == handed_back(0, 7));
}

TEST_CASE("messages of a channel without senders are chosen before its end") {
  const auto way = GENERATE(test::every_way());
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(way, kind);
  auto [tx, rx] = kind.make<int>();
  {
    const auto copy = tx;
    REQUIRE(copy.send(7));
  }
  tx = {};
  CHECK(choose(way, receives(rx)) == received(0, 7));
  CHECK(choose(way, receives(rx)) == disconnected(0));
  CHECK(rx.try_recv() == failed(recv_error::disconnected));
}

TEST_CASE("nothing is chosen when nothing can go: at once, or when the time is up") {
  const auto way = GENERATE(test::every_way());
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(way, kind);
  auto [empty_tx, empty] = kind.make<int>();
  auto [full_tx, full] = kind.make<int>();
  test::fill(full_tx, 1);
  CHECK_FALSE(try_choose(way, receives(empty), sends(full_tx, 7)));
  const auto start = clock_type::now();
  CHECK_FALSE(choose_within(10ms, way, receives(empty), sends(full_tx, 7)));
  CHECK(clock_type::now() - start >= 10ms);
  // Neither left anything behind that would take part now.
  REQUIRE(full.size() == full_tx.size());
  test::background taken([&, &rx = empty] { return rx.recv(); });
  CHECK(empty_tx.send(8));
  CHECK(taken.get() == 8);
}

TEST_CASE("what comes while a choice waits is chosen") {
  const auto way = GENERATE(test::every_way());
  const auto kind = GENERATE(test::every_kind());
  const bool timed = GENERATE(false, true);
  CAPTURE(way, kind, timed);
  auto [tx, rx] = kind.make<int>();
  auto [quiet_tx, quiet] = kind.make<int>();
  const auto wait = [&, &in = rx, &other = quiet] {
    if (!timed) return choose(way, receives(other), receives(in));
    return choose_within(24h, way, receives(other), receives(in)).value();
  };
  {
    test::background message([&, &out = tx] {
      test::let_it_block();
      return out.send(7);
    });
    CHECK(wait() == received(1, 7));
    CHECK(message.get());
  }
  test::crew end;
  end.add([&, out = std::move(tx)]() mutable {
    test::let_it_block();
    out = {};
  });
  CHECK(wait() == disconnected(1));
}

TEST_CASE("room that comes while a choice waits is chosen") {
  const auto way = GENERATE(test::every_way());
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(way, kind);
  auto [tx, rx] = kind.make<int>();
  auto [full_tx, full] = kind.make<int>();
  test::fill(full_tx, 1);
  const auto stored = test::fill(tx, 1);
  {
    test::background taken([&, &in = rx] {
      test::let_it_block();
      return in.recv();
    });
    CHECK(choose(way, sends(full_tx, 7), sends(tx, 7)) == sent(1));
    CHECK(taken.get() == (stored == 0 ? 7 : 1));
  }
  test::crew end;
  end.add([&, in = std::move(rx)]() mutable {
    test::let_it_block();
    in = {};
  });
  CHECK(choose(way, sends(full_tx, 7), sends(tx, 7)) == handed_back(1, 7));
}

TEST_CASE("two operations that can go both happen, one after the other") {
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  for (int round = 0; round < 20; ++round) {
    auto [in_tx, in] = strait::bounded<int>(0);
    auto [out_tx, out] = strait::bounded<int>(0);
    test::background partner([&, &to = in_tx, &from = out] {
      if (!to.send(1)) return 0;
      return from.recv().value_or(0);
    });
    CHECK(choose(way, receives(in), sends(out_tx, 2)) == received(0, 1));
    CHECK(choose(way, receives(in), sends(out_tx, 2)) == sent(1));
    CHECK(partner.get() == 2);
  }
}

TEST_CASE("two threads that only try meet one that waits for either") {
  const auto way = GENERATE(test::acting_ways());
  CAPTURE(way);
  for (int round = 0; round < 20; ++round) {
    auto [a_tx, a] = strait::bounded<int>(0);
    auto [b_tx, b] = strait::bounded<int>(0);
    auto [stop_tx, stop] = strait::bounded<int>(0);
    test::background trying_send([&, &to = a_tx, &over = stop] {
      for (;;) {
        if (try_choose(way, sends(to, 1))) return true;
        if (try_choose(way, receives(over))) return false;
        std::this_thread::yield();
      }
    });
    test::background trying_receive([&, &from = b, &over = stop] {
      for (;;) {
        if (from.try_recv() == 2) return true;
        if (try_choose(way, receives(over))) return false;
        std::this_thread::yield();
      }
    });
    const auto what = choose(way, receives(a), sends(b_tx, 2));
    stop_tx.close();
    const bool went = trying_send.get();
    CHECK(went == (what == received(0, 1)));
    CHECK(trying_receive.get() == (what == sent(1)));
  }
}

TEST_CASE("copies that come and go neither wake nor disturb a choice") {
  const auto way = GENERATE(test::every_way());
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(way, kind);
  auto [a_tx, a] = kind.make<int>();
  auto [b_tx, b] = kind.make<int>();
  test::background chosen(
      [&, &first = a, &second = b] { return choose(way, receives(first), receives(second)); });
  for (int i = 0; i < 20; ++i) {
    const auto copied_tx = a_tx;
    const auto copied_rx = b;
    if (i == 10) test::let_it_block();
  }
  CHECK(b_tx.send(7));
  CHECK(chosen.get() == received(1, 7));
}

TEST_CASE("a copy of a handle stands for the same channel in a choice") {
  const auto way = GENERATE(test::every_way());
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(way, kind);
  auto [tx, rx] = kind.make<int>();
  const auto copied_tx = tx;
  const auto copied_rx = rx;
  CHECK(choose(way, sends(copied_tx, 7)) == sent(0));
  CHECK(choose(way, receives(copied_rx)) == received(0, 7));
  CHECK(rx.empty());
}

TEST_CASE("of equal arms on one channel each is chosen in its turn, and only one at a time") {
  const auto way = GENERATE(test::fair_ways());
  CAPTURE(way);
  auto [tx, rx] = strait::bounded<int>(8);
  for (int i = 0; i < 4; ++i) REQUIRE(tx.send(0));
  std::array<bool, 4> seen{};
  while (!(seen[0] && seen[1] && seen[2] && seen[3])) {
    const auto before = rx.size();
    const auto what = choose(way, receives(rx), receives(rx), sends(tx, 0), sends(tx, 0));
    REQUIRE(rx.size() == (what.arm < 2 ? before - 1 : before + 1));
    seen[what.arm] = true;
  }
}

TEST_CASE("a choice never pairs a rendezvous channel with itself, a roomy one takes its send") {
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  auto [tx, rx] = strait::bounded<int>(0);
  CHECK_FALSE(try_choose(way, sends(tx, 1), receives(rx)));
  CHECK_FALSE(choose_within(5ms, way, sends(tx, 1), receives(rx)));
  CHECK_FALSE(choose_within(5ms, way, receives(rx), sends(tx, 1)));
  auto [roomy_tx, roomy] = strait::unbounded<int>();
  CHECK(choose(way, receives(roomy), sends(roomy_tx, 7)) == sent(1));
  CHECK(roomy.recv() == 7);
}

TEST_CASE("a choice within a choice within a choice") {
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  auto [tx, rx] = strait::unbounded<int>();
  strait::select(strait::on_send(tx, 0, [&, &out = tx, &in = rx](auto) {
    CHECK(choose(way, receives(in)) == received(0, 0));
    strait::selector<void> s;
    s.send(out, 1, [&](auto result) {
      CHECK(result);
      CHECK(choose(way, receives(in)) == received(0, 1));
    });
    s.wait();
  }));
  CHECK(rx.empty());
}

TEST_CASE("timers and never() stand in a choice like channels") {
  using time_point = clock_type::time_point;
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  const auto due = strait::after(0ms);
  const auto later = strait::after(24h);
  const auto ticker = strait::tick(1ms);
  const auto never = strait::never<time_point>();
  CHECK(choose(way, receives(never), receives(later), receives(due)).arm == 2);
  CHECK_FALSE(try_choose(way, receives(never), receives(later), receives(due)));
  const auto tick = choose(way, receives(never), receives(later), receives(due), receives(ticker));
  CHECK(tick.arm == 3);
  CHECK(tick.message <= clock_type::now());
}

TEST_CASE("of two timers the earlier one is chosen, never before its time") {
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  const auto start = clock_type::now();
  const auto early = strait::after(5ms);
  const auto late = strait::after(24h);
  CHECK(choose(way, receives(late), receives(early)).arm == 1);
  CHECK(clock_type::now() - start >= 5ms);
}

TEST_CASE("a ticker that becomes never() after ten ticks gives ten ticks") {
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  auto ticker = strait::tick(1ms);
  int ticks = 0;
  while (choose_within(ticks < 10 ? 24h : 5ms, way, receives(ticker))) {
    if (++ticks == 10) ticker = strait::never<clock_type::time_point>();
  }
  CHECK(ticks == 10);
}
