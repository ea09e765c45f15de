// send_many, recv_many and recv_many_for: many messages in one call.
#include <chrono>
#include <deque>
#include <forward_list>
#include <functional>
#include <list>
#include <memory>
#include <numeric>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::recv_error;
using strait::send_errc;
using test::failed;
using namespace std::chrono_literals;
using received_many = std::expected<std::size_t, recv_error>;

namespace {

std::vector<int> up_to(int count) {
  std::vector<int> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

}  // namespace

TEST_CASE("send_many sends a range in order and says that all were sent") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::background sending([tx = std::move(tx)]() mutable {
    const auto sent = tx.send_many(up_to(100));
    tx = {};
    return sent;
  });
  std::vector<int> got;
  for (int each : rx) got.push_back(each);
  CHECK(got == up_to(100));
  const strait::batch_result sent = sending.get();
  CHECK(sent.count == 100);
  CHECK_FALSE(sent.error);
}

TEST_CASE("send_many of nothing sends nothing") {
  auto [tx, rx] = strait::bounded<int>(0);
  CHECK(tx.send_many(std::vector<int>()).count == 0);
  rx = {};
  const auto sent = tx.send_many(std::vector<int>());
  CHECK(sent.count == 0);
  CHECK_FALSE(sent.error);
}

TEST_CASE("send_many takes every kind of range") {
  auto [tx, rx] = strait::unbounded<std::string>();
  std::vector<std::string> vector{"a"};
  const std::vector<std::string> constant{"b"};
  std::list<std::string> list{"c"};
  std::forward_list<const char*> converted{"d"};
  std::istringstream stream("e f");
  auto [other_tx, other] = strait::unbounded<std::string>();
  REQUIRE(other_tx.send("g"));
  other_tx = {};
  CHECK(tx.send_many(vector).count == 1);
  CHECK(tx.send_many(constant).count == 1);
  CHECK(tx.send_many(std::move(list)).count == 1);
  CHECK(tx.send_many(converted).count == 1);
  CHECK(tx.send_many(std::views::istream<std::string>(stream)).count == 2);
  CHECK(tx.send_many(other).count == 1);
  CHECK(tx.send_many(std::views::iota(0, 2) | std::views::transform([](int i) {
                       return std::string(1, static_cast<char>('h' + i));
                     }))
            .count == 2);
  CHECK(rx.drain() == std::vector<std::string>{"a", "b", "c", "d", "e", "f", "g", "h", "i"});
  CHECK(constant[0] == "b");
}

TEST_CASE("send_many moves the elements out of the range, lvalue or not") {
  auto [tx, rx] = strait::unbounded<test::move_only>();
  std::vector<test::move_only> messages;
  messages.emplace_back(1);
  messages.emplace_back(2);
  CHECK(tx.send_many(messages).count == 2);
  CHECK(messages[0].value() == -1);
  CHECK(messages[1].value() == -1);
  CHECK(rx.recv()->value() == 1);
  CHECK(rx.recv()->value() == 2);
}

TEST_CASE("send_many that is cut short leaves the elements from its count on untouched") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<test::move_only>();
  std::vector<test::move_only> messages;
  for (int i = 0; i < 2000; ++i) messages.emplace_back(i);
  test::background receiving([rx = std::move(rx)]() mutable {
    for (int i = 0; i < 5; ++i) static_cast<void>(rx.recv());
    test::let_it_block();
    rx.close();
    return rx;  // kept, so that messages in the channel are not destroyed yet
  });
  const auto sent = tx.send_many(messages);
  REQUIRE(sent.error == send_errc::disconnected);
  CHECK(sent.count >= 5);
  CHECK(sent.count <= 5 + kind.capacity.value_or(0));
  for (std::size_t i = 0; i < messages.size(); ++i) {
    REQUIRE(messages[i].value() == (i < sent.count ? -1 : static_cast<int>(i)));
  }
  CHECK(receiving.get().size() == sent.count - 5);
}

TEST_CASE("send_many to a closed channel touches nothing") {
  auto [tx, rx] = strait::bounded<std::string>(8);
  rx.close();
  std::vector<std::string> messages{"a", "b"};
  const auto sent = tx.send_many(messages);
  CHECK(sent.count == 0);
  CHECK(sent.error == send_errc::disconnected);
  CHECK(messages == std::vector<std::string>{"a", "b"});
  CHECK(strait::sender<std::string>().send_many(messages).error == send_errc::disconnected);
}

