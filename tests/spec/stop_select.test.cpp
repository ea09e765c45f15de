// A stop as a case of a select.
#include <catch2/catch_test_macros.hpp>
#include <strait/strait.hpp>

#ifdef __cpp_lib_jthread
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <thread>
#include <utility>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::on_default;
using strait::on_recv;
using strait::on_send;
using strait::on_stop;
using strait::on_timeout;
using strait::select;
using strait::select_biased;
using namespace std::chrono_literals;

namespace {

constexpr auto yes = [] { return true; };
constexpr auto no = [](auto&&...) { return false; };

/// A stop that was requested already.
std::stop_token requested() {
  std::stop_source source;
  source.request_stop();
  return source.get_token();
}

}  // namespace

TEST_CASE("a stop that comes while a select waits is its case") {
  const auto kind = GENERATE(test::limited_kinds());
  const bool biased = GENERATE(false, true);
  CAPTURE(kind, biased);
  auto [tx, rx] = kind.make<int>();
  auto [full, unread] = kind.make<int>();
  test::fill(full, 0);
  std::stop_source stop;
  test::background waiting([&, &rx = rx, &full = full] {
    const auto run = [&](auto&&... cases) {
      return biased ? select_biased(cases...) : select(cases...);
    };
    return run(on_recv(rx, no), on_send(full, 7, no), on_stop(stop.get_token(), yes),
               on_timeout(24h, no));
  });
  test::let_it_block();
  stop.request_stop();
  CHECK(waiting.get());
  // Nothing of it is left in the channels.
  test::background receiving([&rx = rx] { return rx.recv(); });
  CHECK(tx.send(7));
  CHECK(receiving.get() == 7);
}

TEST_CASE("a stop that was requested before goes at once") {
  auto [tx, rx] = strait::bounded<int>(1);
  CHECK(select(on_recv(rx, no), on_stop(requested(), yes)));
  CHECK(select(on_stop(requested(), yes), on_default(no)));
  CHECK(select_biased(on_default(no), on_stop(requested(), yes)));
  CHECK(select(on_stop(requested(), yes)));
  select(on_stop(requested()));  // a handler may be left out
}

TEST_CASE("a stop that is not requested, or cannot be, is no case that can go") {
  std::stop_source source;
  auto [tx, rx] = strait::bounded<int>(1);
  CHECK(select(on_stop(source.get_token(), no), on_default(yes)));
  CHECK(select(on_stop(std::stop_token(), no), on_timeout(1ms, yes)));
  REQUIRE(tx.send(7));
  CHECK(select(on_stop(std::stop_token(), [] { return 0; }),
               on_recv(rx, [](auto message) { return message.value_or(0); })) == 7);
}

TEST_CASE("a stop is as likely as another case that can go, or in the order written") {
  auto [tx, rx] = strait::unbounded<int>();
  const auto stop = requested();
  int stopped = 0;
  constexpr int rounds = 400;
  for (int i = 0; i < rounds; ++i) {
    if (rx.empty()) REQUIRE(tx.send(i));
    stopped += select(on_recv(rx, [](auto) { return 0; }), on_stop(stop, [] { return 1; }));
  }
  CHECK(stopped >= rounds / 4);
  CHECK(stopped <= rounds * 3 / 4);
  REQUIRE(tx.send(1));
  CHECK(select_biased(on_stop(stop, yes), on_recv(rx, no)));
  CHECK(select_biased(on_recv(rx, [](auto) { return true; }), on_stop(stop, no)));
}

TEST_CASE("a stop leaves the values of the other cases where they are") {
  auto [tx, rx] = strait::bounded<std::unique_ptr<int>>(0);
  auto value = std::make_unique<int>(7);
  int calls = 0;
  auto kept = on_send(tx, std::make_unique<int>(8), no);
  const auto make = [&] {
    ++calls;
    return std::make_unique<int>(9);
  };
  CHECK(select(on_send(tx, value, no), kept, on_send(tx, make, no), on_stop(requested(), yes)));
  REQUIRE(value);
  CHECK(*value == 7);
  CHECK(**kept.take() == 8);
  CHECK(calls == 0);
}

TEST_CASE("a case of a stop may be kept, and serves several selects and several stops") {
  std::stop_source first, second;
  auto [tx, rx] = strait::unbounded<int>();
  auto stopping = on_stop(first.get_token(), [] { return 1; });
  auto also = on_stop(second.get_token(), [] { return 2; });
  const auto receiving = [](auto message) { return message.value_or(0); };
  const auto run = [&] { return select(on_recv(rx, receiving), stopping, also); };
  for (int i = 3; i < 6; ++i) {
    REQUIRE(tx.send(i));
    CHECK(run() == i);
  }
  test::background waiting(run);
  test::let_it_block();
  second.request_stop();
  CHECK(waiting.get() == 2);
  CHECK(run() == 2);
  // The same stop twice: either case.
  CHECK(select(on_stop(second.get_token(), yes), on_stop(second.get_token(), yes)));
}

TEST_CASE("a handler of a stop may request stops, and the token's callbacks may use channels") {
  std::stop_source source, other;
  auto [tx, rx] = strait::unbounded<int>();
  const std::stop_callback sends(source.get_token(), [&tx = tx] { static_cast<void>(tx.send(1)); });
  test::background waiting(
      [&] { return select(on_stop(source.get_token(), [&] { return other.request_stop(); })); });
  test::let_it_block();
  source.request_stop();
  CHECK(waiting.get());
  CHECK(other.stop_requested());
  CHECK(rx.recv() == 1);
}

TEST_CASE("a jthread's token ends a loop of selects whose channels are never idle") {
  auto [tx, rx] = strait::unbounded<int>();
  REQUIRE(tx.send(1));
  std::atomic<int> rounds = 0;
  {
    std::jthread busy([&, rx = rx, tx = tx](std::stop_token stop) {
      const auto send_again = [&](auto message) { return ++rounds, tx.send(*message).has_value(); };
      while (select(on_recv(rx, send_again), on_stop(stop, [] { return false; }))) {
      }
    });
    while (rounds < 100) std::this_thread::yield();
  }
  CHECK(rx.size() == 1);
}

TEST_CASE("a message that races a stop of a select is received or stays, never lost") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int round = 0; round < 200; ++round) {
    auto [tx, rx] = kind.make<int>();
    std::stop_source stop;
    test::background receiving([&, &rx = rx] {
      return select(on_recv(rx, [](auto message) { return message.value_or(0); }),
                    on_stop(stop.get_token(), [] { return 0; }));
    });
    test::background sending([&, &tx = tx] {
      return select(on_send(tx, 7, [](auto sent) { return sent.has_value(); }),
                    on_stop(stop.get_token(), [] { return false; }));
    });
    if (round % 2 == 0) std::this_thread::yield();
    stop.request_stop();
    const int received = receiving.get();
    const bool sent = sending.get();
    const int arrived = (received == 7 ? 1 : 0) + (rx.try_recv() == 7 ? 1 : 0);
    REQUIRE(arrived == (sent ? 1 : 0));
  }
}
#else
TEST_CASE("a stop as a case needs a standard library that has stop tokens") {
  WARN("left out: this standard library has no std::stop_token (__cpp_lib_jthread)");
}
#endif
