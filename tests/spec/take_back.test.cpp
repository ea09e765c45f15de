// A value given to a select or a selector that was given up can be taken back.
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::on_default;
using strait::on_send;
using strait::on_timeout;
using strait::select;
using namespace std::chrono_literals;

TEST_CASE("a case kept in a variable gives its value back after a select that timed out") {
  auto [tx, rx] = strait::bounded<test::move_only>(0);
  auto sending = on_send(tx, test::move_only(7));
  select(sending, on_timeout(1ms));
  const std::optional<test::move_only> value = sending.take();
  REQUIRE(value);
  CHECK(value->value() == 7);
  CHECK_FALSE(sending.take());
}

TEST_CASE("a case kept in a variable serves several selects until its value is sent") {
  auto [tx, rx] = strait::bounded<std::unique_ptr<int>>(1);
  REQUIRE(tx.send(nullptr));
  auto sending = on_send(tx, std::make_unique<int>(7));
  for (int i = 0; i < 3; ++i) select(sending, on_timeout(1ms));
  CHECK(rx.recv());
  select(sending, on_timeout(1h));
  const auto got = rx.recv();
  REQUIRE(got);
  CHECK(**got == 7);
  // It is spent: never ready again.
  select(sending, on_default());
  CHECK(rx.empty());
  CHECK_FALSE(sending.take());
}

TEST_CASE("a value that an error handed back is not there twice") {
  auto [tx, rx] = strait::bounded<int>(1);
  int handed_back = 0;
  auto sending = on_send(tx, 7, [&](auto sent) { handed_back = sent.error().value; });
  rx.close();
  select(sending);
  CHECK(handed_back == 7);
  CHECK_FALSE(sending.take());
}

TEST_CASE("a value left with a case whose handler was left out can be taken back") {
  auto [tx, rx] = strait::bounded<int>(1);
  rx.close();
  auto sending = on_send(tx, 7);
  select(sending);
  CHECK(sending.take() == 7);
}

TEST_CASE("a selector gives the value of a case back, which is spent then") {
  auto [tx, rx] = strait::bounded<test::move_only>(0);
  strait::selector<> s;
  s.send(tx, test::move_only(7));
  const auto id = s.last();
  CHECK_FALSE(s.wait_for(1ms));
  const auto value = s.take<test::move_only>(id);
  REQUIRE(value);
  CHECK(value->value() == 7);
  CHECK(tx.sender_count() == 1);
  CHECK_FALSE(s.take<test::move_only>(id));
  CHECK_FALSE(s.try_wait());
  CHECK_THROWS_AS(s.wait(), std::logic_error);
}

TEST_CASE("a selector takes back only what is there, of the type that it is") {
  auto [tx, rx] = strait::bounded<int>(1);
  strait::selector<> s;
  s.send(tx, 7);
  const auto value = s.last();
  s.send(tx, [] { return 8; });
  const auto factory = s.last();
  s.recv(rx);
  const auto receiving = s.last();
  CHECK_FALSE(s.take<long>(value));
  CHECK_FALSE(s.take<int>(factory));
  CHECK_FALSE(s.take<int>(receiving));
  CHECK_FALSE(s.take<int>(0));
  CHECK_FALSE(s.take<int>(99));
  CHECK(s.take<int>(value) == 7);
  CHECK(tx.sender_count() == 2);  // the others are still there
  CHECK(s.try_ready() == factory);
  s.send(tx, 9);
  CHECK(s.take<int>(s.last()) == 9);
}
