// Waiting until a stop is requested, where the standard library has std::stop_token. As a case of a
// select: stop_select.test.cpp.
#include <catch2/catch_test_macros.hpp>
#include <strait/strait.hpp>

#ifdef __cpp_lib_jthread
#include <chrono>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <stop_token>
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

TEST_CASE("a message that is yet to be made wins over a stop that was requested before") {
  auto [tx, rx] = strait::bounded<int>(0);
  test::background sending([&tx = tx] { return tx.send_with([] { return 7; }); });
  test::let_it_block();
  std::stop_source stop;
  stop.request_stop();
  CHECK(rx.recv(stop.get_token()) == 7);
  CHECK(sending.get());
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

namespace {

/// Every operation that may wait, on a channel that gives it reason to: what each says of a stop.
struct waiting_operation {
  const char* name;
  bool (*is_stopped)(strait::sender<int>&, strait::receiver<int>&, const std::stop_token&);
};
using ends_tx = strait::sender<int>;
using ends_rx = strait::receiver<int>;
using token = std::stop_token;
constexpr auto never = std::chrono::steady_clock::time_point::max();

const waiting_operation receiving[] = {
    {"recv", [](ends_tx&, ends_rx& rx,
                const token& stop) { return rx.recv(stop) == failed(recv_error::stopped); }},
    {"recv_for",
     [](ends_tx&, ends_rx& rx, const token& stop) {
       return rx.recv_for(24h, stop) == failed(recv_error::stopped);
     }},
    {"recv_until",
     [](ends_tx&, ends_rx& rx, const token& stop) {
       return rx.recv_until(never, stop) == failed(recv_error::stopped);
     }},
    {"recv_many",
     [](ends_tx&, ends_rx& rx, const token& stop) {
       std::vector<int> messages;
       return rx.recv_many(messages, 3, stop) == std::unexpected(recv_error::stopped);
     }},
    {"recv_many_for",
     [](ends_tx&, ends_rx& rx, const token& stop) {
       std::vector<int> messages;
       return rx.recv_many_for(messages, 3, 24h, stop) == std::unexpected(recv_error::stopped);
     }},
    {"a range",
     [](ends_tx&, ends_rx& rx, const token& stop) {
       for ([[maybe_unused]] int& message : rx.iter(stop)) return false;
       return stop.stop_requested() && !rx.is_disconnected();
     }},
    {"a range of a temporary",
     [](ends_tx&, ends_rx& rx, const token& stop) {
       for ([[maybe_unused]] int& message : ends_rx(rx).iter(stop)) return false;
       return stop.stop_requested() && !rx.is_disconnected();
     }},
    {"selector::wait", [](ends_tx&, ends_rx& rx,
                          const token& stop) { return !strait::selector<>().recv(rx).wait(stop); }},
    {"selector::wait_for",
     [](ends_tx&, ends_rx& rx, const token& stop) {
       return !strait::selector<>().recv(rx).wait_for(24h, stop);
     }},
    {"selector::wait_until",
     [](ends_tx&, ends_rx& rx, const token& stop) {
       return !strait::selector<>().recv(rx).wait_until(never, stop);
     }},
    {"selector::ready",
     [](ends_tx&, ends_rx& rx, const token& stop) {
       return !strait::selector<>().recv(rx).ready(stop);
     }},
    {"selector::ready_for",
     [](ends_tx&, ends_rx& rx, const token& stop) {
       return !strait::selector<>().recv(rx).ready_for(24h, stop);
     }},
    {"selector::ready_until",
     [](ends_tx&, ends_rx& rx, const token& stop) {
       return !strait::selector<>().recv(rx).ready_until(never, stop);
     }},
};

const waiting_operation sending[] = {
    {"send",
     [](ends_tx& tx, ends_rx&, const token& stop) {
       return tx.send(7, stop).error() == strait::send_error<int>{send_errc::stopped, 7};
     }},
    {"send_for",
     [](ends_tx& tx, ends_rx&, const token& stop) {
       return tx.send_for(7, 24h, stop).error() == strait::send_error<int>{send_errc::stopped, 7};
     }},
    {"send_until",
     [](ends_tx& tx, ends_rx&, const token& stop) {
       return tx.send_until(7, never, stop).error() ==
              strait::send_error<int>{send_errc::stopped, 7};
     }},
    {"send_with",
     [](ends_tx& tx, ends_rx&, const token& stop) {
       bool called = false;
       const auto sent = tx.send_with([&] { return called = true, 7; }, stop);
       return sent == std::unexpected(send_errc::stopped) && !called;
     }},
    {"send_many",
     [](ends_tx& tx, ends_rx&, const token& stop) {
       const strait::batch_result sent = tx.send_many(std::vector{7, 8}, stop);
       return sent.count == 0 && sent.error == send_errc::stopped;
     }},
    {"selector::wait",
     [](ends_tx& tx, ends_rx&, const token& stop) {
       strait::selector<> s;
       return !s.send(tx, 7).wait(stop) && s.take<int>(s.last()) == 7;
     }},
};

}  // namespace

TEST_CASE("a stop ends every operation that waits") {
  const auto kind = GENERATE(test::limited_kinds());
  const bool to_send = GENERATE(false, true);
  const bool beforehand = GENERATE(false, true);
  CAPTURE(kind, to_send, beforehand);
  const std::span<const waiting_operation> operations =
      to_send ? std::span<const waiting_operation>(sending) : receiving;
  for (const waiting_operation& each : operations) {
    CAPTURE(each.name);
    auto [tx, rx] = kind.make<int>();
    if (to_send) test::fill(tx, 0);
    const std::size_t stored = rx.size();
    std::stop_source stop;
    if (beforehand) stop.request_stop();
    test::background waiting(
        [&, &to = tx, &from = rx] { return each.is_stopped(to, from, stop.get_token()); });
    if (!beforehand) {
      test::let_it_block();
      stop.request_stop();
    }
    CHECK(waiting.get());
    // Nothing of it is left in the channel.
    CHECK(rx.size() == stored);
    CHECK(tx.sender_count() == 1);
    CHECK(rx.receiver_count() == 1);
    const bool is_full = failure(tx.try_send(1)) == send_errc::full;
    CHECK(is_full == (to_send || kind.capacity == 0));
  }
}

TEST_CASE("what can go at once wins over a stop in every operation, but ends a range") {
  std::stop_source source;
  source.request_stop();
  const std::stop_token stop = source.get_token();
  auto [tx, rx] = strait::bounded<int>(4);
  CHECK(tx.send_for(1, 1h, stop));
  CHECK(tx.send_until(2, never, stop));
  CHECK(tx.send_with([] { return 3; }, stop));
  const strait::batch_result sent = tx.send_many(std::vector{4, 5}, stop);
  CHECK(sent.count == 1);
  CHECK(sent.error == send_errc::stopped);
  for ([[maybe_unused]] int message : rx.iter(stop)) FAIL("the range has ended");
  CHECK(rx.recv_for(1h, stop) == 1);
  CHECK(rx.recv_until(never, stop) == 2);
  strait::selector<int> s;
  s.recv(rx, [](auto message) { return message.value_or(0); });
  CHECK(s.ready(stop) == s.last());
  CHECK(s.wait(stop) == 3);
  std::vector<int> messages;
  CHECK(rx.recv_many(messages, 9, stop) == std::size_t{1});
  CHECK(tx.send(5));
  CHECK(rx.recv_many_for(messages, 9, 24h, stop) == std::size_t{1});
  CHECK(messages == std::vector{4, 5});
}

TEST_CASE("a limit ends an operation whose token nobody stops") {
  std::stop_source source;
  const std::stop_token stop = source.get_token();
  auto [tx, rx] = strait::bounded<int>(0);
  std::vector<int> messages;
  CHECK(rx.recv_for(1ms, stop) == failed(recv_error::timeout));
  CHECK(rx.recv_until(std::chrono::steady_clock::now(), stop) == failed(recv_error::timeout));
  CHECK(rx.recv_many_for(messages, 2, 1ms, stop) == std::unexpected(recv_error::timeout));
  CHECK(failure(tx.send_for(7, 1ms, stop)) == send_errc::timeout);
  CHECK(failure(tx.send_until(7, std::chrono::steady_clock::now(), stop)) == send_errc::timeout);
  strait::selector<> s;
  s.recv(rx);
  CHECK_FALSE(s.wait_for(1ms, stop));
  CHECK_FALSE(s.ready_for(1ms, stop));
}

TEST_CASE("a stop ends a broadcast's send, and nobody gets the message") {
  const bool waits_for_turn = GENERATE(false, true);
  const int form = GENERATE(0, 1, 2);
  CAPTURE(waits_for_turn, form);
  const auto news = strait::broadcast<int>(1);
  const auto full = news.subscribe();
  const auto other = news.subscribe();
  REQUIRE(news.send(1) == 2);
  REQUIRE(other.recv() == 1);
  test::crew crew;
  std::stop_source first_stop;
  if (waits_for_turn) {
    crew.add([&] { return static_cast<void>(news.send(2, first_stop.get_token())); });
    test::let_it_block();
  }
  std::stop_source source;
  const std::stop_token stop = source.get_token();
  test::background waiting([&] {
    const auto sent = form == 0   ? news.send(7, stop)
                      : form == 1 ? news.send_for(7, 24h, stop)
                                  : news.send_until(7, never, stop);
    return sent.error();
  });
  test::let_it_block();
  source.request_stop();
  CHECK(waiting.get() == strait::send_error<int>{send_errc::stopped, 7});
  first_stop.request_stop();
  crew.join();
  CHECK(other.empty());
  CHECK(full.size() == 1);
}

TEST_CASE("a loop over a range ends at a stop although messages keep coming") {
  auto [tx, rx] = strait::bounded<int>(1);
  std::stop_source stop;
  test::background looping([&, rx = rx] {
    std::size_t count = 0;
    for ([[maybe_unused]] int& message : rx.iter(stop.get_token())) ++count;
    return count;
  });
  for (int i = 0; i < 100; ++i) REQUIRE(tx.send(i));
  stop.request_stop();
  const auto count = looping.get();
  CHECK(count >= 98);
  CHECK(count + rx.size() == 100);
}
#else
TEST_CASE("send and recv with a stop token need a standard library that has them") {
  WARN("left out: this standard library has no std::stop_token (__cpp_lib_jthread)");
}
#endif
