// send_with and try_send_with: the message is made only once its place is certain.
#include <chrono>
#include <memory>
#include <stdexcept>
#include <utility>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::recv_error;
using strait::send_errc;
using test::failed;
using namespace std::chrono_literals;

namespace {

using made = std::expected<void, send_errc>;
const made full = std::unexpected(send_errc::full);
const made disconnected = std::unexpected(send_errc::disconnected);

}  // namespace

TEST_CASE("send_with sends what its function makes, in order with other sends") {
  const auto kind = GENERATE(test::roomy_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  CHECK(tx.send(1));
  CHECK(tx.send_with([] { return 2; }) == made());
  CHECK(tx.try_send_with([] { return 3; }) == made());
  CHECK(rx.drain() == std::vector{1, 2, 3});
}

TEST_CASE("send_with does not call its function where the message cannot arrive") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  int calls = 0;
  const auto count = [&calls] { return ++calls; };
  if (kind.capacity) {
    if (*kind.capacity > 0) test::fill(tx, 0);
    CHECK(tx.try_send_with(count) == full);
  }
  rx = {};
  CHECK(tx.try_send_with(count) == disconnected);
  CHECK(tx.send_with(count) == disconnected);
  CHECK(strait::sender<int>().send_with(count) == disconnected);
  CHECK(strait::sender<int>().try_send_with(count) == disconnected);
  CHECK(calls == 0);
}

TEST_CASE("send_with waits for a place before it calls its function") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto filled = test::fill(tx, 0);
  std::atomic<bool> called{false};
  test::background sending([&, &tx = tx] {
    return tx.send_with([&called] {
      called = true;
      return 7;
    });
  });
  test::let_it_block();
  CHECK_FALSE(called);
  for (std::size_t i = 0; i < filled; ++i) CHECK(rx.recv() == 0);
  CHECK(rx.recv() == 7);
  CHECK(sending.get() == made());
}

TEST_CASE("send_with gets the place of a message that a waiting receiver takes at once") {
  auto [tx, rx] = strait::bounded<int>(1);
  auto [go, gone] = strait::oneshot<int>();
  test::background first([&tx = tx, &gone = gone] {
    return tx.send_with([&gone] { return gone.recv().value(); });
  });
  test::let_it_block();
  test::background second([&tx = tx] { return tx.send_with([] { return 2; }); });
  test::let_it_block();
  test::background receiving([&rx = rx] { return rx.recv(); });
  test::let_it_block();
  CHECK(go.send(1));
  CHECK(receiving.get() == 1);
  CHECK(first.get() == made());
  CHECK(second.get() == made());
  CHECK(rx.recv() == 2);
}

TEST_CASE("send_with that waits is told when the channel is closed") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::fill(tx, 0);
  std::atomic<bool> called{false};
  test::background sending([&, &tx = tx] {
    return tx.send_with([&called] {
      called = true;
      return 7;
    });
  });
  test::let_it_block();
  rx.close();
  CHECK(sending.get() == disconnected);
  CHECK_FALSE(called);
}

TEST_CASE("try_send_with meets a receiver that waits in a rendezvous") {
  auto [tx, rx] = strait::bounded<std::unique_ptr<int>>(0);
  test::background receiving([&rx = rx] { return rx.recv(); });
  made sent = full;
  while (sent == full) sent = tx.try_send_with([] { return std::make_unique<int>(7); });
  CHECK(sent == made());
  const auto got = receiving.get();
  REQUIRE(got);
  CHECK(**got == 7);
}

TEST_CASE("a function of send_with that throws gives its place back and loses nothing") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::background receiving([&rx = rx] { return rx.recv(); });
  const auto fail = []() -> int { throw std::runtime_error("cannot be made"); };
  CHECK_THROWS_AS(static_cast<void>(tx.send_with(fail)), std::runtime_error);
  CHECK_THROWS_AS(static_cast<void>(tx.send_with(fail)), std::runtime_error);
  CHECK(tx.send_with([] { return 7; }));
  CHECK(receiving.get() == 7);
  CHECK(rx.try_recv() == failed(recv_error::empty));
}

TEST_CASE("a function of send_with may use its own channel") {
  auto [tx, rx] = strait::unbounded<int>();
  CHECK(tx.send_with([&tx = tx, &rx = rx] {
    static_cast<void>(tx.send(1));
    return rx.recv().value_or(-1) + 1;
  }));
  CHECK(rx.drain() == std::vector{2});
}

TEST_CASE("send_with takes a function that can be called only once, and converts its result") {
  auto [tx, rx] = strait::unbounded<std::unique_ptr<const int>>();
  CHECK(tx.send_with([value = std::make_unique<int>(7)]() mutable { return std::move(value); }));
  const auto got = rx.recv();
  REQUIRE(got);
  CHECK(**got == 7);
}

TEST_CASE("a message granted a place before the close arrives after it") {
  auto [tx, rx] = strait::bounded<int>(4);
  auto [begun_tx, begun] = strait::oneshot<bool>();
  auto [go_tx, go] = strait::oneshot<bool>();
  test::background sending([tx = tx, begun_tx = begun_tx, go = go] {
    return tx.send_with([&] {
      static_cast<void>(begun_tx.send(true));
      static_cast<void>(go.recv());
      return 7;
    });
  });
  REQUIRE(begun.recv());
  tx.close();
  CHECK(rx.try_recv() == failed(recv_error::empty));
  CHECK(go_tx.send(true));
  CHECK(rx.recv() == 7);
  CHECK(rx.recv() == failed(recv_error::disconnected));
  CHECK(sending.get() == made());
}
