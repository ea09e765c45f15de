// How a select may be written: what stands for a handle, a message and a handler, and what type
// comes out. Which case is chosen is the subject of select.test.cpp and choices.test.cpp.
#include <chrono>
#include <concepts>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using received = std::expected<int, strait::recv_error>;
using sent = std::expected<void, strait::send_error<int>>;
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

TEST_CASE("a handle in a case may be a value, a reference, constant, on the heap or a temporary") {
  auto [tx, rx] = strait::unbounded<int>();
  const auto& tx_reference = tx;
  const auto heap_tx = std::make_unique<strait::sender<int>>(tx);
  const auto heap_rx = std::make_unique<strait::receiver<int>>(rx);
  const auto find_rx = [&, &here = rx]() -> const strait::receiver<int>& { return here; };
  select(on_send(tx, 1));
  select(on_send(tx_reference, 2));
  select(on_send(*heap_tx, 3));
  select(on_send(strait::sender<int>(tx), 4));
  int sum = 0;
  const auto add = [&](received m) { sum += *m; };
  select(on_recv(rx, add));
  select(on_recv(find_rx(), add));
  select(on_recv(*heap_rx, add));
  select(on_recv(strait::receiver<int>(rx), add));
  CHECK(sum == 10);
  CHECK(tx.sender_count() == 2);
  CHECK(rx.receiver_count() == 2);
}

TEST_CASE("a handle moved into a case lives as long as the case, and ends with it") {
  auto [tx, rx] = strait::unbounded<int>();
  select(on_send(std::move(tx), 7));
  CHECK_FALSE(tx);
  CHECK(rx.is_disconnected());
  select(on_recv(std::move(rx), [](received m) { CHECK(m == 7); }));
  CHECK_FALSE(rx);
}

TEST_CASE("a handle moved into a case that is not chosen ends with it as well") {
  auto [tx, rx] = strait::bounded<int>(0);
  select(on_send(std::move(tx), 7), on_default());
  CHECK(rx.recv() == failed(recv_error::disconnected));
}

TEST_CASE("an optional handle stands for never() when there is none") {
  auto [tx, rx] = strait::unbounded<int>();
  REQUIRE(tx.send(1));
  REQUIRE(tx.send(2));
  std::optional<strait::receiver<int>> maybe = rx;
  const auto chosen = [&] {
    return select(on_recv(maybe.value_or(strait::never<int>()), [](received) { return true; }),
                  on_default([] { return false; }));
  };
  CHECK(chosen());
  maybe.reset();
  CHECK_FALSE(chosen());
  CHECK(rx.size() == 1);
}

namespace {
/// What a program may wrap around handles of its own.
struct mailbox : strait::receiver<int> {
  explicit mailbox(strait::receiver<int> rx) : strait::receiver<int>(std::move(rx)) {}
};
}  // namespace

TEST_CASE("a type derived from a handle stands in a case like the handle") {
  auto [tx, rx] = strait::unbounded<int>();
  const mailbox mine(rx);
  REQUIRE(tx.send(7));
  select(on_recv(mine, [](received m) { CHECK(m == 7); }));
}

TEST_CASE("a message may be all that makes one: literals, views, braces' results, conversions") {
  auto [tx, rx] = strait::unbounded<std::string>();
  const std::string constant = "constant";
  const char* pointer = "pointer";
  select(on_send(tx, "literal"));
  select(on_send(tx, pointer));
  select(on_send(tx, constant));
  select(on_send(tx, std::string(3, 'x')));
  select(on_send(tx, [] { return "made"; }));
  CHECK(rx.drain() == std::vector<std::string>{"literal", "pointer", "constant", "xxx", "made"});
  CHECK(constant == "constant");

  auto [wide_tx, wide] = strait::unbounded<long long>();
  select(on_send(wide_tx, 7));
  short small = 8;
  select(on_send(wide_tx, small));
  CHECK(wide.drain() == std::vector{7LL, 8LL});
}

TEST_CASE("a message that can itself be called is sent, not called") {
  auto [tx, rx] = strait::unbounded<std::function<int()>>();
  int calls = 0;
  const auto count = [&] { return ++calls; };
  select(on_send(tx, count));
  std::function<int()> wrapped = count;
  select(on_send(tx, wrapped));
  CHECK(calls == 0);
  CHECK((*rx.recv())() == 1);
  CHECK((*rx.recv())() == 2);
}