TEST_CASE("send_many whose message throws has sent the ones before it") {
  test::ledger books;
  {
    auto [tx, rx] = strait::unbounded<test::throwing>();
    std::vector<test::throwing> messages;
    messages.reserve(3);
    for (int i = 0; i < 3; ++i) messages.emplace_back(books, i);
    books.throw_at = 2;
    CHECK_THROWS_AS(static_cast<void>(tx.send_many(messages)), std::runtime_error);
    books.throw_at = 0;
    CHECK(rx.size() == 1);
    CHECK(messages[1].id() == 1);
    CHECK(messages[2].id() == 2);
    CHECK(tx.send_many(std::span(messages).subspan(1)).count == 2);
    for (int i = 0; i < 3; ++i) CHECK(rx.recv()->id() == i);
  }
  CHECK(books.settled());
}

TEST_CASE("recv_many appends what is there, up to its limit") {
  const auto kind = GENERATE(test::roomy_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  for (int i = 0; i < 4; ++i) REQUIRE(tx.send(i));
  std::vector<int> got{-1};
  CHECK(rx.recv_many(got, 3) == received_many(3));
  CHECK(got == std::vector{-1, 0, 1, 2});
  CHECK(rx.recv_many(got, 3) == received_many(1));
  CHECK(got == std::vector{-1, 0, 1, 2, 3});
}

TEST_CASE("of the ticks that are due a drain takes one, and recv_many no more than its limit") {
  const auto ticks = strait::tick(1ms, strait::missed_ticks::burst);
  std::this_thread::sleep_for(10ms);
  CHECK(ticks.drain().size() == 1);
  std::vector<std::chrono::steady_clock::time_point> got;
  CHECK(ticks.recv_many(got, 1) == received_many(1));
  CHECK(got.size() == 1);
  CHECK(ticks.size() == 1);  // There are more.
}

TEST_CASE("recv_many waits for the first message only") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  std::vector<int> got;
  test::background receiving([&, &rx = rx] { return rx.recv_many(got, 10); });
  test::let_it_block();
  CHECK(tx.send(7));
  CHECK(receiving.get() == received_many(1));
  CHECK(got == std::vector{7});
}

TEST_CASE("recv_many of at most none returns at once") {
  auto [tx, rx] = strait::bounded<int>(1);
  std::vector<int> got;
  CHECK(rx.recv_many(got, 0) == received_many(0));
  CHECK(rx.recv_many_for(got, 0, 1h) == received_many(0));
  CHECK(tx.send(1));
  CHECK(rx.recv_many(got, 0) == received_many(0));
  CHECK(rx.size() == 1);
}

TEST_CASE("recv_many drains a disconnected channel, then says so") {
  const auto kind = GENERATE(test::roomy_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  for (int i = 0; i < 3; ++i) REQUIRE(tx.send(i));
  tx = {};
  std::deque<int> got;
  CHECK(rx.recv_many(got, 100) == received_many(3));
  CHECK(rx.recv_many(got, 100) == received_many(std::unexpected(recv_error::disconnected)));
  CHECK(rx.recv_many_for(got, 9, 1h) == received_many(std::unexpected(recv_error::disconnected)));
  CHECK(got == std::deque{0, 1, 2});
  CHECK(strait::receiver<int>().recv_many(got, 1) ==
        received_many(std::unexpected(recv_error::disconnected)));
}

TEST_CASE("recv_many makes room for senders that wait") {
  auto [tx, rx] = strait::bounded<int>(2);
  REQUIRE(tx.send(0));
  REQUIRE(tx.send(1));
  test::background sending([&tx = tx] { return tx.send(2).has_value(); });
  test::let_it_block();
  std::vector<int> got;
  CHECK(rx.recv_many(got, 2) == received_many(2));
  CHECK(sending.get());
  CHECK(rx.recv() == 2);
}

TEST_CASE("recv_many takes from all senders that wait in a rendezvous") {
  auto [tx, rx] = strait::bounded<int>(0);
  test::crew crew;
  for (int i = 0; i < 3; ++i) crew.add([i, tx = tx] { static_cast<void>(tx.send(i)); });
  test::let_it_block(3);
  std::multiset<int> got;
  CHECK(rx.recv_many(got, 3) == received_many(3));
  CHECK(got == std::multiset{0, 1, 2});
}

TEST_CASE("recv_many_for goes on until it has enough") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::background sending([&tx = tx] {
    for (int i = 0; i < 5; ++i) {
      std::this_thread::sleep_for(1ms);
      static_cast<void>(tx.send(i));
    }
    return true;
  });
  std::list<int> got;
  CHECK(rx.recv_many_for(got, 5, 1h) == received_many(5));
  CHECK(got == std::list{0, 1, 2, 3, 4});
  CHECK(sending.get());
}

