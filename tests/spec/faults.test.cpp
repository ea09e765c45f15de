// Fault injection: the k-th copy or move of a message throws, for every operation and every k
// (rules 3 and 9). The first cases, and how the channel goes on with waiting partners, are in
// exceptions.test.cpp; failing allocations in allocation.test.cpp.
//
// Method: each operation runs on a channel with messages 1 and 2, with a throw at k = 1, 2, … until
// it gets by without. What it could not do, it must not have done by half.
#include <array>
#include <chrono>
#include <functional>
#include <ostream>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::on_recv;
using strait::on_send;
using strait::recv_error;
using strait::select;
using strait::select_biased;
using namespace std::chrono_literals;

namespace {

using message = test::throwing;
using ends = strait::channel<message>;

constexpr auto latest = std::chrono::steady_clock::time_point::max();

struct operation {
  const char* name;
  std::function<void(ends&, message&)> run;
  friend std::ostream& operator<<(std::ostream& out, const operation& o) { return out << o.name; }
};

/// Every way to send `made`.
std::vector<operation> sends() {
  const auto ignore = [](auto&&) {};
  return {
      {"send", [=](ends& c, message& made) { ignore(c.tx.send(std::move(made))); }},
      {"send of a copy", [=](ends& c, message& made) { ignore(c.tx.send(made)); }},
      {"try_send", [=](ends& c, message& made) { ignore(c.tx.try_send(std::move(made))); }},
      {"send_for", [=](ends& c, message& made) { ignore(c.tx.send_for(std::move(made), 1h)); }},
      {"send_until", [=](ends& c, message& made) { ignore(c.tx.send_until(made, latest)); }},
      {"send_with",
       [=](ends& c, message& made) { ignore(c.tx.send_with([&] { return std::move(made); })); }},
      {"try_send_with",
       [=](ends& c, message& made) { ignore(c.tx.try_send_with([&] { return made; })); }},
      {"send_many", [=](ends& c, message& made) { ignore(c.tx.send_many(std::span(&made, 1))); }},
      {"force_send", [=](ends& c, message& made) { ignore(c.tx.force_send(std::move(made))); }},
      {"select, lvalue", [=](ends& c, message& made) { select(on_send(c.tx, made)); }},
      {"select, constant",
       [=](ends& c, message& made) { select(on_send(c.tx, std::as_const(made))); }},
      {"select, rvalue", [=](ends& c, message& made) { select(on_send(c.tx, std::move(made))); }},
      {"select, factory",
       [=](ends& c, message& made) { select(on_send(c.tx, [&] { return std::move(made); })); }},
      {"select_biased, with a handler",
       [=](ends& c, message& made) { select_biased(on_send(c.tx, made, ignore)); }},
      {"selector, value",
       [=](ends& c, message& made) {
         strait::selector<void> s;
         s.send(c.tx, std::move(made)).wait();
       }},
      {"selector, factory",
       [=](ends& c, message& made) {
         strait::selector<void> s;
         s.send(c.tx, [&] { return made; }, ignore).wait();
       }},
  };
}

/// Every way to receive one message into a handler or a result.
std::vector<operation> receives() {
  const auto ignore = [](auto&&) {};
  const auto look = [](const std::expected<message, recv_error>& m) { CHECK(m->id() == 1); };
  return {
      {"recv", [=](ends& c, message&) { ignore(c.rx.recv()); }},
      {"try_recv", [=](ends& c, message&) { ignore(c.rx.try_recv()); }},
      {"recv_for", [=](ends& c, message&) { ignore(c.rx.recv_for(1h)); }},
      {"recv_until", [=](ends& c, message&) { ignore(c.rx.recv_until(latest)); }},
      {"select", [=](ends& c, message&) { select(on_recv(c.rx, look)); }},
      {"select without a handler", [=](ends& c, message&) { select(on_recv(c.rx)); }},
      {"select_biased", [=](ends& c, message&) { select_biased(on_recv(c.rx, look)); }},
      {"selector",
       [=](ends& c, message&) {
         strait::selector<void> s;
         s.recv(c.rx, look).wait();
       }},
  };
}

/// The ids of the messages in a channel, which is empty then.
std::vector<int> ids_left(const ends& channel) {
  std::vector<int> ids;
  while (auto received = channel.rx.try_recv()) ids.push_back(received->id());
  return ids;
}

/// Runs `each` with a throw at the k-th copy or move, for every k, and calls `check(channel, made,
/// threw)` after each run.
template <class Check>
void with_a_throw_everywhere(const test::kind& kind, const operation& each, Check check) {
  bool threw = true;
  for (int k = 1; threw; ++k) {
    REQUIRE(k < 100);
    CAPTURE(k);
    test::ledger books;
    {
      auto channel = kind.make<message>();
      REQUIRE(channel.tx.send(message(books, 1)));
      REQUIRE(channel.tx.send(message(books, 2)));
      message made(books, 3);
      threw = false;
      books.throw_at = k;
      try {
        each.run(channel, made);
      } catch (const std::runtime_error&) {
        threw = true;
      }
      books.throw_at = 0;
      check(channel, threw);
      REQUIRE(channel.tx.try_send(message(books, 4)));
      REQUIRE(ids_left(channel) == std::vector{4});
    }
    REQUIRE(books.settled());
  }
}

}  // namespace

