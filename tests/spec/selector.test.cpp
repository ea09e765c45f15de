// selector: select for channels known only at run time, used again and again.
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using clock_type = std::chrono::steady_clock;
using received = std::expected<int, strait::recv_error>;
using sent = std::expected<void, strait::send_error<int>>;
using strait::recv_error;
using strait::selector;
using strait::send_errc;
using test::failed;
using test::failure;
using namespace std::chrono_literals;

TEST_CASE("a selector serves the case that is ready and gives its handler's result") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [quiet_tx, quiet] = kind.make<std::string>();
  auto [tx, rx] = kind.make<int>();
  selector<int> s;
  s.recv(quiet, [](std::expected<std::string, recv_error>) { return -1; }).recv(rx, [](received m) {
    return *m;
  });
  REQUIRE(tx.send(7));
  CHECK(s.wait() == 7);
  CHECK(rx.empty());
}

TEST_CASE("a selector may be used again and again") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [a_tx, a] = kind.make<int>();
  auto [b_tx, b] = kind.make<int>();
  selector<int> s;
  s.recv(a, [](received m) { return *m; }).recv(b, [](received m) { return *m; });
  test::crew crew;
  for (auto* tx : {&a_tx, &b_tx}) {
    crew.add([tx = *tx] {
      for (int i = 1; i <= 50; ++i)
        if (!tx.send(i)) return;
    });
  }
  int sum = 0;
  for (int i = 0; i < 100; ++i) sum += s.wait();
  CHECK(sum == 2 * 1275);
  CHECK_FALSE(s.try_wait());
}

TEST_CASE("the forms of wait tell whether something happened") {
  auto [tx, rx] = strait::unbounded<int>();
  selector<int> s;
  s.recv(rx, [](received m) { return *m; });
  CHECK(s.try_wait() == std::nullopt);
  const auto start = clock_type::now();
  CHECK(s.wait_for(10ms) == std::nullopt);
  CHECK(clock_type::now() - start >= 10ms);
  const auto due = clock_type::now() + 10ms;
  CHECK(s.wait_until(due) == std::nullopt);
  CHECK(clock_type::now() >= due);

  for (int i = 0; i < 5; ++i) REQUIRE(tx.send(i));
  CHECK(s.try_wait() == 0);
  CHECK(s.wait_for(-1h) == 1);
  CHECK(s.wait_until(clock_type::time_point::min()) == 2);
  CHECK(s.wait_for(std::chrono::hours::max()) == 3);
  CHECK(s.wait() == 4);
}

TEST_CASE("a selector<void> answers with a bool instead of an optional") {
  auto [tx, rx] = strait::unbounded<int>();
  int handled = 0;
  selector<void> s;
  s.recv(rx, [&](received) { ++handled; });
  static_assert(std::is_void_v<decltype(s.wait())>);
  const bool nothing = s.try_wait();
  CHECK_FALSE(nothing);
  CHECK_FALSE(s.wait_for(1ms));
  CHECK_FALSE(s.wait_until(clock_type::now()));
  for (int i = 0; i < 4; ++i) REQUIRE(tx.send(i));
  CHECK(s.try_wait());
  CHECK(s.wait_for(0ms));
  CHECK(s.wait_until(clock_type::time_point::max()));
  s.wait();
  CHECK(handled == 4);
}

TEST_CASE("a selector waits for a message, for room and for the largest limit there is") {
  const auto kind = GENERATE(test::every_kind());
  const int form = GENERATE(range(0, 3));
  CAPTURE(kind, form);
  auto [tx, rx] = kind.make<int>();
  selector<int> s;
  s.recv(rx, [](received m) { return *m; });
  test::background late([&] {
    test::let_it_block();
    return tx.send(7);
  });
  switch (form) {
    case 0:
      CHECK(s.wait() == 7);
      break;
    case 1:
      CHECK(s.wait_for(std::chrono::nanoseconds::max()) == 7);
      break;
    default:
      CHECK(s.wait_until(clock_type::time_point::max()) == 7);
  }
  CHECK(late.get());
}

TEST_CASE("a value stays with its selector until it is sent, then its case is spent") {
  auto [tx, rx] = strait::bounded<std::unique_ptr<int>>(1);
  auto [quiet_tx, quiet] = strait::unbounded<int>();
  selector<bool> s;
  s.recv(quiet, [](received) { return false; });
  s.send(tx, std::make_unique<int>(7), [](auto result) { return result.has_value(); });
  REQUIRE(tx.send(nullptr));
  CHECK(s.try_wait() == std::nullopt);  // no room
  CHECK(s.wait_for(2ms) == std::nullopt);
  REQUIRE(rx.recv());
  CHECK(s.wait() == true);
  CHECK(**rx.recv() == 7);
  CHECK(s.try_wait() == std::nullopt);  // there is room, but nothing more to send
  CHECK(rx.empty());
}