TEST_CASE("a constant lvalue is copied when its case is chosen, and only then") {
  test::ledger books;
  {
    auto [tx, rx] = strait::bounded<test::tracked>(1);
    const test::tracked message(books, 7);
    select(on_send(tx, message));
    CHECK(books.copies == 1);
    CHECK(message.id() == 7);
    select(on_send(tx, message), on_default());
    CHECK(books.copies == 1);
    CHECK(rx.recv()->id() == 7);
  }
  CHECK(books.settled());
}

TEST_CASE("a factory may use the channel that its message is for") {
  auto [tx, rx] = strait::bounded<int>(2);
  REQUIRE(tx.send(1));
  select(on_send(tx, [&, &in = rx] {
    const int before = in.recv().value();
    return before + 1;
  }));
  CHECK(rx.recv() == 2);
  CHECK(rx.empty());
}

TEST_CASE("handlers may be functions, lambdas that keep what cannot be copied, and references") {
  auto [tx, rx] = strait::unbounded<int>();
  struct local {
    static int plus_one(received m) { return *m + 1; }
  };
  REQUIRE(tx.send(1));
  CHECK(select(on_recv(rx, &local::plus_one)) == 2);
  REQUIRE(tx.send(1));
  CHECK(select(on_recv(rx, local::plus_one)) == 2);
  REQUIRE(tx.send(1));
  auto kept = std::make_unique<int>(5);
  CHECK(select(on_recv(rx, [kept = std::move(kept)](received m) { return *m + *kept; })) == 6);
  REQUIRE(tx.send(1));
  std::function<int(received)> wrapped = [](received m) { return *m + 10; };
  CHECK(select(on_recv(rx, wrapped)) == 11);
  REQUIRE(tx.send(1));
  int calls = 0;
  auto counting = [calls]() mutable { return ++calls; };
  static_cast<void>(
      select(on_recv(strait::never<int>(), [](received) { return 0; }), on_default(counting)));
  CHECK(select(on_recv(strait::never<int>(), [](received) { return 0; }), on_default(counting)) ==
        2);  // an lvalue handler is called itself, not a copy
}

TEST_CASE("only the chosen handler is called, and once") {
  auto [tx, rx] = strait::bounded<int>(1);
  int here = 0, there = 0, otherwise = 0;
  const auto run = [&, &tx = tx, &rx = rx] {
    select(on_send(tx, 7, [&](sent) { ++here; }), on_recv(rx, [&](received) { ++there; }),
           on_default([&] { ++otherwise; }));
  };
  for (int i = 1; i <= 6; ++i) {
    run();
    REQUIRE(here + there == i);
  }
  CHECK(here == 3);
  CHECK(there == 3);
  CHECK(otherwise == 0);
}

TEST_CASE("a handler that never returns a value leaves the result to the others") {
  auto [tx, rx] = strait::bounded<int>(0);
  const auto result = select(on_recv(rx, [](received) -> double { throw std::bad_alloc(); }),
                             on_default([] { return 7; }));
  static_assert(std::same_as<decltype(result), const double>);
  CHECK(result == 7.0);
}

TEST_CASE("the result is a value, also of a handler that returns a reference") {
  auto [tx, rx] = strait::bounded<int>(1);
  std::string text = "text";
  auto result = select(on_recv(rx, [&](received) -> std::string& { return text; }),
                       on_default([&]() -> const std::string& { return text; }));
  static_assert(std::same_as<decltype(result), std::string>);
  CHECK(result == "text");
}

TEST_CASE("handlers are given results of the channel's own types") {
  auto [tx, rx] = strait::bounded<int>(0);
  tx.close();
  const auto of_receive = [](auto m) { return std::same_as<decltype(m), received>; };
  const auto of_send = [](auto r) { return std::same_as<decltype(r), sent>; };
  const auto no = [] { return false; };
  CHECK(select(on_recv(rx, of_receive)));
  CHECK(select(on_recv(rx, of_receive), on_default(no)));
  CHECK(select(on_recv(rx, of_receive), on_timeout(0ms, no)));
  CHECK(select(on_send(tx, 0, of_send)));
  CHECK(select(on_send(tx, 0, of_send), on_default(no)));
  CHECK(select(on_send(tx, 0, of_send), on_deadline(std::chrono::steady_clock::now(), no)));
  CHECK(select(on_send(tx, 0, of_send), on_recv(rx, of_receive)));
}

