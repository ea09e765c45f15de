// Sending and receiving one message, on every kind of channel, waiting or not.
#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"

using strait::recv_error;
using strait::send_errc;
using test::failed;
using test::failure;

TEST_CASE("a message that is sent is received") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<std::string>();
  test::background sent([&] { return tx.send("hello"); });
  CHECK(rx.recv() == "hello");
  CHECK(sent.get());
  CHECK(rx.try_recv() == failed(recv_error::empty));
}

TEST_CASE("a receive waits for a send that comes later") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::background received([&] { return rx.recv(); });
  test::let_it_block();
  CHECK(tx.send(7));
  CHECK(received.get() == 7);
}

TEST_CASE("a send to a full channel waits for room") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto stored = test::fill(tx, 1);
  CHECK(stored == *kind.capacity);
  test::background sent([&] { return tx.send(2); });
  test::let_it_block();
  for (std::size_t i = 0; i < stored; ++i) CHECK(rx.recv() == 1);
  CHECK(rx.recv() == 2);
  CHECK(sent.get());
}

TEST_CASE("try_send to a full channel gives the message back") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<std::unique_ptr<int>>();
  for (std::size_t i = 0; i < *kind.capacity; ++i) REQUIRE(tx.try_send(nullptr));
  auto message = std::make_unique<int>(7);
  const int* address = message.get();
  auto sent = tx.try_send(std::move(message));
  REQUIRE(failure(sent) == send_errc::full);
  CHECK(sent.error().value.get() == address);
  CHECK(*sent.error().value == 7);
}

TEST_CASE("try_recv on a channel without messages says empty while a sender lives") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  CHECK(rx.try_recv() == failed(recv_error::empty));
  tx = {};
  CHECK(rx.try_recv() == failed(recv_error::disconnected));
}

TEST_CASE("try_send and try_recv pass messages through room, and meet none without it") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto room = static_cast<int>(kind.room_for(100));
  for (int i = 0; i < room; ++i) CHECK(tx.try_send(i));
  for (int i = 0; i < room; ++i) CHECK(rx.try_recv() == i);
  CHECK(rx.try_recv() == failed(recv_error::empty));
}

TEST_CASE("try_send serves a receiver that waits") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::background received([&] { return rx.recv(); });
  while (!tx.try_send(7)) std::this_thread::yield();
  CHECK(received.get() == 7);
}

TEST_CASE("try_recv takes from a sender that waits") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto stored = test::fill(tx, 1);
  test::background sent([&] { return tx.send(2); });
  std::vector<int> received;
  while (received.size() <= stored) {
    if (auto message = rx.try_recv())
      received.push_back(*message);
    else
      std::this_thread::yield();
  }
  CHECK(received.back() == 2);
  CHECK(sent.get());
}

TEST_CASE("a rendezvous send ends only when its message is taken") {
  auto [tx, rx] = strait::bounded<int>(0);
  std::atomic<bool> taken = false;
  std::atomic<bool> ended_before = false;
  test::background sent([&] {
    auto result = tx.send(7);
    ended_before = !taken;
    return result;
  });
  test::let_it_block();
  taken = true;
  CHECK(rx.recv() == 7);
  CHECK(sent.get());
  CHECK_FALSE(ended_before);
}

TEST_CASE("ping and pong over two channels, many times") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [ping_tx, ping_rx] = kind.make<int>();
  auto [pong_tx, pong_rx] = kind.make<int>();
  test::background echo([in = ping_rx, out = std::move(pong_tx)] {
    int count = 0;
    for (int ball : in) {
      if (!out.send(ball + 1)) break;
      ++count;
    }
    return count;
  });
  const int rounds = test::scaled(2000);
  int right = 0;
  for (int i = 0; i < rounds; ++i) {
    if (!ping_tx.send(i)) break;
    if (pong_rx.recv() == i + 1) ++right;
  }
  CHECK(right == rounds);
  ping_tx = {};
  CHECK(echo.get() == rounds);
}

TEST_CASE("what a sender wrote before a send is seen after its receive") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  // Plain memory, handed over by the message alone: ThreadSanitizer watches.
  std::vector<int> plain(static_cast<std::size_t>(test::scaled(500)), 0);
  auto [tx, rx] = kind.make<std::size_t>();
  test::background sent([&plain, tx = std::move(tx)] {
    for (std::size_t at = 0; at < plain.size(); ++at) {
      plain[at] = static_cast<int>(at) + 1;
      if (!tx.send(at)) return false;
    }
    return true;
  });
  bool all = true;
  for (std::size_t at : rx) all = all && plain[at] == static_cast<int>(at) + 1;
  CHECK(all);
  CHECK(sent.get());
}

TEST_CASE("a message goes to exactly one of several receivers") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  std::atomic<int> received = 0;
  test::crew crew;
  for (int i = 0; i < 4; ++i) {
    crew.add([&received, rx = rx] {
      while (rx.recv()) ++received;
    });
  }
  for (int i = 0; i < 100; ++i) REQUIRE(tx.send(i));
  tx = {};
  crew.join();
  CHECK(received == 100);
}

TEST_CASE("every operation works on a const handle and on a temporary value") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  const auto channel = kind.make<std::string>();
  const std::string kept = "kept";
  CHECK(channel.tx.send(kept));
  CHECK(channel.rx.recv() == "kept");
  CHECK(channel.tx.try_send("literal"));
  CHECK(channel.rx.try_recv() == "literal");
  CHECK(kept == "kept");
}
