// Handles: copies, moves, swaps, empty ones, weak ones, and which channel they belong to.
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::recv_error;
using strait::same_channel;
using strait::send_errc;
using test::failed;
using test::failure;
using namespace std::chrono_literals;

namespace {
void expect_empty(const strait::sender<std::unique_ptr<int>>& tx) {
  CHECK_FALSE(static_cast<bool>(tx));
  const auto expect_back = [](auto sent) {
    REQUIRE(failure(sent) == send_errc::disconnected);
    CHECK(*sent.error().value == 7);
  };
  expect_back(tx.send(std::make_unique<int>(7)));
  expect_back(tx.try_send(std::make_unique<int>(7)));
  expect_back(tx.send_for(std::make_unique<int>(7), 24h));
  expect_back(tx.send_until(std::make_unique<int>(7), std::chrono::steady_clock::now()));
  CHECK(tx.size() == 0);
  CHECK(tx.empty());
  CHECK(tx.is_disconnected());
  CHECK(tx.sender_count() == 0);
  CHECK(tx.receiver_count() == 0);
  tx.close();
}

void expect_empty(const strait::receiver<std::unique_ptr<int>>& rx) {
  CHECK_FALSE(static_cast<bool>(rx));
  CHECK(rx.recv().error() == recv_error::disconnected);
  CHECK(rx.try_recv().error() == recv_error::disconnected);
  CHECK(rx.recv_for(24h).error() == recv_error::disconnected);
  CHECK(rx.recv_until(std::chrono::steady_clock::now()).error() == recv_error::disconnected);
  CHECK(rx.drain().empty());
  CHECK(rx.size() == 0);
  CHECK(rx.empty());
  CHECK(rx.is_disconnected());
  CHECK(rx.sender_count() == 0);
  CHECK(rx.receiver_count() == 0);
  rx.close();
}
}  // namespace

TEST_CASE("default-constructed handles behave like those of a closed, drained channel") {
  expect_empty(strait::sender<std::unique_ptr<int>>());
  expect_empty(strait::receiver<std::unique_ptr<int>>());
}

TEST_CASE("moved-from handles are empty, and copies of empty handles are, too") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<std::unique_ptr<int>>();
  auto moved_tx = std::move(tx);
  auto moved_rx = std::move(rx);
  expect_empty(tx);
  expect_empty(rx);
  const auto copied_tx = tx;
  const auto copied_rx = rx;
  expect_empty(copied_tx);
  expect_empty(copied_rx);
  CHECK(moved_tx);
  CHECK(moved_tx.sender_count() == 1);
  CHECK(moved_rx.receiver_count() == 1);
  moved_tx = tx;  // an empty one is assigned: the channel's side ends
  CHECK(moved_rx.is_disconnected());
}

TEST_CASE("assigning a handle lets go of the channel it had") {
  auto [tx, rx] = strait::unbounded<int>();
  auto [other_tx, other_rx] = strait::unbounded<int>();
  tx = other_tx;
  CHECK(rx.is_disconnected());
  CHECK(other_tx.sender_count() == 2);
  CHECK(tx.send(7));
  CHECK(other_rx.recv() == 7);
  rx = std::move(other_rx);
  CHECK(tx.receiver_count() == 1);
}

TEST_CASE("assigning a handle to itself changes nothing") {
  auto [tx, rx] = strait::unbounded<int>();
  const auto& same_tx = tx;
  const auto& same_rx = rx;
  tx = same_tx;
  rx = same_rx;
  auto& again_tx = tx;
  auto& again_rx = rx;
  tx = std::move(again_tx);
  rx = std::move(again_rx);
  CHECK(tx.sender_count() == 1);
  CHECK(rx.receiver_count() == 1);
  CHECK(tx.send(7));
  CHECK(rx.recv() == 7);
}

TEST_CASE("handles swap their channels") {
  auto [tx, rx] = strait::unbounded<int>();
  auto [other_tx, other_rx] = strait::bounded<int>(1);
  using std::swap;
  swap(tx, other_tx);
  CHECK(same_channel(tx, other_rx));
  CHECK(same_channel(other_tx, rx));
  swap(rx, other_rx);
  CHECK(same_channel(tx, rx));
  CHECK(tx.capacity() == std::optional<std::size_t>(1));
  strait::sender<int> empty;
  swap(tx, empty);
  CHECK_FALSE(tx);
  CHECK(empty.send(7));
  CHECK(rx.recv() == 7);
}

