// Exceptions of messages, factories and handlers: the channel stays usable and loses nothing
// (rules 3 and 9). Failing allocations are in allocation.test.cpp.
//
// Method: the k-th move of a message throws, for k = 1, 2, … until the operation gets by without.
#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::recv_error;
using strait::send_errc;
using test::failed;
using test::failure;
using namespace std::chrono_literals;

namespace {

using message = test::throwing;

template <class Channel>
std::vector<int> ids_left(const Channel& channel) {
  std::vector<int> ids;
  while (auto received = channel.rx.try_recv()) ids.push_back(received->id());
  return ids;
}

/// Checks that an operation succeeded. Not CHECK(operation): that would catch what it throws.
template <class Result>
void did(const Result& result) {
  CHECK(result.has_value());
}

/// Calls `operation(channel, books, k)` on a channel that holds messages 1 and 2, with a throw at
/// the k-th move, then `check(channel, threw)` without; until nothing is thrown any more.
template <class Operation, class Check>
void with_a_throw_at_each_move(const test::kind& kind, Operation operation, Check check) {
  bool threw = true;
  int k = 0;
  while (threw) {
    REQUIRE(++k < 50);
    CAPTURE(k);
    test::ledger books;
    {
      auto channel = kind.make<message>();
      REQUIRE(channel.tx.send(message(books, 1)));
      REQUIRE(channel.tx.send(message(books, 2)));
      threw = false;
      books.throw_at = k;
      try {
        operation(channel, books);
      } catch (const std::runtime_error&) {
        threw = true;
      }
      books.throw_at = 0;
      check(channel, threw);
      REQUIRE(channel.tx.try_send(message(books, 4)));
      REQUIRE(ids_left(channel) == std::vector<int>{4});
    }
    REQUIRE(books.settled());
  }
}

}  // namespace

TEST_CASE("a send that throws has sent nothing, and the channel goes on") {
  const auto kind = GENERATE(test::roomy_kinds());
  CAPTURE(kind);
  const auto sent_or_not = [](const auto& channel, bool threw) {
    REQUIRE(ids_left(channel) == (threw ? std::vector{1, 2} : std::vector{1, 2, 3}));
  };
  with_a_throw_at_each_move(
      kind, [](auto& channel, test::ledger& books) { did(channel.tx.send(message(books, 3))); },
      sent_or_not);
  with_a_throw_at_each_move(
      kind,
      [](auto& channel, test::ledger& books) {
        const message kept(books, 3);
        did(channel.tx.try_send(kept));
      },
      sent_or_not);
  with_a_throw_at_each_move(
      kind,
      [](auto& channel, test::ledger& books) { did(channel.tx.send_for(message(books, 3), 1h)); },
      sent_or_not);
  with_a_throw_at_each_move(
      kind,
      [](auto& channel, test::ledger& books) {
        strait::select(strait::on_send(channel.tx, message(books, 3)));
      },
      sent_or_not);
}

TEST_CASE("a receive that throws has taken nothing, and the next one finds the message") {
  const auto kind = GENERATE(test::roomy_kinds());
  CAPTURE(kind);
  const auto taken_or_not = [](const auto& channel, bool threw) {
    REQUIRE(ids_left(channel) == (threw ? std::vector{1, 2} : std::vector{2}));
  };
  with_a_throw_at_each_move(
      kind, [](auto& channel, test::ledger&) { did(channel.rx.recv()); }, taken_or_not);
  with_a_throw_at_each_move(
      kind, [](auto& channel, test::ledger&) { did(channel.rx.try_recv()); }, taken_or_not);
  with_a_throw_at_each_move(
      kind, [](auto& channel, test::ledger&) { did(channel.rx.recv_for(1h)); }, taken_or_not);
}

TEST_CASE("receives that throw one after the other put all messages back in order") {
  const auto kind = GENERATE(test::roomy_kinds());
  CAPTURE(kind);
  test::ledger books;
  {
    auto channel = kind.make<message>();
    REQUIRE(channel.tx.send(message(books, 1)));
    REQUIRE(channel.tx.send(message(books, 2)));
    std::vector<message> both;
    books.throw_at = 1;
    REQUIRE_THROWS(did(channel.rx.recv_many(both, 2)));  // Puts both back,
    books.throw_at = 1;
    REQUIRE_THROWS(did(channel.rx.recv()));  // and this the first one, before the other.
    books.throw_at = 0;
    REQUIRE(ids_left(channel) == std::vector{1, 2});
  }
  CHECK(books.settled());
}

