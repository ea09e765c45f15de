// select: one of several operations happens, whichever can first (rule 6).
// Between threads: select_threads.test.cpp.
#include <array>
#include <chrono>
#include <concepts>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using clock_type = std::chrono::steady_clock;
using received = std::expected<int, strait::recv_error>;
using strait::on_deadline;
using strait::on_default;
using strait::on_recv;
using strait::on_send;
using strait::on_timeout;
using strait::recv_error;
using strait::select;
using strait::select_biased;
using strait::send_errc;
using test::failed;
using test::failure;
using namespace std::chrono_literals;

namespace {
const auto not_chosen = [](auto&&...) { FAIL("this case must not be chosen"); };
}  // namespace

TEST_CASE("select receives from the channel that has a message") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [quiet_tx, quiet] = kind.make<int>();
  auto [tx, rx] = kind.make<int>();
  REQUIRE(tx.send(7));
  received message;
  select(on_recv(quiet, not_chosen), on_recv(rx, [&](received m) { message = m; }));
  CHECK(message == 7);
  CHECK(rx.empty());
}

TEST_CASE("select sends to the channel that has room") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [full_tx, full] = kind.make<int>();
  test::fill(full_tx, 1);
  auto [tx, rx] = strait::bounded<int>(1);
  bool sent = false;
  select(on_send(full_tx, 8, not_chosen),
         on_send(tx, 7, [&](auto result) { sent = result.has_value(); }));
  CHECK(sent);
  CHECK(rx.try_recv() == 7);
}

TEST_CASE("select waits until a message comes") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  auto [other_tx, other] = kind.make<int>();
  test::background sent([&] {
    test::let_it_block();
    return tx.send(7);
  });
  select(on_recv(other, not_chosen), on_recv(rx, [](received m) { CHECK(m == 7); }));
  CHECK(sent.get());
}

TEST_CASE("select waits until there is room") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto stored = test::fill(tx, 1);
  test::background taken([&] {
    test::let_it_block();
    return rx.recv();
  });
  select(on_send(tx, 2, [](auto result) { CHECK(result); }));
  CHECK(taken.get() == (stored == 0 ? 2 : 1));
}

TEST_CASE("select gives the result of the chosen handler, in the common type") {
  auto [tx, rx] = strait::unbounded<int>();
  REQUIRE(tx.send(7));
  const auto result = select(on_recv(rx, [](received m) { return *m; }),
                             on_timeout(1h, [] { return 3000000000LL; }));
  static_assert(std::same_as<decltype(result), const long long>);
  CHECK(result == 7);
  const auto text = select(on_recv(rx, [](received) { return std::string("message"); }),
                           on_default([] { return "none"; }));
  static_assert(std::same_as<decltype(text), const std::string>);
  CHECK(text == "none");
  auto moved = select(on_default([] { return std::make_unique<int>(5); }));
  CHECK(*moved == 5);
  static_assert(std::is_void_v<decltype(select(on_recv(rx), on_default()))>);
}

TEST_CASE("handlers may be omitted") {
  auto [tx, rx] = strait::bounded<int>(1);
  select(on_recv(rx), on_send(tx, 7));
  CHECK(rx.size() == 1);
  select(on_recv(rx), on_send(tx, 8));
  CHECK(rx.empty());
  select(on_recv(rx), on_default());
  select(on_recv(rx), on_timeout(1ms));
  select(on_recv(rx), on_deadline(clock_type::now()));
}

TEST_CASE("an lvalue is moved from only if its case is chosen") {
  auto [tx, rx] = strait::bounded<std::unique_ptr<int>>(1);
  auto [other_tx, other] = strait::bounded<int>(1);
  auto value = std::make_unique<int>(7);
  const int* address = value.get();

  REQUIRE(other_tx.send(1));
  select_biased(on_recv(other), on_send(tx, value));
  CHECK(value.get() == address);
  select(on_recv(other), on_send(tx, value, [](auto result) { CHECK(result); }));
  CHECK(value == nullptr);

  value = std::make_unique<int>(8);
  address = value.get();
  select(on_send(tx, value, not_chosen), on_default());  // full
  CHECK(value.get() == address);
  select(on_send(tx, value, not_chosen), on_timeout(2ms));
  CHECK(value.get() == address);
  CHECK(*rx.recv().value() == 7);
}

TEST_CASE("an rvalue lives in its case") {
  test::ledger books;
  {
    auto [tx, rx] = strait::bounded<test::move_only_tracked>(1);
    for (int i = 0; i < 3; ++i)  // sent once, given up twice
      select(on_send(tx, test::move_only_tracked(books, i)), on_default());
    CHECK(books.alive == 1);
    CHECK(rx.recv()->id() == 0);
  }
  CHECK(books.settled());
}

