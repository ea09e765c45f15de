// force_send: the newest message is worth more than the oldest.
#include <chrono>
#include <optional>
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

TEST_CASE("force_send displaces the oldest message of a full channel and returns it") {
  auto [tx, rx] = strait::bounded<int>(2);
  CHECK(tx.force_send(1).value() == std::nullopt);
  CHECK(tx.force_send(2).value() == std::nullopt);
  CHECK(rx.displaced_count() == 0);
  CHECK(tx.force_send(3).value() == 1);
  CHECK(tx.force_send(4).value() == 2);
  CHECK(tx.displaced_count() == 2);
  CHECK(rx.size() == 2);
  CHECK(rx.drain() == std::vector{3, 4});
}

TEST_CASE("force_send never displaces where there is room") {
  const auto kind = GENERATE(test::bounded_large, test::unbounded);
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  for (int i = 0; i < 100; ++i) CHECK(tx.force_send(i).value() == std::nullopt);
  CHECK(rx.size() == 100);
}

TEST_CASE("force_send to a rendezvous needs a receiver that waits") {
  auto [tx, rx] = strait::bounded<int>(0);
  const auto refused = tx.force_send(7);
  REQUIRE_FALSE(refused);
  CHECK(refused.error() == strait::send_error<int>{send_errc::full, 7});
  test::background receiving([&rx = rx] { return rx.recv(); });
  while (!tx.force_send(8)) std::this_thread::yield();
  CHECK(receiving.get() == 8);
}

TEST_CASE("force_send to a channel that is over hands the message back") {
  auto [tx, rx] = strait::bounded<test::move_only>(1);
  REQUIRE(tx.send(test::move_only(1)));
  rx.close();
  const auto refused = tx.force_send(test::move_only(7));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == send_errc::disconnected);
  CHECK(refused.error().value.value() == 7);
  CHECK(rx.recv()->value() == 1);
  CHECK(strait::sender<int>().force_send(1).error().code == send_errc::disconnected);
}

TEST_CASE("senders that wait stay behind a forced message and are not forgotten") {
  auto [tx, rx] = strait::bounded<int>(1);
  REQUIRE(tx.send(1));
  test::background waiting([&tx = tx] { return tx.send(2).has_value(); });
  test::let_it_block();
  CHECK(tx.force_send(3).value() == 1);
  CHECK(rx.recv() == 3);
  CHECK(rx.recv() == 2);
  CHECK(waiting.get());
}

TEST_CASE("every message is received, displaced or left, whatever races") {
  test::ledger books;
  {
    auto [tx, rx] = strait::bounded<test::move_only_tracked>(3);
    std::atomic<int> displaced{0};
    std::atomic<int> received{0};
    {
      test::crew crew;
      for (int sender = 0; sender < 2; ++sender) {
        crew.add([&, tx = tx] {
          for (int i = 0; i < 500; ++i) {
            displaced += tx.force_send(test::move_only_tracked(books, i))->has_value();
          }
        });
      }
      crew.add([&, rx = rx] {
        for (int i = 0; i < 500; ++i) received += rx.try_recv().has_value();
      });
    }
    CHECK(static_cast<std::size_t>(displaced.load()) == rx.displaced_count());
    CHECK(displaced + received + static_cast<int>(rx.size()) == 1000);
  }
  CHECK(books.settled());
}
