// Every way to wait for one of several operations, in long conversations with other threads
// (rules 2, 3 and 6).
#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/choices.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"

using strait::recv_error;
using test::choose;
using test::choose_within;
using test::failed;
using test::received;
using test::receives;
using test::sends;
using test::sent;
using test::try_choose;
using namespace std::chrono_literals;

namespace {

/// Sends each number and takes it back, and says how often that went wrong.
int converse(int rounds, const strait::sender<int>& to, const strait::receiver<int>& from) {
  int wrong = 0;
  for (int i = 0; i < rounds; ++i) {
    if (!to.send(i)) ++wrong;
    if (from.recv() != i) ++wrong;
  }
  return wrong;
}

}  // namespace

TEST_CASE("a choice receives from two channels in the order in which they were fed") {
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  const int rounds = test::scaled(1000);
  auto [a_tx, a] = strait::unbounded<int>();
  auto [b_tx, b] = strait::bounded<int>(5);
  auto [seen_tx, seen] = strait::bounded<int>(GENERATE(as<std::size_t>(), 0, 100));
  test::background fed([&, &to_a = a_tx, &to_b = b_tx, &back = seen] {
    for (int i = 0; i < rounds; ++i) {
      if (!to_a.send(i) || !back.recv()) return i;
      if (!to_b.send(i) || !back.recv()) return i;
    }
    return rounds;
  });
  int wrong = 0;
  for (int i = 0; i < 2 * rounds; ++i) {
    const auto what = choose(way, receives(a), receives(b));
    wrong += what != received(static_cast<std::size_t>(i % 2), i / 2);
    REQUIRE(seen_tx.send(0));
  }
  CHECK(wrong == 0);
  CHECK(fed.get() == rounds);
}

TEST_CASE("a choice sends to two channels in the order in which they are emptied") {
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  const int rounds = test::scaled(1000);
  auto [a_tx, a] = strait::bounded<int>(0);
  auto [b_tx, b] = strait::bounded<int>(0);
  test::background taken([&, &from_a = a, &from_b = b] {
    int wrong = 0;
    for (int i = 0; i < rounds; ++i) {
      if (from_a.recv() != 2 * i) ++wrong;
      if (from_b.recv() != 2 * i + 1) ++wrong;
    }
    return wrong;
  });
  int wrong = 0;
  for (int i = 0; i < 2 * rounds; ++i) {
    const auto what = choose(way, sends(a_tx, i), sends(b_tx, i));
    wrong += what != sent(static_cast<std::size_t>(i % 2));
  }
  CHECK(wrong == 0);
  CHECK(taken.get() == 0);
}

TEST_CASE("a choice between receiving and sending follows what its partner does") {
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  const int rounds = test::scaled(1000);
  auto [in_tx, in] = strait::bounded<int>(0);
  auto [out_tx, out] = strait::bounded<int>(0);
  test::background partner([&, &to = in_tx, &from = out] { return converse(rounds, to, from); });
  int wrong = 0;
  for (int i = 0; i < rounds; ++i) {
    wrong += choose(way, receives(in), sends(out_tx, i)) != received(0, i);
    wrong += choose(way, receives(in), sends(out_tx, i)) != sent(1);
  }
  CHECK(wrong == 0);
  CHECK(partner.get() == 0);
}

TEST_CASE("one selector serves a long conversation with the cases it was given once") {
  const int rounds = test::scaled(1000);
  auto [in_tx, in] = strait::bounded<int>(0);
  auto [out_tx, out] = strait::bounded<int>(0);
  test::background partner([&, &to = in_tx, &from = out] { return converse(rounds, to, from); });
  int round = 0;
  int wrong = 0;
  strait::selector<bool> s;
  s.recv(in, [&](auto message) { return message == round; });
  s.send(out_tx, [&] { return round; }, [](auto result) { return result.has_value(); });
  for (; round < rounds; ++round) wrong += !s.wait() + !s.wait();
  CHECK(wrong == 0);
  CHECK(partner.get() == 0);
}

TEST_CASE("two threads that give up and choose again lose nothing and keep the order") {
  const auto way = GENERATE(test::every_way());
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(way, kind);
  const int messages = test::scaled(400);
  auto [tx, rx] = kind.make<int>();
  test::crew crew;
  crew.add([&, out = std::move(tx)] {
    for (int i = 0; i < messages; ++i) {
      if (i % 50 == 0) test::fall_behind();
      while (!choose_within(std::chrono::microseconds(i % 40 + 1), way, sends(out, i))) {
      }
    }
  });
  int wrong = 0;
  for (int i = 0; i < messages;) {
    if (i % 60 == 0) std::this_thread::yield();
    const auto what = choose_within(std::chrono::microseconds(i % 30 + 1), way, receives(rx));
    if (what) wrong += what != received(0, i++);
  }
  CHECK(wrong == 0);
  crew.join();
  CHECK(rx.try_recv() == failed(recv_error::disconnected));
}