TEST_CASE("a failing send whose message cannot be handed back leaves the channel as it was") {
  test::ledger books;
  {
    auto [tx, rx] = strait::bounded<message>(1);
    REQUIRE(tx.send(message(books, 1)));
    int sent = 0;
    for (int k = 1; k < 10; ++k) {
      books.throw_at = k;
      try {
        sent += tx.try_send(message(books, 2)).has_value();
        sent += tx.send_for(message(books, 2), 0ms).has_value();
      } catch (const std::runtime_error&) {
      }
      books.throw_at = 0;
    }
    CHECK(sent == 0);
    CHECK(rx.size() == 1);
    CHECK(rx.recv()->id() == 1);
    REQUIRE(tx.send(message(books, 3)));
    CHECK(rx.recv()->id() == 3);
  }
  CHECK(books.settled());
}

TEST_CASE("throwing moves between threads leave no hole and no waiting partner") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int k = 1; k < 12; ++k) {
    CAPTURE(k);
    test::ledger books;
    {
      auto [tx, rx] = kind.make<message>();
      books.throw_at = k;
      test::background sent([&books, tx = std::move(tx)] {
        int count = 0;
        for (int i = 0; i < 5; ++i) {
          try {
            if (tx.send(message(books, i))) ++count;
          } catch (const std::runtime_error&) {
          }
        }
        return count;
      });
      int received = 0;
      for (bool open = true; open;) {
        try {
          if (rx.recv())
            ++received;
          else
            open = false;
        } catch (const std::runtime_error&) {
        }
      }
      CHECK(received == sent.get());
    }
    CHECK(books.settled());
  }
}

TEST_CASE("a factory that throws in on_send has sent nothing") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto refuse = []() -> int { throw std::runtime_error("no message today"); };
  CHECK_THROWS_AS(strait::select(strait::on_send(tx, refuse)), std::runtime_error);
  CHECK(rx.try_recv() == failed(recv_error::empty));
  CHECK_FALSE(tx.full());
  for (std::size_t i = 0; i < kind.room_for(10); ++i) REQUIRE(tx.try_send(7));
  CHECK(rx.drain().size() == kind.room_for(10));
}

TEST_CASE("a factory that throws leaves a waiting receiver to the next sender") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::background received([&] { return rx.recv(); });
  test::let_it_block();
  const auto refuse = []() -> int { throw std::runtime_error("no message today"); };
  if (kind.capacity != 0u) {
    CHECK_THROWS_AS(strait::select(strait::on_send(tx, refuse)), std::runtime_error);
  } else {
    // Without the receiver there, the case is not ready and nothing is thrown.
    bool threw = false;
    try {
      strait::select(strait::on_send(tx, refuse), strait::on_timeout(20ms, [] {}));
    } catch (const std::runtime_error&) {
      threw = true;
    }
    CAPTURE(threw);
  }
  CHECK(tx.send(7));
  CHECK(received.get() == 7);
}

TEST_CASE("an exception of a handler comes out of select, and the message has been taken") {
  auto [tx, rx] = strait::unbounded<int>();
  REQUIRE(tx.send(1));
  REQUIRE(tx.send(2));
  const auto fail = [](std::expected<int, recv_error> m) {
    throw std::runtime_error(std::to_string(*m));
  };
  CHECK_THROWS_AS(strait::select(strait::on_recv(rx, fail)), std::runtime_error);
  CHECK(rx.recv() == 2);
  CHECK_THROWS_AS(strait::select(strait::on_default([] { throw std::runtime_error("none"); })),
                  std::runtime_error);
}

TEST_CASE("a selector stays usable after an exception of a handler or a factory") {
  auto [tx, rx] = strait::bounded<int>(1);
  auto [in_tx, in_rx] = strait::unbounded<int>();
  int attempts = 0;
  strait::selector<int> selector;
  selector.send(
      tx,
      [&] {
        if (++attempts == 1) throw std::runtime_error("not yet");
        return attempts;
      },
      [](std::expected<void, strait::send_error<int>>) { return 0; });
  CHECK_THROWS_AS(selector.wait(), std::runtime_error);
  CHECK(rx.try_recv() == failed(recv_error::empty));
  CHECK(selector.wait() == 0);
  CHECK(rx.try_recv() == 2);

  REQUIRE(tx.send(0));  // full: only the receiving case can go
  selector.recv(in_rx, [](std::expected<int, recv_error> m) -> int {
    if (*m == 1) throw std::runtime_error("handler");
    return *m;
  });
  REQUIRE(in_tx.send(1));
  REQUIRE(in_tx.send(2));
  CHECK_THROWS_AS(selector.wait(), std::runtime_error);
  CHECK(selector.wait() == 2);
}
