// What looks like a mistake, and has a defined result all the same. (Empty handles, self-moves and
// closing twice: empty_handles; an empty selector: selector; the largest capacity: capacity; what
// must not compile: tests/compile_fail.)
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <limits>
#include <optional>
#include <stdexcept>
#include <strait/strait.hpp>
#include <utility>

#include "support/background.hpp"

TEST_CASE("a factory may use the selector that it belongs to") {
  auto [tx, rx] = strait::bounded<int>(2);
  auto [other_tx, other_rx] = strait::bounded<int>(1);
  strait::selector<int> cases;
  bool inside = false;
  cases.send(
      tx,
      [&] {
        // The same case is chosen again while its message is made, once.
        if (!std::exchange(inside, true)) CHECK(cases.wait() == 1);
        return 7;
      },
      [](auto sent) { return sent ? 1 : -1; });

  CHECK(cases.wait() == 1);
  CHECK(rx.size() == 2);
  CHECK(cases.try_wait() == std::nullopt);  // Both places are taken, none is lost.
  CHECK(rx.recv() == 7);
  CHECK(rx.recv() == 7);
  CHECK(cases.wait() == 1);
}

TEST_CASE("a factory that uses its selector and then throws gives its place back") {
  auto [tx, rx] = strait::bounded<int>(1);
  strait::selector<> cases;
  bool inside = false;
  cases.send(tx, [&]() -> int {
    if (!std::exchange(inside, true)) CHECK_FALSE(cases.try_wait());  // The place is reserved.
    throw std::runtime_error("no message");
  });

  CHECK_THROWS_AS(cases.wait(), std::runtime_error);
  CHECK(tx.try_send(7));
}

TEST_CASE("a factory may use its selector while a receiver waits for its message") {
  auto [tx, rx] = strait::bounded<int>(0);
  strait::selector<> cases;
  bool inside = false;
  cases.send(tx, [&] {
    if (!std::exchange(inside, true)) CHECK_FALSE(cases.try_wait());
    return 7;
  });
  test::background receiving([&] { return rx.recv(); });

  cases.wait();
  CHECK(receiving.get() == 7);
}

TEST_CASE("a handler may wait on its own selector") {
  auto [tx, rx] = strait::bounded<int>(4);
  strait::selector<int> cases;
  cases.recv(rx, [&](auto message) {
    const int rest = rx.empty() ? 0 : cases.wait();
    return 10 * rest + message.value_or(0);
  });
  for (int i = 1; i <= 3; ++i) REQUIRE(tx.send(i));

  CHECK(cases.wait() == 321);
}

TEST_CASE("a broadcast stores at least one message for each subscriber, and any number") {
  const auto smallest = strait::broadcast<int>(0);
  const auto subscriber = smallest.subscribe();
  CHECK(smallest.capacity() == 1);
  CHECK(smallest.try_send(1) == 1);
  CHECK(smallest.try_send(2).error().code == strait::send_errc::full);

  const auto largest = strait::broadcast<int>(std::numeric_limits<std::size_t>::max());
  const auto another = largest.subscribe();
  for (int i = 0; i < 100; ++i) REQUIRE(largest.try_send(i) == 1);
  CHECK(another.size() == 100);
}
