// Order and exact delivery between threads (rules 2 and 3).
#include <atomic>
#include <cstdint>
#include <thread>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"
#include "support/seed.hpp"

namespace {
struct numbered {
  int producer;
  int number;
};
}  // namespace

TEST_CASE("messages of one thread arrive in the order they were sent") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  const int messages = test::scaled(4000);
  auto [tx, rx] = kind.make<int>();
  test::background sent([messages, tx = std::move(tx)] {
    for (int i = 0; i < messages; ++i)
      if (!tx.send(i)) return i;
    return messages;
  });
  int expected = 0;
  int wrong = 0;
  for (int message : rx) wrong += message != expected++;
  CHECK(wrong == 0);
  CHECK(expected == messages);
  CHECK(sent.get() == messages);
}

TEST_CASE("each receiver sees the messages of each sender in order") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  constexpr int producers = 3;
  const int messages = test::scaled(1500);
  auto [tx, rx] = kind.make<numbered>();
  std::atomic<int> wrong = 0, received = 0;
  test::crew crew;
  for (int producer = 0; producer < producers; ++producer) {
    crew.add([=, tx = tx] {
      for (int i = 0; i < messages; ++i)
        if (!tx.send(numbered{producer, i})) return;
    });
  }
  for (int consumer = 0; consumer < 3; ++consumer) {
    crew.add([&, rx = rx] {
      std::vector<int> last(producers, -1);
      for (numbered message : rx) {
        auto& before = last[static_cast<std::size_t>(message.producer)];
        if (message.number <= before) ++wrong;
        before = message.number;
        ++received;
      }
    });
  }
  tx = {};
  crew.join();
  CHECK(wrong == 0);
  CHECK(received == producers * messages);
}

TEST_CASE("every message is delivered exactly once, by any mix of operations") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  INFO("STRAIT_TEST_SEED=" << test::seed());
  constexpr std::uint64_t threads = 3;
  const auto each = static_cast<std::uint64_t>(test::scaled(1500));
  std::vector<std::atomic<int>> deliveries(threads * each);
  auto [tx, rx] = kind.make<std::uint64_t>();
  test::crew crew;
  for (std::uint64_t thread = 0; thread < threads; ++thread) {
    crew.add([=, tx = tx] {
      auto random = test::random(thread);
      for (std::uint64_t i = 0; i < each; ++i) {
        const std::uint64_t message = thread * each + i;
        for (bool sent = false; !sent;) {
          switch (test::below(random, 3)) {
            case 0:
              sent = tx.send(message).has_value();
              break;
            case 1:
              sent = tx.try_send(message).has_value();
              break;
            default:
              sent = tx.send_for(message, std::chrono::microseconds(20)).has_value();
          }
        }
      }
    });
    crew.add([&, thread, rx = rx] {
      auto random = test::random(100 + thread);
      for (;;) {
        auto message = [&] {
          switch (test::below(random, 3)) {
            case 0:
              return rx.recv();
            case 1:
              return rx.try_recv();
            default:
              return rx.recv_for(std::chrono::microseconds(20));
          }
        }();
        if (message)
          ++deliveries[static_cast<std::size_t>(*message)];
        else if (message.error() == strait::recv_error::disconnected)
          return;
      }
    });
  }
  tx = {};
  crew.join();
  std::size_t not_once = 0;
  for (const auto& count : deliveries) not_once += count != 1;
  CHECK(not_once == 0);
}

// A counter of finished sends is a promise that so many messages are there. A queue that answers
// "empty" while an earlier place is claimed but not yet filled breaks it.
TEST_CASE("a try_recv that starts after a send has ended finds a message") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  const int messages = test::scaled(2000);
  auto [tx, rx] = kind.make<int>();
  std::atomic<int> there = 0, broken_promises = 0, left = 2 * messages;
  test::crew crew;
  for (int i = 0; i < 2; ++i) {
    crew.add([&, tx = tx] {
      for (int n = 0; n < messages; ++n) {
        if (!tx.send(n)) return;
        ++there;
      }
    });
    crew.add([&, rx = rx] {
      while (left > 0) {
        int seen = there;
        if (seen == 0 || !there.compare_exchange_strong(seen, seen - 1)) {
          std::this_thread::yield();
          continue;
        }
        // A broken promise is kept in the end, or a sender would wait for ever.
        if (!rx.try_recv()) ++broken_promises, static_cast<void>(rx.recv());
        --left;
      }
    });
  }
  crew.join();
  CHECK(broken_promises == 0);
}

TEST_CASE("a try_send that starts after a receive has ended finds room") {
  const auto capacity = GENERATE(as<std::size_t>(), 1, 2, 4);
  CAPTURE(capacity);
  const int messages = test::scaled(2000);
  auto [tx, rx] = strait::bounded<int>(capacity);
  std::atomic<int> room = static_cast<int>(capacity), broken_promises = 0, left = 2 * messages;
  test::crew crew;
  for (int i = 0; i < 2; ++i) {
    crew.add([&, rx = rx] {
      for (int n = 0; n < messages; ++n) {
        if (!rx.recv()) return;
        ++room;
      }
    });
    crew.add([&, tx = tx] {
      while (left > 0) {
        int seen = room;
        if (seen == 0 || !room.compare_exchange_strong(seen, seen - 1)) {
          std::this_thread::yield();
          continue;
        }
        if (!tx.try_send(1)) ++broken_promises, static_cast<void>(tx.send(1));
        --left;
      }
    });
  }
  crew.join();
  CHECK(broken_promises == 0);
}

TEST_CASE("the receiver that has waited longest gets the next message") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  constexpr int count = 4;
  auto [tx, rx] = kind.make<int>();
  std::vector<int> got(count, -1);
  test::crew crew;
  for (int i = 0; i < count; ++i) {
    crew.add([&, i, &in = rx] {
      if (const auto message = in.recv()) got[static_cast<std::size_t>(i)] = *message;
    });
    test::let_it_block(i + 1);
  }
  for (int i = 0; i < count; ++i) REQUIRE(tx.send(i));
  crew.join();
  CHECK(got == std::vector{0, 1, 2, 3});
}

TEST_CASE("the sender that has waited longest gets the next place") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::fill(tx, -1);
  test::crew crew;
  for (int i = 0; i < 4; ++i) {
    crew.add([i, &out = tx] { static_cast<void>(out.send(i)); });
    test::let_it_block(i + 1);
  }
  std::vector<int> order;
  while (order.size() < 4) {
    if (const int message = rx.recv().value(); message != -1) order.push_back(message);
  }
  crew.join();
  CHECK(order == std::vector{0, 1, 2, 3});
}

TEST_CASE("a sum over many senders and receivers comes out right") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  const int messages = test::scaled(1000);
  auto [tx, rx] = kind.make<int>();
  std::atomic<long long> sum = 0;
  test::crew crew;
  for (int i = 0; i < 4; ++i) {
    crew.add([=, tx = tx] {
      for (int n = 1; n <= messages; ++n)
        if (!tx.send(n)) return;
    });
    crew.add([&, rx = rx] {
      long long mine = 0;
      for (int message : rx) mine += message;
      sum += mine;
    });
  }
  tx = {};
  crew.join();
  CHECK(sum == 4LL * messages * (messages + 1) / 2);
}