TEST_CASE("same_channel knows copies and both sides, and tells channels apart") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  auto [other_tx, other_rx] = kind.make<int>();
  const auto copied_tx = tx;
  const auto copied_rx = rx;
  CHECK(same_channel(tx, copied_tx));
  CHECK(same_channel(rx, copied_rx));
  CHECK(same_channel(tx, rx));
  CHECK(same_channel(rx, tx));
  CHECK_FALSE(same_channel(tx, other_tx));
  CHECK_FALSE(same_channel(rx, other_rx));
  CHECK_FALSE(same_channel(tx, other_rx));
  CHECK_FALSE(same_channel(tx, strait::sender<int>()));
}

TEST_CASE("channels that never deliver are all the same one, timers are each their own") {
  CHECK(same_channel(strait::never<int>(), strait::never<int>()));
  const auto one = strait::after(1h);
  const auto copy = one;
  CHECK(same_channel(one, copy));
  CHECK_FALSE(same_channel(one, strait::after(1h)));
  CHECK_FALSE(same_channel(strait::tick(1h), strait::tick(1h)));
}

TEST_CASE("a weak handle gives a handle while its side lives, and does not keep it alive") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  strait::weak_sender<int> weak_tx{tx};
  strait::weak_receiver<int> weak_rx{rx};
  {
    const std::optional<strait::sender<int>> locked = weak_tx.lock();
    REQUIRE(locked);
    CHECK(same_channel(*locked, tx));
    CHECK(tx.sender_count() == 2);
    const std::optional<strait::receiver<int>> locked_rx = weak_rx.lock();
    REQUIRE(locked_rx);
    CHECK(same_channel(*locked_rx, rx));
    CHECK(rx.receiver_count() == 2);
  }
  tx = {};
  CHECK(rx.is_disconnected());
  CHECK_FALSE(weak_tx.lock());
  CHECK(weak_rx.lock());  // the other side lives
  rx = {};
  CHECK_FALSE(weak_rx.lock());
  CHECK_FALSE(weak_tx.lock());
}

TEST_CASE("a locked weak handle keeps its side alive") {
  auto [tx, rx] = strait::unbounded<int>();
  const strait::weak_sender<int> weak{tx};
  auto locked = weak.lock();
  REQUIRE(locked);
  tx = {};
  CHECK_FALSE(rx.is_disconnected());
  CHECK(locked->send(7));
  locked.reset();
  CHECK(rx.recv() == 7);
  CHECK(rx.recv() == failed(recv_error::disconnected));
  CHECK_FALSE(weak.lock());
}

TEST_CASE("a weak handle of an empty handle gives none") {
  const strait::sender<int> tx;
  const strait::receiver<int> rx;
  CHECK_FALSE(strait::weak_sender<int>{tx}.lock());
  CHECK_FALSE(strait::weak_receiver<int>{rx}.lock());
}

TEST_CASE("a weak receiver does not keep messages alive") {
  test::ledger books;
  auto [tx, rx] = strait::unbounded<test::tracked>();
  const strait::weak_receiver<test::tracked> weak{rx};
  REQUIRE(tx.send(test::tracked(books, 1)));
  rx = {};
  CHECK(books.alive == 0);
  CHECK_FALSE(weak.lock());
}

TEST_CASE("a weak handle locked while the last one goes is either whole or none") {
  for (int round = 0; round < 100; ++round) {
    auto [tx, rx] = strait::unbounded<int>();
    const strait::weak_sender<int> weak{tx};
    bool sent = false;
    test::crew crew;
    crew.add([tx = std::move(tx)]() mutable { tx = {}; });
    crew.add([&] {
      if (auto locked = weak.lock()) sent = locked->send(7).has_value();
    });
    crew.join();
    CHECK(rx.try_recv() ==
          (sent ? std::expected<int, recv_error>(7) : failed(recv_error::disconnected)));
  }
}

TEST_CASE("handles live in containers") {
  std::vector<strait::sender<int>> senders;
  auto [tx, rx] = strait::bounded<int>(0);
  for (int i = 0; i < 20; ++i) senders.push_back(tx);
  CHECK(rx.sender_count() == 21);
  senders.erase(senders.begin(), senders.begin() + 5);
  CHECK(rx.sender_count() == 16);
  senders.clear();
  tx = {};
  CHECK(rx.is_disconnected());
}

TEST_CASE("several threads may use one handle object") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  std::atomic<int> sum = 0;
  {
    test::crew receivers;
    for (int i = 0; i < 2; ++i) {
      receivers.add([&, &in = rx] {
        for (int message : in) sum += message;
      });
    }
    {
      test::crew senders;
      for (int i = 0; i < 2; ++i) {
        senders.add([&out = tx] {
          for (int n = 1; n <= 100; ++n)
            if (!out.send(n)) return;
        });
      }
    }
    tx.close();
  }
  CHECK(sum == 2 * 5050);
}
