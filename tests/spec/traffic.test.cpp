// Many messages between many threads: each thread does a simple thing, and in the end the books
// must balance. Orders and single deliveries are in ordering.test.cpp.
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"
#include "support/seed.hpp"
#include "support/tracked.hpp"

using strait::recv_error;
using test::failed;
using namespace std::chrono_literals;

TEST_CASE("every number of every sender is received as often as it was sent") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  constexpr int threads = 4;
  const int numbers = test::scaled(500);
  auto [tx, rx] = kind.make<int>();
  std::vector<std::atomic<int>> seen(static_cast<std::size_t>(numbers));
  test::crew crew;
  for (int thread = 0; thread < threads; ++thread) {
    crew.add([&, in = rx] {
      for (int i = 0; i < numbers; ++i) {
        if (const auto message = in.recv()) ++seen[static_cast<std::size_t>(*message)];
      }
    });
    crew.add([&, out = tx] {
      for (int i = 0; i < numbers; ++i)
        if (!out.send(i)) return;
    });
  }
  crew.join();
  int wrong = 0;
  for (const auto& count : seen) wrong += count != threads;
  CHECK(wrong == 0);
  CHECK(rx.try_recv() == failed(recv_error::empty));
}

// Each thread takes one message out only after it has put one in: however many do so, there is
// always one for each of them.
TEST_CASE("a thread that has sent a message can receive one at once, whatever others do") {
  const auto threads = GENERATE(2, 4);
  const bool limited = GENERATE(true, false);
  CAPTURE(threads, limited);
  auto [tx, rx] =
      limited ? strait::bounded<int>(static_cast<std::size_t>(threads)) : strait::unbounded<int>();
  std::atomic<int> refused = 0, missed = 0;
  test::crew crew;
  for (int thread = 0; thread < threads; ++thread) {
    crew.add([&, &out = tx, &in = rx] {
      for (int i = 0; i < test::scaled(2000); ++i) {
        if (!out.try_send(i)) ++refused;
        if (!in.try_recv()) ++missed;
      }
    });
  }
  crew.join();
  CHECK(refused == 0);
  CHECK(missed == 0);
  CHECK(rx.empty());
}

TEST_CASE("a consumer asks for each message and takes what has come meanwhile") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  const int wanted = test::scaled(1000);
  auto [request_tx, request] = kind.make<int>();
  auto [response_tx, response] = kind.make<int>();
  test::crew crew;
  crew.add([wanted, ask = std::move(request_tx), in = std::move(response)] {
    for (int count = 0;;) {
      for (const int message : in.try_iter()) {
        count += message;
        if (count == wanted) return;
      }
      if (!ask.send(0)) return;
    }
  });
  int answered = 0;
  for ([[maybe_unused]] const int each : request) {
    if (!response_tx.send(1)) break;
    ++answered;
  }
  CHECK(answered >= wanted);
}

TEST_CASE("patient and hasty threads share the work, and none of it is lost") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  constexpr int threads = 3;
  const int each = test::scaled(300);
  auto [tx, rx] = kind.make<int>();
  std::atomic<int> received = 0;
  test::crew crew;
  for (int thread = 0; thread < threads; ++thread) {
    crew.add([each, out = tx] {
      for (int i = 0; i < each; ++i) {
        if (i % 100 == 50) test::fall_behind();
        while (!out.send_for(i, 200us)) {
        }
      }
    });
    crew.add([&, in = rx] {
      for (;;) {
        const auto message = in.recv_for(100us);
        if (message)
          ++received;
        else if (message.error() == recv_error::disconnected)
          return;
      }
    });
  }
  tx = {};
  crew.join();
  CHECK(received == threads * each);
}

TEST_CASE("ten thousand messages pass on one thread, one after the other") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  for (int i = 0; i < 10'000; ++i) {
    if (!tx.send(i) || rx.recv() != i) FAIL("message " << i);
  }
  CHECK(rx.empty());
}

TEST_CASE("of any number of messages, taken or left, each is destroyed once") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  INFO("STRAIT_TEST_SEED=" << test::seed());
  auto random = test::random(7);
  for (int round = 0; round < 10; ++round) {
    const auto steps = static_cast<int>(test::below(random, 500));
    const auto left =
        static_cast<int>(kind.room_for(static_cast<std::size_t>(test::below(random, 50))));
    test::ledger books;
    {
      auto [tx, rx] = kind.make<test::tracked>();
      test::crew crew;
      crew.add([&, &out = tx] {
        for (int i = 0; i < steps; ++i)
          if (!out.send(test::tracked(books, i))) return;
      });
      for (int i = 0; i < steps; ++i) REQUIRE(rx.recv()->id() == i);
      crew.join();
      for (int i = 0; i < left; ++i) REQUIRE(tx.send(test::tracked(books, i)));
      REQUIRE(books.alive == left);
    }
    REQUIRE(books.settled());
  }
}

namespace {

struct padded {
  std::uint8_t before;
  std::uint64_t middle;
  std::uint16_t after;
  friend bool operator==(const padded&, const padded&) = default;
};

/// Sends the results of `make(i)` through every kind of channel and compares what comes out.
template <class Make>
void expect_unharmed(Make make) {
  using message = decltype(make(0));
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.template make<message>();
  test::crew crew;
  crew.add([make, out = std::move(tx)] {
    for (int i = 0; i < 200; ++i)
      if (!out.send(make(i))) return;
  });
  int i = 0;
  int harmed = 0;
  for (message& each : rx) harmed += !(each == make(i++));
  CHECK(harmed == 0);
  CHECK(i == 200);
}

}  // namespace

TEST_CASE("messages of every size and shape arrive unharmed") {
  SECTION("bytes") {
    expect_unharmed([](int i) { return static_cast<std::uint8_t>(i); });
  }
  SECTION("words of 16 bits") {
    expect_unharmed([](int i) { return static_cast<std::uint16_t>(i * 31); });
  }
  SECTION("words of 64 bits") {
    expect_unharmed([](int i) { return static_cast<std::uint64_t>(i) << 40; });
  }
  SECTION("structures with gaps") {
    expect_unharmed([](int i) {
      return padded{static_cast<std::uint8_t>(i), std::uint64_t{1} << (i % 64),
                    static_cast<std::uint16_t>(~i)};
    });
  }
  SECTION("arrays larger than a cache line") {
    expect_unharmed([](int i) {
      std::array<int, 40> all{};
      for (int& each : all) each = i++;
      return all;
    });
  }
  SECTION("texts, short and long") {
    expect_unharmed([](int i) { return std::string(static_cast<std::size_t>(i), 'x'); });
  }
  SECTION("nested vectors") {
    expect_unharmed(
        [](int i) { return std::vector(static_cast<std::size_t>(i % 5), std::vector{i, i + 1}); });
  }
}

TEST_CASE("a tree of threads adds up what its leaves send") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  // Each leaf sends once; each knot adds up what its two children sent.
  struct tree {
    static void grow(const test::kind& k, int depth, strait::sender<int> to) {
      if (depth == 0) {
        static_cast<void>(to.send(1));
        return;
      }
      auto [tx, rx] = k.make<int>();
      test::crew children;
      for (int i = 0; i < 2; ++i) children.add([&k, depth, tx = tx] { grow(k, depth - 1, tx); });
      tx = {};
      int sum = 0;
      for (const int each : rx) sum += each;
      static_cast<void>(to.send(sum));
    }
  };
  auto [tx, rx] = strait::unbounded<int>();
  tree::grow(kind, 3, std::move(tx));
  CHECK(rx.recv() == 8);
  CHECK(rx.recv() == failed(recv_error::disconnected));
}