TEST_CASE("recv_many_for gives what has come when its time is up or the channel ends") {
  auto [tx, rx] = strait::bounded<int>(8);
  REQUIRE(tx.send(1));
  std::vector<int> got;
  const auto start = std::chrono::steady_clock::now();
  CHECK(rx.recv_many_for(got, 3, 20ms) == received_many(1));
  CHECK(std::chrono::steady_clock::now() - start >= 20ms);
  CHECK(rx.recv_many_for(got, 3, 5ms) == received_many(std::unexpected(recv_error::timeout)));
  CHECK(rx.recv_many_for(got, 3, -1h) == received_many(std::unexpected(recv_error::timeout)));
  REQUIRE(tx.send(2));
  CHECK(rx.recv_many_for(got, 3, 0s) == received_many(1));
  REQUIRE(tx.send(3));
  tx = {};
  CHECK(rx.recv_many_for(got, 3, std::chrono::hours::max()) == received_many(1));
  CHECK(got == std::vector{1, 2, 3});
}

TEST_CASE("messages that recv_many could not append are the channel's next ones again") {
  auto [tx, rx] = strait::bounded<int>(4);
  for (int i = 0; i < 4; ++i) REQUIRE(tx.send(i));
  struct narrow {
    std::vector<int> kept;
    void push_back(int value) {
      if (kept.size() == 2) throw std::length_error("two are enough");
      kept.push_back(value);
    }
  } got;
  CHECK_THROWS_AS(static_cast<void>(rx.recv_many(got, 4)), std::length_error);
  CHECK(got.kept == std::vector{0, 1});
  CHECK(rx.drain() == std::vector{2, 3});
}

TEST_CASE("all who wait get the messages that recv_many could not append") {
  auto [tx, rx] = strait::unbounded<int>();
  for (int i = 1; i <= 3; ++i) REQUIRE(tx.send(i));
  struct meanwhile {
    std::function<void()> happens;
    void push_back(int) {
      happens();
      throw std::length_error("none is wanted");
    }
  } got;
  const auto receive = [&rx = rx] { return rx.recv().value_or(-1); };
  std::optional<test::background<int>> first, second;
  got.happens = [&] {
    first.emplace(receive);
    second.emplace(receive);
    test::let_it_block(2);
  };
  CHECK_THROWS_AS(static_cast<void>(rx.recv_many(got, 3)), std::length_error);
  CHECK(first->get() + second->get() == 1 + 2);
  CHECK(rx.try_recv() == 3);
}

TEST_CASE("recv_many loses and doubles nothing when a message's move throws") {
  for (int k = 1; k < 12; ++k) {
    CAPTURE(k);
    test::ledger books;
    {
      auto [tx, rx] = strait::unbounded<test::throwing>();
      for (int i = 0; i < 4; ++i) REQUIRE(tx.send(test::throwing(books, i)));
      std::deque<test::throwing> got;  // its elements stay where they are
      books.throw_at = k;
      try {
        static_cast<void>(rx.recv_many(got, 4));
      } catch (const std::runtime_error&) {
      }
      books.throw_at = 0;
      std::vector<int> ids;
      for (const auto& each : got) ids.push_back(each.id());
      for (const auto& each : rx.drain()) ids.push_back(each.id());
      CHECK(ids == up_to(4));
    }
    CHECK(books.settled());
  }
}

TEST_CASE("drain takes from senders that wait in a rendezvous, also from those without a message") {
  auto [tx, rx] = strait::bounded<int>(0);
  test::background plain([&tx = tx] { return tx.send(1).has_value(); });
  test::background making([&tx = tx] { return tx.send_with([] { return 2; }).has_value(); });
  test::background many([&tx = tx] { return tx.send_many(std::vector{3, 4}).count; });
  std::multiset<int> got;
  while (got.size() < 4) {
    for (int each : rx.drain()) got.insert(each);
  }
  CHECK(got == std::multiset{1, 2, 3, 4});
  CHECK(plain.get());
  CHECK(making.get());
  CHECK(many.get() == 2);
}