TEST_CASE("whichever copy or move of a send throws, nothing was sent or all of it") {
  const auto kind = GENERATE(test::roomy_kinds());
  const auto each = GENERATE(from_range(sends()));
  CAPTURE(kind, each);
  with_a_throw_everywhere(kind, each, [](const ends& channel, bool threw) {
    REQUIRE(ids_left(channel) == (threw ? std::vector{1, 2} : std::vector{1, 2, 3}));
  });
}

TEST_CASE("whichever move of a receive throws, the message is the next one again") {
  const auto kind = GENERATE(test::roomy_kinds());
  const auto each = GENERATE(from_range(receives()));
  CAPTURE(kind, each);
  with_a_throw_everywhere(kind, each, [](const ends& channel, bool threw) {
    REQUIRE(ids_left(channel) == (threw ? std::vector{1, 2} : std::vector{2}));
  });
}

TEST_CASE("whichever copy of a drain throws, the channel keeps all its messages") {
  const auto kind = GENERATE(test::roomy_kinds());
  CAPTURE(kind);
  const operation drain{"drain", [](ends& c, message&) { static_cast<void>(c.rx.drain()); }};
  with_a_throw_everywhere(kind, drain, [](const ends& channel, bool threw) {
    REQUIRE(ids_left(channel) == (threw ? std::vector{1, 2} : std::vector<int>{}));
  });
}

TEST_CASE("whichever move of recv_many throws, each message is in the container or the channel") {
  const auto kind = GENERATE(test::roomy_kinds());
  const bool timed = GENERATE(false, true);
  CAPTURE(kind, timed);
  std::vector<message> got;
  const operation many{
      "recv_many", [&](ends& c, message&) {
        got.clear();
        static_cast<void>(timed ? c.rx.recv_many_for(got, 2, 1h) : c.rx.recv_many(got, 2));
      }};
  with_a_throw_everywhere(kind, many, [&](const ends& channel, bool threw) {
    const auto left = ids_left(channel);
    std::vector<int> all;
    for (const auto& each : got) all.push_back(each.id());
    all.insert(all.end(), left.begin(), left.end());
    REQUIRE(all == std::vector{1, 2});
    REQUIRE((threw || left.empty()));
    got.clear();
  });
}

TEST_CASE("whichever move of a loop's body throws, the loop can be taken up again") {
  const auto kind = GENERATE(test::roomy_kinds());
  const bool waits = GENERATE(true, false);
  CAPTURE(kind, waits);
  const operation loop{"loop", [=](ends& c, message&) {
                         if (!waits) {
                           for (message each : c.rx.try_iter()) CHECK(each.id() > 0);
                         } else {
                           for (message each : c.rx)
                             if (each.id() == 2) break;
                         }
                       }};
  with_a_throw_everywhere(kind, loop, [](const ends& channel, bool threw) {
    const auto left = ids_left(channel);  // the one that was in hand is gone
    if (!threw) REQUIRE(left.empty());
    if (!left.empty()) REQUIRE(left.back() == 2);
  });
}

// Partners wait: the operation that throws is the one that was waited for.
TEST_CASE("whichever copy or move throws, a partner that waits is served by the next operation") {
  const auto each = GENERATE(from_range(sends()));
  const auto capacity = GENERATE(as<std::size_t>(), 0, 1);
  CAPTURE(each, capacity);
  bool threw = true;
  for (int k = 1; threw; ++k) {
    REQUIRE(k < 100);
    CAPTURE(k);
    test::ledger books;
    {
      auto channel = strait::bounded<message>(capacity);
      test::background taken([&, &in = channel.rx] {
        int ids = 0;
        for (message& m : in) ids += m.id();
        return ids;
      });
      test::let_it_block();
      message made(books, 3);
      threw = false;
      books.throw_at = k;
      bool sent = true;
      try {
        each.run(channel, made);
      } catch (const std::runtime_error&) {
        threw = true;
        sent = false;
      }
      books.throw_at = 0;
      REQUIRE(channel.tx.send(message(books, 100)));
      channel.tx.close();
      const int ids = taken.get();
      const bool came_too_early = sent && ids == 100;  // a try before the partner waited
      REQUIRE((came_too_early || ids == (sent ? 103 : 100)));
    }
    REQUIRE(books.settled());
  }
}
