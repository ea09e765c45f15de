// oneshot: a channel for one message, closed by it.
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::recv_error;
using strait::send_errc;
using test::failed;
using test::failure;
using namespace std::chrono_literals;

TEST_CASE("a oneshot carries one message, then both sides see disconnected") {
  auto [tx, rx] = strait::oneshot<int>();
  CHECK(tx.capacity() == 1);
  CHECK_FALSE(tx.is_disconnected());
  CHECK(rx.try_recv() == failed(recv_error::empty));
  REQUIRE(tx.send(7));
  CHECK(tx.is_disconnected());
  CHECK(rx.is_disconnected());
  CHECK(rx.size() == 1);
  CHECK(failure(tx.send(8)) == send_errc::disconnected);
  CHECK(failure(tx.try_send(8)) == send_errc::disconnected);
  CHECK(failure(tx.send_for(8, 1h)) == send_errc::disconnected);
  CHECK(rx.recv() == 7);
  CHECK(rx.recv() == failed(recv_error::disconnected));
  CHECK(rx.try_recv() == failed(recv_error::disconnected));
}

TEST_CASE("a oneshot whose sender goes without a message tells the receiver") {
  auto [tx, rx] = strait::oneshot<int>();
  test::background waiting([&rx = rx] { return rx.recv(); });
  test::let_it_block();
  tx = {};
  CHECK(waiting.get() == failed(recv_error::disconnected));
}

TEST_CASE("a oneshot whose receiver is gone hands the message back") {
  auto [tx, rx] = strait::oneshot<test::move_only>();
  rx = {};
  const auto sent = tx.send(test::move_only(7));
  REQUIRE(failure(sent) == send_errc::disconnected);
  CHECK(sent.error().value.value() == 7);
}

TEST_CASE("a oneshot wakes the receiver that waits") {
  auto [tx, rx] = strait::oneshot<int>();
  test::background waiting([&rx = rx] { return rx.recv(); });
  test::let_it_block();
  CHECK(tx.send(7));
  CHECK(waiting.get() == 7);
  CHECK(failure(tx.send(8)) == send_errc::disconnected);
}

TEST_CASE("of several senders of a oneshot one succeeds, of several receivers one") {
  for (int round = 0; round < 50; ++round) {
    auto [tx, rx] = strait::oneshot<int>();
    std::atomic<int> sent{0};
    std::atomic<int> received{0};
    {
      test::crew crew;
      for (int i = 0; i < 3; ++i) {
        crew.add([&, tx = tx] { sent += tx.send(1).has_value(); });
        crew.add([&, rx = rx] { received += rx.recv().has_value(); });
      }
    }
    REQUIRE(sent == 1);
    REQUIRE(received == 1);
  }
}

TEST_CASE("a oneshot stays open when its message could not be made") {
  auto [tx, rx] = strait::oneshot<int>();
  CHECK_THROWS_AS(static_cast<void>(tx.send_with([]() -> int { throw std::runtime_error("no"); })),
                  std::runtime_error);
  CHECK_FALSE(rx.is_disconnected());
  CHECK(rx.try_recv() == failed(recv_error::empty));
  CHECK(tx.send_with([] { return 7; }));
  CHECK(rx.is_disconnected());
  CHECK(rx.recv() == 7);
  CHECK(rx.recv() == failed(recv_error::disconnected));
}

TEST_CASE("senders that wait while a oneshot's message is made are told when it is there") {
  auto [tx, rx] = strait::oneshot<int>();
  auto [begun_tx, begun] = strait::oneshot<bool>();
  auto [go_tx, go] = strait::oneshot<bool>();
  test::background first([tx = tx, begun_tx = begun_tx, go = go] {
    return tx
        .send_with([&] {
          static_cast<void>(begun_tx.send(true));
          static_cast<void>(go.recv());
          return 1;
        })
        .has_value();
  });
  REQUIRE(begun.recv());
  CHECK(failure(tx.try_send(2)) == send_errc::full);
  test::background second([tx = tx] { return failure(tx.send(2)); });
  test::let_it_block(2);
  CHECK(go_tx.send(true));
  CHECK(first.get());
  CHECK(second.get() == send_errc::disconnected);
  CHECK(rx.recv() == 1);
}

TEST_CASE("a oneshot's message is destroyed with its last receiver") {
  test::ledger books;
  auto [tx, rx] = strait::oneshot<test::move_only_tracked>();
  REQUIRE(tx.send(test::move_only_tracked(books, 1)));
  CHECK(books.alive == 1);
  rx = {};
  CHECK(books.settled());
}

TEST_CASE("a oneshot as a reply channel goes through another channel") {
  struct request {
    int question;
    strait::sender<int> reply;
  };
  auto [tx, rx] = strait::bounded<request>(0);
  test::background server([rx = std::move(rx)] {
    int served = 0;
    for (request each : rx) served += each.reply.send(each.question * 2).has_value();
    return served;
  });
  for (int i = 0; i < 20; ++i) {
    auto [reply, answer] = strait::oneshot<int>();
    REQUIRE(tx.send(request{i, std::move(reply)}));
    CHECK(answer.recv() == i * 2);
  }
  tx = {};
  CHECK(server.get() == 20);
}
