// Whose a message is: moved in, moved out, handed back, destroyed exactly once (rule 3).
#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"
#include "support/tracked.hpp"

using strait::send_errc;
using test::failure;
using namespace std::chrono_literals;

static_assert(!std::is_copy_constructible_v<test::move_only>);
static_assert(!std::is_default_constructible_v<test::move_only>);

TEST_CASE("a message that can only be moved passes, and is handed back by every failure") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<test::move_only>();
  {
    test::background sent([&] { return tx.send(test::move_only(7)); });
    auto message = rx.recv();
    REQUIRE(message);
    CHECK(message->value() == 7);
    CHECK(sent.get());
  }
  const auto expect_back = [](send_errc code, auto sent) {
    REQUIRE(failure(sent) == code);
    CHECK(sent.error().value.value() == 8);
  };
  if (kind.capacity) {
    while (tx.try_send(test::move_only(1))) {
    }
    expect_back(send_errc::full, tx.try_send(test::move_only(8)));
    expect_back(send_errc::timeout, tx.send_for(test::move_only(8), 1ms));
    expect_back(send_errc::timeout,
                tx.send_until(test::move_only(8), std::chrono::steady_clock::now()));
  }
  rx.close();
  expect_back(send_errc::disconnected, tx.send(test::move_only(8)));
  expect_back(send_errc::disconnected, tx.try_send(test::move_only(8)));
}

TEST_CASE("sending an lvalue copies it") {
  auto [tx, rx] = strait::unbounded<std::string>();
  const std::string original = "original";
  REQUIRE(tx.send(original));
  CHECK(original == "original");
  CHECK(rx.recv() == original);
}

TEST_CASE("sending and receiving a message never copies it") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  test::ledger books;
  auto [tx, rx] = kind.make<test::tracked>();
  REQUIRE(tx.send(test::tracked(books, 1)));
  CHECK(rx.recv()->id() == 1);
  REQUIRE(tx.send(test::tracked(books, 2)));
  for (test::tracked& message : rx.try_iter()) CHECK(message.id() == 2);
  CHECK(books.copies == 0);
  CHECK(books.settled());
}

TEST_CASE("every message made is destroyed once, however the channel ends") {
  const auto kind = GENERATE(test::every_kind());
  const int end = GENERATE(range(0, 5));
  CAPTURE(kind, end);
  test::ledger books;
  {
    auto [tx, rx] = kind.make<test::tracked>();
    const auto room = static_cast<int>(kind.room_for(8));
    for (int i = 0; i < room; ++i) REQUIRE(tx.send(test::tracked(books, i)));
    CHECK(books.alive == room);
    switch (end) {
      case 0:
        break;  // both go at the end of the block
      case 1:
        tx = {};
        break;
      case 2:
        rx = {};
        break;
      case 3:
        tx.close();
        break;
      default:
        for (const auto& message : rx.drain()) CHECK(message.id() >= 0);
        CHECK(books.alive == 0);
    }
  }
  CHECK(books.settled());
}

TEST_CASE("messages between threads are destroyed once, delivered or not") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int round = 0; round < 10; ++round) {
    test::ledger books;
    {
      auto [tx, rx] = kind.make<test::move_only_tracked>();
      test::crew crew;
      for (int i = 0; i < 2; ++i) {
        crew.add([&books, tx = tx] {
          for (int n = 0; n < 30; ++n)
            if (!tx.send(test::move_only_tracked(books, n))) return;
        });
        crew.add([rx = rx] {
          for (int n = 0; n < 25; ++n)  // fewer than are sent: some are left over
            if (!rx.recv()) return;
        });
      }
      tx = {};
      rx = {};
    }
    REQUIRE(books.settled());
  }
}

TEST_CASE("an over-aligned message stands where it must") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<test::over_aligned>();
  test::crew crew;
  crew.add([tx = std::move(tx)] {
    for (int i = 0; i < 40; ++i)
      if (!tx.send(test::over_aligned(i))) return;
  });
  int expected = 0;
  for (test::over_aligned& message : rx) {
    CHECK(message.at_home());
    CHECK(message.value() == expected++);
  }
  CHECK(expected == 40);
}

// The main thread sends: a caller's copies of a 64 KiB value are too much for the small stack that
// other threads have in WebAssembly. Receiving needs one.
TEST_CASE("a message of 64 KiB arrives whole") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<test::huge>();
  test::background whole([rx = std::move(rx)] {
    unsigned count = 0;
    while (auto message = rx.recv()) {
      if (!message->holds(1000 * count)) return 0u;
      ++count;
    }
    return count;
  });
  for (unsigned i = 0; i < 20; ++i)
    if (!tx.send(test::huge(i * 1000))) break;
  tx = {};
  CHECK(whole.get() == 20);
}

TEST_CASE("empty types, arrays, functions and channels are messages like any other") {
  struct nothing {};
  auto [signal_tx, signal_rx] = strait::unbounded<nothing>();
  REQUIRE(signal_tx.send({}));
  CHECK(signal_rx.recv().has_value());

  auto [array_tx, array_rx] = strait::bounded<std::array<int, 3>>(1);
  REQUIRE(array_tx.send({1, 2, 3}));
  CHECK(array_rx.recv() == std::array{1, 2, 3});

  auto [flag_tx, flag_rx] = strait::bounded<bool>(2);
  REQUIRE(flag_tx.send(true));
  REQUIRE(flag_tx.send(false));
  CHECK(flag_rx.recv() == true);
  CHECK(flag_rx.recv() == false);

  auto [pointer_tx, pointer_rx] = strait::bounded<int (*)(int)>(1);
  REQUIRE(pointer_tx.send([](int i) { return i + 1; }));
  CHECK((*pointer_rx.recv())(1) == 2);
}

TEST_CASE("a reply channel travels with its question") {
  struct question {
    int number;
    strait::sender<int> reply;
  };
  auto [questions_tx, questions_rx] = strait::unbounded<question>();
  test::crew crew;
  crew.add([rx = std::move(questions_rx)] {
    for (const question& q : rx)
      if (!q.reply.send(q.number * 2)) return;
  });
  for (int i = 0; i < 20; ++i) {
    auto [reply_tx, reply_rx] = strait::bounded<int>(0);
    REQUIRE(questions_tx.send({i, std::move(reply_tx)}));
    CHECK(reply_rx.recv() == 2 * i);
  }
  questions_tx = {};
}

namespace {
/// Sends a last message on the channel that carries it when it is destroyed.
struct last_word {
  strait::sender<std::unique_ptr<last_word>> tx;
  int* spoken;
  ~last_word() {
    if (tx && !tx.try_send(nullptr)) *spoken += 100;  // gave it back: nobody listens
    ++*spoken;
  }
};
}  // namespace

TEST_CASE("a message may use its own channel while it is destroyed") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  int spoken = 0;
  auto [tx, rx] = kind.make<std::unique_ptr<last_word>>();
  const auto& sender = tx;
  const auto make = [&] { return std::unique_ptr<last_word>(new last_word{sender, &spoken}); };
  REQUIRE(tx.send(make()));
  SECTION("when the queue goes with its last receiver") {
    rx = {};
    CHECK(spoken == 101);
    CHECK(tx.is_disconnected());
  }
  SECTION("when it was received") {
    rx.recv()->reset();
    CHECK(spoken == 1);
    CHECK(rx.recv()->get() == nullptr);
  }
  SECTION("when it is drained") {
    rx.drain().clear();
    CHECK(spoken == 1);
  }
  SECTION("when the sender's error is dropped") {
    rx.close();
    static_cast<void>(tx.send(make()));
    CHECK(spoken == 101);
  }
}