TEST_CASE("channels of different messages stand in one select") {
  auto [numbers_tx, numbers] = strait::unbounded<int>();
  auto [texts_tx, texts] = strait::bounded<std::string>(1);
  auto [boxes_tx, boxes] = strait::bounded<std::unique_ptr<int>>(1);
  std::string seen;
  const auto run = [&, &numbers = numbers, &texts = texts, &boxes_tx = boxes_tx] {
    select_biased(
        on_recv(numbers, [&](auto m) { seen += std::to_string(*m); }),
        on_recv(texts, [&](auto m) { seen += *m; }),
        on_send(boxes_tx, std::make_unique<int>(3), [&](auto r) { seen += r ? "sent" : "?"; }));
  };
  REQUIRE(texts_tx.send("text"));
  REQUIRE(numbers_tx.send(1));
  run();
  run();
  run();
  CHECK(seen == "1textsent");
  CHECK(**boxes.recv() == 3);
}

TEST_CASE("of several limits the earliest ends the select") {
  auto [tx, rx] = strait::bounded<int>(0);
  const auto start = std::chrono::steady_clock::now();
  const int chosen = select(on_timeout(24h, [] { return 1; }), on_recv(rx, [](auto) { return 2; }),
                            on_deadline(start + 5ms, [] { return 3; }),
                            on_timeout(std::chrono::hours::max(), [] { return 4; }));
  CHECK(chosen == 3);
  CHECK(std::chrono::steady_clock::now() - start >= 5ms);
  CHECK(select(on_timeout(24h, [] { return 1; }), on_default([] { return 2; })) == 2);
}

TEST_CASE("of limits that pass together the first ends the select") {
  const auto moment = std::chrono::steady_clock::now() + 1ms;
  const int chosen = select(on_timeout(std::chrono::hours::max(), [] { return 1; }),
                            on_deadline(moment, [] { return 2; }),
                            on_deadline(moment, [] { return 3; }));
  CHECK(chosen == 2);
  CHECK(select(on_default([] { return 1; }), on_default([] { return 2; })) == 1);
}

TEST_CASE("a limit counts as one of 32 cases") {
  auto [tx, rx] = strait::bounded<int>(1);
  REQUIRE(tx.send(7));
  const auto run = [&, &in = rx]<std::size_t... I>(std::index_sequence<I...>) {
    return select((static_cast<void>(I), on_recv(in, [](received m) { return m.value(); }))...,
                  on_default([] { return -1; }));
  };
  CHECK(run(std::make_index_sequence<31>()) == 7);
  CHECK(run(std::make_index_sequence<31>()) == -1);
}

TEST_CASE("an omitted handler of a send leaves a message that came back where it was") {
  auto [tx, rx] = strait::bounded<std::unique_ptr<int>>(1);
  tx.close();
  auto value = std::make_unique<int>(7);
  select(on_send(tx, value));
  REQUIRE(value);
  CHECK(*value == 7);
  int calls = 0;
  select(on_send(tx, [&] {
    ++calls;
    return std::make_unique<int>(8);
  }));
  CHECK(calls == 0);
}

TEST_CASE("a select may stand in the handler of a select, on the same and on other channels") {
  auto [tx, rx] = strait::bounded<int>(1);
  const int depth = select(on_send(tx, 1, [&, &tx = tx, &rx = rx](sent) {
    return select(on_recv(rx,
                          [&](received) {
                            return select(on_recv(rx, [](received) { return -1; }),
                                          on_send(tx, 2, [](sent) {
                                            return select(on_default([] { return 4; }));
                                          }));
                          }),
                  on_send(tx, 3, [](sent) { return -1; }));
  }));
  CHECK(depth == 4);
  CHECK(rx.recv() == 2);
}
