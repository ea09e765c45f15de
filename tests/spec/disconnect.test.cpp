// The end of a channel: the last handle of a side is gone, or somebody closed it (rule 1).
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
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

TEST_CASE("a receiver learns that the last sender is gone") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  auto second = tx;
  tx = {};
  CHECK_FALSE(rx.is_disconnected());
  CHECK(rx.try_recv() == failed(recv_error::empty));
  second = {};
  CHECK(rx.is_disconnected());
  CHECK(rx.recv() == failed(recv_error::disconnected));
  CHECK(rx.try_recv() == failed(recv_error::disconnected));
  CHECK(rx.recv_for(24h) == failed(recv_error::disconnected));
  CHECK(rx.recv_until(std::chrono::steady_clock::now()) == failed(recv_error::disconnected));
}

TEST_CASE("a sender learns that the last receiver is gone, and keeps its message") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<std::unique_ptr<int>>();
  auto second = rx;
  rx = {};
  CHECK_FALSE(tx.is_disconnected());
  second = {};
  CHECK(tx.is_disconnected());
  auto message = std::make_unique<int>(7);
  const int* address = message.get();
  const auto expect_back = [&](auto sent) {
    REQUIRE(failure(sent) == send_errc::disconnected);
    CHECK(sent.error().value.get() == address);
    message = std::move(sent.error().value);
  };
  expect_back(tx.send(std::move(message)));
  expect_back(tx.try_send(std::move(message)));
  expect_back(tx.send_for(std::move(message), 24h));
  expect_back(tx.send_until(std::move(message), std::chrono::steady_clock::now()));
}

TEST_CASE("messages stay receivable after their senders are gone") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto room = static_cast<int>(kind.room_for(20));
  for (int i = 0; i < room; ++i) REQUIRE(tx.send(i));
  tx = {};
  CHECK(rx.is_disconnected());
  for (int i = 0; i < room; ++i) CHECK(rx.recv() == i);
  CHECK(rx.recv() == failed(recv_error::disconnected));
}

TEST_CASE("a waiting receive ends when the last sender goes") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::background received([&] { return rx.recv(); });
  test::let_it_block();
  tx = {};
  CHECK(received.get() == failed(recv_error::disconnected));
}

TEST_CASE("a waiting send ends with its message when the last receiver goes") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<std::string>();
  test::fill(tx, std::string("filler"));
  test::background sent([&] { return tx.send("mine"); });
  test::let_it_block();
  rx = {};
  auto result = sent.get();
  REQUIRE(failure(result) == send_errc::disconnected);
  CHECK(result.error().value == "mine");
}

TEST_CASE("close() ends sending from either side, and what was sent stays receivable") {
  const auto kind = GENERATE(test::every_kind());
  const bool from_sender = GENERATE(true, false);
  CAPTURE(kind, from_sender);
  auto [tx, rx] = kind.make<int>();
  const auto other_tx = tx;
  const auto room = static_cast<int>(kind.room_for(3));
  for (int i = 0; i < room; ++i) REQUIRE(tx.send(i));
  from_sender ? tx.close() : rx.close();

  CHECK(tx.is_disconnected());
  CHECK(rx.is_disconnected());
  CHECK(failure(tx.send(9)) == send_errc::disconnected);
  CHECK(failure(other_tx.try_send(9)) == send_errc::disconnected);
  CHECK(failure(tx.send_for(9, 24h)) == send_errc::disconnected);
  CHECK(rx.size() == static_cast<std::size_t>(room));
  for (int i = 0; i < room; ++i) CHECK(rx.recv() == i);
  CHECK(rx.recv() == failed(recv_error::disconnected));
}

TEST_CASE("close() leaves handles and their counts as they are, and may be repeated") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto second = tx;
  tx.close();
  tx.close();
  rx.close();
  second.close();
  CHECK(tx);
  CHECK(rx);
  CHECK(tx.sender_count() == 2);
  CHECK(rx.receiver_count() == 1);
  CHECK(rx.capacity() == kind.capacity);
}

TEST_CASE("close() wakes every waiting receiver") {
  const auto kind = GENERATE(test::every_kind());
  const bool from_sender = GENERATE(true, false);
  CAPTURE(kind, from_sender);
  auto [tx, rx] = kind.make<int>();
  std::atomic<int> told = 0;
  test::crew crew;
  for (int i = 0; i < 6; ++i) {
    crew.add([&told, rx = rx] {
      if (rx.recv() == failed(recv_error::disconnected)) ++told;
    });
  }
  test::let_it_block(6);
  from_sender ? tx.close() : rx.close();
  crew.join();
  CHECK(told == 6);
}