TEST_CASE("a factory is called only if its case is chosen, and once") {
  auto [tx, rx] = strait::bounded<int>(1);
  int calls = 0;
  const auto factory = [&] { return ++calls; };
  select(on_send(tx, factory, [](auto result) { CHECK(result); }), on_default(not_chosen));
  CHECK(calls == 1);
  select(on_send(tx, factory, not_chosen), on_default());
  select(on_send(tx, factory, not_chosen), on_timeout(2ms));
  select_biased(on_recv(rx, [](received m) { CHECK(m == 1); }), on_send(tx, factory));
  CHECK(calls == 1);
}

TEST_CASE("a disconnected channel makes its case ready with an error") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  tx.close();
  select(on_recv(rx, [](received m) { CHECK(m == failed(recv_error::disconnected)); }));
  int value = 7;
  const auto expect_back = [](std::expected<void, strait::send_error<int>> result) {
    REQUIRE(failure(result) == send_errc::disconnected);
    CHECK(result.error().value == 7);
  };
  select(on_send(tx, value, expect_back), on_default(not_chosen));
  select(on_send(tx, 7, expect_back), on_timeout(1h, not_chosen));
  select(on_send(tx, [] { return 7; }, expect_back));
}

TEST_CASE("an empty handle's case is ready with an error") {
  const strait::sender<int> tx;
  const strait::receiver<int> rx;
  select(on_recv(rx, [](received m) { CHECK(m == failed(recv_error::disconnected)); }));
  select(on_send(tx, 7, [](auto result) { CHECK(failure(result) == send_errc::disconnected); }));
}

TEST_CASE("a closed channel's messages come before its error") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  REQUIRE(tx.send(7));
  tx.close();
  select(on_recv(rx, [](received m) { CHECK(m == 7); }));
  select(on_recv(rx, [](received m) { CHECK(m == failed(recv_error::disconnected)); }));
}

TEST_CASE("a waiting select ends when one of its channels is disconnected") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  auto [other_tx, other] = kind.make<int>();
  test::crew crew;
  crew.add([tx = std::move(tx)]() mutable {
    test::let_it_block();
    tx = {};
  });
  select(on_recv(other, not_chosen),
         on_recv(rx, [](received m) { CHECK(m == failed(recv_error::disconnected)); }));
}

TEST_CASE("on_timeout and on_deadline end a select, never early") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto start = clock_type::now();
  CHECK(select(on_recv(rx, [](received) { return 1; }), on_timeout(20ms, [] { return 2; })) == 2);
  CHECK(clock_type::now() - start >= 20ms);
  const auto due = clock_type::now() + 20ms;
  CHECK(select(on_recv(rx, [](received) { return 1; }), on_deadline(due, [] { return 2; })) == 2);
  CHECK(clock_type::now() >= due);
}

TEST_CASE("a select of nothing but a limit waits for it") {
  const auto start = clock_type::now();
  CHECK(select(on_timeout(10ms, [] { return 2; })) == 2);
  CHECK(clock_type::now() - start >= 10ms);
  CHECK(select(on_default([] { return 3; })) == 3);
}

TEST_CASE("a ready case wins over a limit that has passed and over a default") {
  auto [tx, rx] = strait::unbounded<int>();
  for (int i = 0; i < 20; ++i) {
    for (int n = 0; n < 5; ++n) REQUIRE(tx.send(i));
    select(on_recv(rx), on_timeout(0ms, not_chosen));
    select(on_recv(rx), on_timeout(std::chrono::hours::min(), not_chosen));
    select(on_recv(rx), on_deadline(clock_type::time_point::min(), not_chosen));
    select(on_recv(rx), on_default(not_chosen));
    select_biased(on_default(not_chosen), on_recv(rx));
  }
  CHECK(rx.empty());
}

TEST_CASE("the largest limit of a select waits for ever") {
  auto [tx, rx] = strait::unbounded<int>();
  const auto receive_late = [&](auto limit) {
    test::background sent([&] {
      test::let_it_block();
      return tx.send(7);
    });
    select(on_recv(rx, [](received m) { CHECK(m == 7); }), std::move(limit));
    CHECK(sent.get());
  };
  receive_late(on_timeout(std::chrono::hours::max(), not_chosen));
  receive_late(on_timeout(std::chrono::nanoseconds::max(), not_chosen));
  receive_late(on_deadline(clock_type::time_point::max(), not_chosen));
}