TEST_CASE("a value that is handed back by an error is spent as well") {
  auto [tx, rx] = strait::bounded<int>(1);
  auto [quiet_tx, quiet] = strait::unbounded<int>();
  tx.close();
  selector<int> s;
  s.recv(quiet, [](received) { return -1; });
  s.send(tx, 7, [](sent result) {
    return failure(result) == send_errc::disconnected ? result.error().value : -2;
  });
  CHECK(s.wait() == 7);
  CHECK(s.try_wait() == std::nullopt);
}

TEST_CASE("a selector whose only case is spent is without cases again") {
  auto [tx, rx] = strait::bounded<int>(4);
  selector<void> s;
  s.send(tx, 7, [](sent) {});
  s.wait();
  CHECK(rx.recv() == 7);
  CHECK_FALSE(s.try_wait());
  CHECK_THROWS_AS(s.wait(), std::logic_error);
}

TEST_CASE("a factory's case stays for the next round") {
  auto [tx, rx] = strait::bounded<int>(2);
  int calls = 0;
  selector<bool> s;
  s.send(tx, [&] { return ++calls; }, [](sent result) { return result.has_value(); });
  CHECK(s.wait() == true);
  CHECK(s.wait() == true);
  CHECK(s.try_wait() == std::nullopt);  // full
  CHECK(calls == 2);                    // and not called in vain
  CHECK(rx.recv() == 1);
  CHECK(s.wait() == true);
  CHECK(rx.drain() == std::vector{2, 3});
}

TEST_CASE("a given-up value is destroyed with its selector or its case, and sent to nobody") {
  test::ledger books;
  auto [tx, rx] = strait::bounded<test::move_only_tracked>(0);
  const auto ignore = [](std::expected<void, strait::send_error<test::move_only_tracked>>) {};
  {
    selector<void> s;
    s.send(tx, test::move_only_tracked(books, 1), ignore);
    s.send(tx, test::move_only_tracked(books, 2), ignore);
    CHECK_FALSE(s.wait_for(1ms));
    CHECK(books.alive == 2);
    s.remove(s.last());
    CHECK(books.alive == 1);
  }
  CHECK(books.settled());
  CHECK(rx.try_recv().error() == recv_error::empty);
}

TEST_CASE("remove gives a case up, and does nothing for an unknown or spent one") {
  auto [a_tx, a] = strait::unbounded<int>();
  auto [b_tx, b] = strait::unbounded<int>();
  selector<int> s;
  s.recv(a, [](received) { return 1; });
  const auto first = s.last();
  s.recv(b, [](received) { return 2; });
  const auto second = s.last();
  CHECK(first != second);
  for (int i = 0; i < 4; ++i) REQUIRE(a_tx.send(i));
  for (int i = 0; i < 2; ++i) REQUIRE(b_tx.send(i));
  s.remove(first);
  CHECK(s.wait() == 2);
  CHECK(s.wait() == 2);
  CHECK(s.try_wait() == std::nullopt);
  s.remove(first);
  s.remove(first + second + 1000);
  s.recv(a, [](received) { return 3; });
  CHECK(s.last() != second);
  CHECK(s.wait() == 3);
  s.remove(second);
  CHECK(s.wait() == 3);
  CHECK(a.size() == 2);
}

TEST_CASE("a selector that is moved to has the cases, and goes on with their numbers") {
  auto [tx, rx] = strait::unbounded<int>();
  selector<int> from, to;
  from.recv(rx, [](received) { return 1; }).recv(rx, [](received) { return 2; });
  to.recv(rx, [](received) { return -1; });
  to = std::move(from);
  CHECK(to.last() == 2);
  to.recv(rx, [](received) { return 3; });
  CHECK(to.last() == 3);
  to.remove(1);
  to.remove(2);
  REQUIRE(tx.send(7));
  CHECK(to.wait() == 3);
}

TEST_CASE("a handler may remove its own case and others") {
  auto [a_tx, a] = strait::unbounded<int>();
  auto [b_tx, b] = strait::unbounded<int>();
  selector<int> s;
  const auto marker = std::make_shared<int>(1);
  std::size_t own = 0, other = 0;
  s.recv(a, [&, marker](received m) {
    s.remove(own);
    s.remove(other);
    return *m + *marker;  // what the handler holds is still there
  });
  own = s.last();
  s.recv(b, [](received) { return -1; });
  other = s.last();
  REQUIRE(a_tx.send(7));
  CHECK(s.wait() == 8);
  CHECK(marker.use_count() == 1);
  REQUIRE(a_tx.send(7));
  REQUIRE(b_tx.send(7));
  CHECK(s.try_wait() == std::nullopt);
  CHECK_THROWS_AS(s.wait(), std::logic_error);
}

