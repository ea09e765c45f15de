// A receiver as a range, and taking what is there now.
#include <algorithm>
#include <iterator>
#include <numeric>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::recv_error;
using test::failed;

static_assert(std::ranges::input_range<strait::receiver<int>&>);
static_assert(std::ranges::input_range<const strait::receiver<int>&>);
static_assert(std::ranges::input_range<strait::receiver<test::move_only>&>);
static_assert(!std::ranges::sized_range<strait::receiver<int>&>);
static_assert(!std::ranges::sized_range<const strait::receiver<int>&>);

TEST_CASE("a range-for over a receiver ends at disconnection") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::crew crew;
  crew.add([tx = std::move(tx)] {
    for (int i = 0; i < 50; ++i)
      if (!tx.send(i)) return;
  });
  std::vector<int> received;
  for (int message : rx) received.push_back(message);
  std::vector<int> expected(50);
  std::iota(expected.begin(), expected.end(), 0);
  CHECK(received == expected);
}

TEST_CASE("a range-for can move each message out") {
  auto [tx, rx] = strait::unbounded<test::move_only>();
  for (int i = 1; i <= 3; ++i) REQUIRE(tx.send(test::move_only(i)));
  tx.close();
  int sum = 0;
  for (test::move_only message : rx) sum += message.value();
  CHECK(sum == 6);
}

TEST_CASE("leaving a range-for keeps the messages that were not looked at") {
  auto [tx, rx] = strait::unbounded<int>();
  for (int i = 1; i <= 4; ++i) REQUIRE(tx.send(i));
  for (int message : rx)
    if (message == 2) break;
  CHECK(rx.recv() == 3);
  for (int message : rx) {
    CHECK(message == 4);
    break;
  }
  CHECK(rx.size() == 0);
}

TEST_CASE("a range-for over a disconnected channel does nothing") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  tx.close();
  for ([[maybe_unused]] int message : rx) FAIL("there is no message");
  for ([[maybe_unused]] int message : rx.try_iter()) FAIL("there is no message");
  CHECK(rx.drain().empty());
  for ([[maybe_unused]] int message : strait::receiver<int>()) FAIL("there is no message");
}

TEST_CASE("several threads may iterate over copies of one receiver") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto sum = [rx = rx] {
    int total = 0;
    for (int message : rx) total += message;
    return total;
  };
  rx = {};
  test::background first(sum), second(sum);
  for (int i = 1; i <= 100; ++i) REQUIRE(tx.send(i));
  tx.close();
  CHECK(first.get() + second.get() == 5050);
}

TEST_CASE("a receiver works with the algorithms for input ranges") {
  auto [tx, rx] = strait::unbounded<int>();
  for (int i = 1; i <= 4; ++i) REQUIRE(tx.send(i));
  tx.close();
  int sum = 0;
  std::ranges::for_each(rx | std::views::filter([](int i) { return i % 2 == 0; }),
                        [&](int i) { sum += i; });
  CHECK(sum == 6);
}

TEST_CASE("a view that takes some messages neither takes one more nor waits for it") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::crew crew;
  crew.add([tx = tx] {
    for (int i = 1; i <= 3; ++i)
      if (!tx.send(i)) return;
  });
  std::vector<int> received;
  for (int message : rx | std::views::take(3)) received.push_back(message);
  CHECK(received == std::vector{1, 2, 3});
  crew.join();

  crew.add([tx = tx] {
    for (int i = 4; i <= 7; ++i)
      if (!tx.send(i)) return;
  });
  for (int message : rx | std::views::take(2)) received.push_back(message);
  CHECK(rx.recv() == 6);
  CHECK(rx.recv() == 7);
  CHECK(received == std::vector{1, 2, 3, 4, 5});
}

TEST_CASE("an increment passes over a message that nobody looked at") {
  auto [tx, rx] = strait::unbounded<int>();
  for (int i = 1; i <= 4; ++i) REQUIRE(tx.send(i));
  auto it = rx.begin();
  CHECK(tx.size() == 4);
  ++it;
  it++;
  CHECK(*it == 3);
  CHECK(*it == 3);
  CHECK(it != rx.end());
  CHECK(tx.size() == 1);
  CHECK(*rx.begin() == 4);
}

TEST_CASE("try_iter ends when nothing is ready, although senders live") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto stored = kind.room_for(20);
  for (std::size_t i = 0; i < stored; ++i) REQUIRE(tx.send(7));
  std::size_t count = 0;
  for (int message : rx.try_iter()) {
    CHECK(message == 7);
    ++count;
  }
  CHECK(count == stored);
  CHECK(rx.try_recv() == failed(recv_error::empty));
}

TEST_CASE("drain takes what is there now, in order, and waits for nothing") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<test::move_only>();
  const auto room = static_cast<int>(kind.room_for(5));
  for (int i = 0; i < room; ++i) REQUIRE(tx.send(test::move_only(i)));
  std::vector<test::move_only> taken = rx.drain();
  REQUIRE(taken.size() == static_cast<std::size_t>(room));
  for (int i = 0; i < room; ++i) CHECK(taken[static_cast<std::size_t>(i)].value() == i);
  CHECK(rx.drain().empty());
}

TEST_CASE("drain and try_iter take from senders that wait") {
  const auto kind = GENERATE(test::limited_kinds());
  const bool by_drain = GENERATE(true, false);
  CAPTURE(kind, by_drain);
  auto [tx, rx] = kind.make<int>();
  const auto stored = test::fill(tx, 0);
  test::crew crew;
  for (int i = 1; i <= 3; ++i) {
    crew.add([i, tx = tx] {
      if (!tx.send(i)) return;
    });
  }
  std::vector<int> received;
  while (received.size() < stored + 3) {
    if (by_drain) {
      for (int message : rx.drain()) received.push_back(message);
    } else {
      for (int message : rx.try_iter()) received.push_back(message);
    }
  }
  crew.join();
  CHECK(std::accumulate(received.begin(), received.end(), 0) == 6);
  CHECK(rx.try_recv() == failed(recv_error::empty));
}