TEST_CASE("close() wakes every waiting sender and hands the messages back") {
  const auto kind = GENERATE(test::limited_kinds());
  const bool from_sender = GENERATE(true, false);
  CAPTURE(kind, from_sender);
  auto [tx, rx] = kind.make<int>();
  const auto stored = test::fill(tx, 0);
  std::atomic<int> returned = 0;
  test::crew crew;
  for (int i = 1; i <= 6; ++i) {
    crew.add([&returned, i, tx = tx] {
      auto sent = tx.send(i);
      if (!sent && sent.error().code == send_errc::disconnected) returned += sent.error().value;
    });
  }
  test::let_it_block(6);
  from_sender ? tx.close() : rx.close();
  crew.join();
  CHECK(returned == 1 + 2 + 3 + 4 + 5 + 6);
  CHECK(rx.drain().size() == stored);
}

TEST_CASE("a channel that is both full and disconnected says disconnected") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::fill(tx, 1);
  CHECK(failure(tx.try_send(2)) == send_errc::full);
  tx.close();
  CHECK(failure(tx.try_send(2)) == send_errc::disconnected);
  CHECK(failure(tx.send_for(2, 0ms)) == send_errc::disconnected);
}

TEST_CASE("queued messages are destroyed at once when the last receiver goes") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  test::ledger books;
  auto [tx, rx] = kind.make<test::tracked>();
  const auto room = kind.room_for(10);
  for (std::size_t i = 0; i < room; ++i)
    REQUIRE(tx.send(test::tracked(books, static_cast<int>(i))));
  auto second = rx;
  rx = {};
  CHECK(books.alive == static_cast<int>(room));
  second = {};
  CHECK(books.alive == 0);  // although `tx` lives
  CHECK(tx.size() == 0);
  CHECK(books.settled());
}

TEST_CASE("a closed channel's messages are destroyed with its last receiver") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  test::ledger books;
  auto [tx, rx] = kind.make<test::tracked>();
  REQUIRE(tx.send(test::tracked(books, 1)));
  tx.close();
  CHECK(books.alive == 1);
  rx = {};
  CHECK(books.alive == 0);
  CHECK(books.settled());
}

namespace {
struct parcel;
using parcel_ptr = std::unique_ptr<parcel>;
/// A message that can hold ends of the very channel that it travels through.
struct parcel {
  strait::sender<parcel_ptr> tx;
  strait::receiver<parcel_ptr> rx;
};
}  // namespace

TEST_CASE("a queued message may hold the channel's last sender") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<parcel_ptr>();
  const auto& sender = tx;
  REQUIRE(sender.send(std::make_unique<parcel>(parcel{tx, {}})));
  tx = {};
  CHECK_FALSE(rx.is_disconnected());  // the message keeps it open
  SECTION("it is dropped with the last receiver") { rx = {}; }
  SECTION("it is received") {
    auto message = rx.recv();
    REQUIRE(message);
    message->reset();
    CHECK(rx.recv().error() == recv_error::disconnected);
  }
}

TEST_CASE("a receiver may travel through its own channel") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<parcel_ptr>();
  REQUIRE(tx.send(std::make_unique<parcel>(parcel{{}, rx})));
  CHECK(rx.receiver_count() == 2);
  auto message = rx.recv();
  REQUIRE(message);
  rx = {};
  CHECK_FALSE(tx.is_disconnected());
  message->reset();
  CHECK(tx.is_disconnected());
}

TEST_CASE("two channels may carry each other's ends") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [to_first, first] = kind.make<parcel_ptr>();
  auto [to_second, second] = kind.make<parcel_ptr>();
  REQUIRE(to_first.send(std::make_unique<parcel>(parcel{to_second, {}})));
  REQUIRE(to_second.send(std::make_unique<parcel>(parcel{to_first, {}})));
  to_second = {};
  first = {};  // destroys the last outside sender of the second channel's queue … on its way out
  CHECK(to_first.is_disconnected());
  CHECK_FALSE(to_first.try_send(nullptr));
  CHECK(second.recv().has_value());
  CHECK(second.recv().error() == recv_error::disconnected);
}

TEST_CASE("the end of one side races with the other without loss") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int round = 0; round < 20; ++round) {
    test::ledger books;
    {
      auto [tx, rx] = kind.make<test::tracked>();
      test::crew crew;
      crew.add([&books, tx = std::move(tx)] {
        for (int i = 0; i < 10; ++i)
          if (!tx.send(test::tracked(books, i))) return;
      });
      crew.add([rx = std::move(rx)] {
        for (int i = 0; i < 5; ++i)
          if (!rx.recv()) return;
      });
    }
    REQUIRE(books.settled());
  }
}
