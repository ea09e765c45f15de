// send and recv with a std::stop_token, where the standard library has one.
#include <catch2/catch_test_macros.hpp>
#include <strait/strait.hpp>

#ifdef __cpp_lib_jthread
#include <chrono>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::recv_error;
using strait::send_errc;
using test::failed;
using test::failure;
using namespace std::chrono_literals;

TEST_CASE("a stop ends a receive that waits") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  std::stop_source stop;
  test::background waiting([&, &rx = rx] { return rx.recv(stop.get_token()); });
  test::let_it_block();
  stop.request_stop();
  CHECK(waiting.get() == failed(recv_error::stopped));
  // Nothing of it is left in the channel.
  test::background receiving([&rx = rx] { return rx.recv(); });
  CHECK(tx.send(7));
  CHECK(receiving.get() == 7);
}

TEST_CASE("a stop ends a send that waits and hands the message back") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<test::move_only>();
  while (tx.try_send(test::move_only(0))) {
  }
  std::stop_source stop;
  test::background waiting([&, &tx = tx] { return tx.send(test::move_only(7), stop.get_token()); });
  test::let_it_block();
  stop.request_stop();
  const auto sent = waiting.get();
  REQUIRE(failure(sent) == send_errc::stopped);
  CHECK(sent.error().value.value() == 7);
}

TEST_CASE("what can go at once wins over a stop that was requested before") {
  auto [tx, rx] = strait::bounded<int>(1);
  std::stop_source stop;
  stop.request_stop();
  CHECK(rx.recv(stop.get_token()) == failed(recv_error::stopped));
  CHECK(tx.send(1, stop.get_token()));
  CHECK(failure(tx.send(2, stop.get_token())) == send_errc::stopped);
  CHECK(rx.recv(stop.get_token()) == 1);
  tx = {};
  CHECK(rx.recv(stop.get_token()) == failed(recv_error::disconnected));
  CHECK(strait::receiver<int>().recv(stop.get_token()) == failed(recv_error::disconnected));
  CHECK(failure(strait::sender<int>().send(1, stop.get_token())) == send_errc::disconnected);
}

TEST_CASE("a token that nobody can stop waits as long as it takes") {
  auto [tx, rx] = strait::bounded<int>(0);
  test::background receiving([&rx = rx] { return rx.recv(std::stop_token()); });
  test::let_it_block();
  CHECK(tx.send(7, std::stop_token()));
  CHECK(receiving.get() == 7);
}

TEST_CASE("a jthread's token ends its loop") {
  auto [tx, rx] = strait::unbounded<int>();
  int sum = 0;
  {
    std::jthread adding([&, rx = rx](std::stop_token stop) {
      while (auto message = rx.recv(stop)) sum += *message;
    });
    for (int i = 1; i <= 10; ++i) REQUIRE(tx.send(i));
    while (!rx.empty()) std::this_thread::yield();
  }
  CHECK(sum == 55);
}

TEST_CASE("a message that races a stop is received or stays, never lost") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int round = 0; round < 300; ++round) {
    auto [tx, rx] = kind.make<int>();
    std::stop_source stop;
    test::background receiving([&, &rx = rx] { return rx.recv(stop.get_token()); });
    test::background sending([&, &tx = tx] { return tx.send(7, stop.get_token()); });
    if (round % 2 == 0) std::this_thread::yield();
    stop.request_stop();
    const auto received = receiving.get();
    const auto sent = sending.get();
    const int arrived = (received ? 1 : 0) + (rx.try_recv() ? 1 : 0);
    REQUIRE(arrived == (sent ? 1 : 0));
    if (!received) REQUIRE(received == failed(recv_error::stopped));
    if (!sent) REQUIRE(sent.error() == strait::send_error<int>{send_errc::stopped, 7});
  }
}

TEST_CASE("a stop while a rendezvous partner fails to make its message is not missed") {
  for (int round = 0; round < 200; ++round) {
    auto [tx, rx] = strait::bounded<int>(0);
    std::stop_source stop;
    test::background receiving([&, &rx = rx] { return rx.recv(stop.get_token()); });
    test::background failing([&, &tx = tx] {
      try {
        return tx.send_with([]() -> int { throw std::runtime_error("cannot be made"); })
            .has_value();
      } catch (const std::runtime_error&) {
        return false;
      }
    });
    if (round % 2 == 0) std::this_thread::yield();
    stop.request_stop();
    REQUIRE(receiving.get() == failed(recv_error::stopped));
    rx = {};
    REQUIRE_FALSE(failing.get());
  }
}
#else
TEST_CASE("send and recv with a stop token need a standard library that has them") {
  WARN("left out: this standard library has no std::stop_token (__cpp_lib_jthread)");
}
#endif