TEST_CASE("a handler may add cases") {
  auto [tx, rx] = strait::unbounded<int>();
  selector<int> s;
  s.recv(rx, [&](received) {
    for (int i = 0; i < 20; ++i) s.recv(rx, [](received) { return 2; });
    return 1;
  });
  const auto first = s.last();
  for (int i = 0; i < 3; ++i) REQUIRE(tx.send(i));
  CHECK(s.wait() == 1);
  s.remove(first);
  CHECK(s.wait() == 2);
  CHECK(s.wait() == 2);
}

TEST_CASE("ready tells which case could go, and does nothing") {
  auto [a_tx, a] = strait::unbounded<int>();
  auto [b_tx, b] = strait::bounded<int>(1);
  selector<void> s;
  s.recv(a, [](received) { FAIL("ready must not receive"); });
  const auto receiving = s.last();
  s.send(b_tx, 7, [](sent) { FAIL("ready must not send"); });
  const auto sending = s.last();
  REQUIRE(b_tx.send(0));  // full
  CHECK(s.try_ready() == std::nullopt);
  const auto start = clock_type::now();
  CHECK(s.ready_for(5ms) == std::nullopt);
  CHECK(clock_type::now() - start >= 5ms);
  CHECK(s.ready_until(clock_type::now()) == std::nullopt);

  REQUIRE(a_tx.send(7));
  CHECK(s.ready() == receiving);
  CHECK(s.try_ready() == receiving);
  CHECK(s.ready_for(0ms) == receiving);
  CHECK(s.ready_until(clock_type::time_point::min()) == receiving);
  CHECK(a.recv() == 7);
  CHECK(s.try_ready() == std::nullopt);
  CHECK(b.recv() == 0);
  CHECK(s.ready() == sending);
  CHECK(b.empty());
  a_tx.close();
  s.remove(sending);
  CHECK(s.ready() == receiving);  // disconnected is ready, too
}

TEST_CASE("ready wakes when a case becomes ready") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  selector<void> s;
  s.recv(rx, [](received) {});
  test::background late([&] {
    test::let_it_block();
    return tx.send(7);
  });
  CHECK(s.ready() == s.last());
  CHECK(rx.recv() == 7);
  CHECK(late.get());
}

TEST_CASE("a selector without cases throws where it would wait for ever, else finds nothing") {
  selector<int> s;
  CHECK_THROWS_AS(s.wait(), std::logic_error);
  CHECK_THROWS_AS(s.ready(), std::logic_error);
  CHECK(s.try_wait() == std::nullopt);
  CHECK(s.wait_for(1ms) == std::nullopt);
  CHECK(s.wait_until(clock_type::now()) == std::nullopt);
  CHECK(s.try_ready() == std::nullopt);
  CHECK(s.ready_for(1ms) == std::nullopt);
  CHECK(s.ready_until(clock_type::now()) == std::nullopt);
  const strait::stop_token never_stops;
  CHECK(s.wait(never_stops) == std::nullopt);
  CHECK(s.ready(never_stops) == std::nullopt);
}

TEST_CASE("a selector takes more cases than a select") {
  std::vector<strait::channel<int>> channels;
  selector<int> s;
  for (int i = 0; i < 100; ++i) {
    channels.push_back(strait::bounded<int>(1));
    s.recv(channels.back().rx, [i](received m) { return *m == i ? i : -1; });
  }
  for (int i = 99; i >= 0; --i) {
    REQUIRE(channels[static_cast<std::size_t>(i)].tx.send(i));
    REQUIRE(s.wait() == i);
  }
}

TEST_CASE("a selector chooses fairly, and never pairs a channel with itself") {
  auto [tx, rx] = strait::bounded<int>(0);
  selector<void> alone;
  alone.recv(rx, [](received) { FAIL("paired with itself"); });
  alone.send(tx, [] { return 1; }, [](sent) { FAIL("paired with itself"); });
  CHECK_FALSE(alone.try_wait());
  CHECK_FALSE(alone.wait_for(2ms));

  constexpr int rounds = 2000;
  auto [a_tx, a] = strait::unbounded<int>();
  auto [b_tx, b] = strait::unbounded<int>();
  auto [c_tx, c] = strait::unbounded<int>();
  for (int i = 0; i < rounds; ++i) {
    REQUIRE(a_tx.send(0));
    REQUIRE(b_tx.send(0));
  }
  std::array<int, 3> chosen{};
  selector<void> s;
  s.recv(a, [&](received) { ++chosen[0]; });
  s.recv(b, [&](received) { ++chosen[1]; });
  s.send(c_tx, [] { return 0; }, [&](sent) { ++chosen[2]; });
  for (int i = 0; i < rounds; ++i) s.wait();
  for (int count : chosen) CHECK(count >= rounds / 6);
}