TEST_CASE("select_biased takes the first ready case in the order written") {
  auto [first_tx, first] = strait::unbounded<int>();
  auto [second_tx, second] = strait::unbounded<int>();
  auto [third_tx, third] = strait::unbounded<int>();
  for (int i = 0; i < 50; ++i) {
    REQUIRE(second_tx.send(i));
    REQUIRE(third_tx.send(i));
    const int chosen = select_biased(
        on_recv(first, [](received) { return 1; }), on_recv(second, [](received) { return 2; }),
        on_recv(third, [](received) { return 3; }), on_send(first_tx, 0, [](auto) { return 4; }));
    REQUIRE(chosen == 2);
  }
  CHECK(third.size() == 50);
  CHECK(first.empty());
}

TEST_CASE("select chooses fairly among cases that are always ready") {
  constexpr std::size_t cases = 4;
  constexpr int rounds = 2000;
  std::array<int, cases> chosen{};
  auto [a_tx, a] = strait::unbounded<int>();
  auto [b_tx, b] = strait::bounded<int>(1);
  auto [c_tx, c] = strait::unbounded<int>();
  strait::receiver<int> gone;  // always ready, with an error
  REQUIRE(a_tx.send(0));
  REQUIRE(b_tx.send(0));
  for (int i = 0; i < rounds; ++i) {
    select(on_recv(a,
                   [&](received) {
                     ++chosen[0];
                     CHECK(a_tx.send(0));
                   }),
           on_recv(b,
                   [&](received) {
                     ++chosen[1];
                     CHECK(b_tx.send(0));
                   }),
           on_send(c_tx, 0, [&](auto) { ++chosen[2]; }),
           on_recv(gone, [&](received) { ++chosen[3]; }));
  }
  for (int count : chosen) CHECK(count >= rounds / static_cast<int>(2 * cases));
}

TEST_CASE("select takes up to 32 cases") {
  auto channels = std::vector<strait::channel<int>>();
  for (int i = 0; i < 32; ++i) channels.push_back(strait::bounded<int>(1));
  for (std::size_t sending = 0; sending < 32; ++sending) {
    REQUIRE(channels[sending].tx.send(static_cast<int>(sending)));
    const int got = [&]<std::size_t... I>(std::index_sequence<I...>) {
      return select(on_recv(channels[I].rx, [](received m) { return *m; })...);
    }(std::make_index_sequence<32>());
    REQUIRE(got == static_cast<int>(sending));
  }
}

TEST_CASE("one channel may stand in several cases, and never pairs with itself") {
  auto [tx, rx] = strait::bounded<int>(0);
  select(on_recv(rx, not_chosen), on_send(tx, 1, not_chosen), on_timeout(5ms));
  select(on_send(tx, 1, not_chosen), on_recv(rx, not_chosen), on_default());
  select_biased(on_send(tx, 1, not_chosen), on_recv(rx, not_chosen), on_timeout(5ms));
  select_biased(on_recv(rx, not_chosen), on_send(tx, 1, not_chosen), on_timeout(5ms));

  test::background sent([&] { return tx.send(7); });
  select(on_recv(rx, [](received m) { CHECK(m == 7); }),
         on_recv(rx, [](received m) { CHECK(m == 7); }));
  CHECK(sent.get());
  CHECK(rx.try_recv() == failed(recv_error::empty));
}

TEST_CASE("only one of two cases of one channel happens") {
  auto [tx, rx] = strait::unbounded<int>();
  for (int i = 0; i < 20; ++i) {
    REQUIRE(tx.send(i));
    REQUIRE(tx.send(i));
    select(on_recv(rx), on_recv(rx));
    REQUIRE(rx.size() == 1);
    select(on_recv(rx), on_recv(rx));
    select(on_send(tx, 1), on_send(tx, 1));
    REQUIRE(rx.drain().size() == 1);
  }
}

TEST_CASE("a handler may use the channels of its select") {
  auto [tx, rx] = strait::bounded<int>(1);
  REQUIRE(tx.send(1));
  select(on_recv(rx, [&](received m) {
    CHECK(tx.send(*m + 1));
    select(on_recv(rx, [&](received inner) { CHECK(inner == 2); }));
    tx.close();
  }));
  CHECK(rx.recv() == failed(recv_error::disconnected));
}

TEST_CASE("never() never disturbs a select") {
  auto [tx, rx] = strait::bounded<int>(1);
  REQUIRE(tx.send(7));
  select(on_recv(strait::never<int>(), not_chosen), on_recv(rx));
  select(on_recv(strait::never<int>(), not_chosen), on_timeout(2ms));
  select(on_recv(strait::never<int>(), not_chosen), on_default());
}