namespace {
/// `threads` threads each send their own number to, or receive that of, another one; how many
/// received something wrong.
int wrong_in_a_meeting(test::way way, int threads, const strait::channel<int>& channel) {
  std::atomic<int> wrong = 0;
  test::crew crew;
  for (int mine = 0; mine < threads; ++mine) {
    crew.add([&, mine] {
      const auto what = choose(way, receives(channel.rx), sends(channel.tx, mine));
      const bool met = what.event == what.received ? what.message != mine : what == sent(1);
      if (!met) ++wrong;
    });
  }
  if (threads % 2 == 1 && !channel.tx.send(-1)) ++wrong;  // the partner of the one left over
  crew.join();
  return wrong;
}
}  // namespace

TEST_CASE("of many threads that would send or receive each finds a partner, none itself") {
  const auto way = GENERATE(test::acting_ways());
  const int threads = GENERATE(2, 16, 17);
  CAPTURE(way, threads);
  for (int round = 0; round < test::scaled(20); ++round) {
    const auto channel = strait::bounded<int>(0);
    REQUIRE(wrong_in_a_meeting(way, threads, channel) == 0);
    REQUIRE(channel.rx.try_recv() == failed(recv_error::empty));
    REQUIRE_FALSE(channel.tx.try_send(0));
  }
}

namespace {
/// A message that is the receiving end of the next channel.
struct chain_link {
  strait::receiver<chain_link> next;
};
}  // namespace

TEST_CASE("each message of a chain is the channel that the next one comes by") {
  const auto way = GENERATE(test::every_way());
  const auto capacity = GENERATE(as<std::size_t>(), 0, 1, 3);
  CAPTURE(way, capacity);
  const int links = test::scaled(200);
  auto first = strait::bounded<chain_link>(capacity);
  test::background forged([&, tx = std::move(first.tx)]() mutable {
    for (int i = 0; i < links; ++i) {
      auto following = strait::bounded<chain_link>(capacity);
      // Two sides that only look would never meet on a rendezvous: one of them acts.
      const auto how = capacity == 0 && way == test::way::ready ? test::way::select : way;
      const auto what = choose(how, sends(tx, chain_link{std::move(following.rx)}));
      if (what.event != what.sent) return i;
      tx = std::move(following.tx);
    }
    return links;
  });
  auto rx = std::move(first.rx);
  int followed = 0;
  for (;; ++followed) {
    auto what = choose(way, receives(rx));
    if (what.event != what.received) break;
    rx = std::move(what.message->next);
  }
  CHECK(followed == links);
  CHECK(forged.get() == links);
}

// One thread carries a message to and fro between two channels: it puts one into a channel before
// it takes one out of the other, so at each moment there is one in at least one of them. A choice
// that looks at the channels one after the other, and leaves it at that, may find both empty.
TEST_CASE("a choice that does not wait finds a message that is always in one of its channels") {
  const auto way = GENERATE(test::every_way());
  const bool timed = GENERATE(false, true);
  CAPTURE(way, timed);
  auto [a_tx, a] = strait::unbounded<int>();
  auto [b_tx, b] = strait::bounded<int>(2);
  auto [quiet_tx, quiet] = strait::unbounded<int>();
  std::atomic<bool> chosen = true, over = false;
  test::crew carrier;
  carrier.add([&, &to_a = a_tx, &to_b = b_tx, &from_a = a, &from_b = b] {
    while (!over) {
      if (chosen) {  // begin anew, with one message
        static_cast<void>(from_a.drain());
        static_cast<void>(from_b.drain());
        static_cast<void>(to_a.try_send(1));
        chosen = false;
      }
      static_cast<void>(to_b.try_send(1));
      static_cast<void>(from_a.try_recv());
      static_cast<void>(to_a.try_send(1));
      static_cast<void>(from_b.try_recv());
    }
  });
  // As many rounds as a loaded machine has time for.
  const auto end = std::chrono::steady_clock::now() + 200ms;
  int missed = 0;
  for (int i = 0; i < 5000 && std::chrono::steady_clock::now() < end; ++i) {
    while (chosen) std::this_thread::yield();
    const receives<int> q(quiet);  // several of them lie between a look at b and one at a
    const auto what = timed ? choose_within(1ns, way, receives(b), q, q, q, q, q, q, receives(a))
                            : try_choose(way, receives(b), q, q, q, q, q, q, receives(a));
    missed += !what;
    chosen = true;
  }
  over = true;
  CHECK(missed == 0);
}

TEST_CASE("many timers go off once each, whichever of many threads chooses them") {
  const auto way = GENERATE(test::way::selector, test::way::ready);
  CAPTURE(way);
  constexpr int timers = 60;
  std::vector<strait::receiver<std::chrono::steady_clock::time_point>> all;
  for (int i = 0; i < timers; ++i) all.push_back(strait::after(std::chrono::microseconds(i * 50)));
  std::atomic<int> hits = 0;
  test::crew crew;
  for (int thread = 0; thread < 3; ++thread) {
    crew.add([&] {
      strait::selector<void> s;
      for (const auto& each : all) s.recv(each, [&](auto) { ++hits; });
      while (hits < timers) {
        if (way == test::way::selector) {
          s.wait_for(1ms);
        } else if (const auto id = s.ready_for(1ms)) {
          if (all[*id - 1].try_recv()) ++hits;
        }
      }
    });
  }
  crew.join();
  CHECK(hits == timers);
  for (const auto& each : all) CHECK_FALSE(each.try_recv());
}
