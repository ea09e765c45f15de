// The life of a channel that carries one message or none, in every order in which its two ends can
// act and go, on one thread and on two.
#include <chrono>
#include <memory>
#include <thread>
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
using namespace std::chrono_literals;

namespace {
using box = std::unique_ptr<int>;
box ten() { return std::make_unique<int>(10); }
}  // namespace

TEST_CASE("a channel whose ends go unused leaves nothing behind, whichever goes first") {
  const auto kind = GENERATE(test::every_kind());
  const bool receiver_first = GENERATE(true, false);
  CAPTURE(kind, receiver_first);
  auto [tx, rx] = kind.make<box>();
  if (receiver_first) {
    rx = {};
    CHECK(tx.is_disconnected());
    tx = {};
  } else {
    tx = {};
    CHECK(rx.is_disconnected());
    rx = {};
  }
  CHECK_FALSE(tx);
  CHECK_FALSE(rx);
}

TEST_CASE("a message to nobody comes back, in every form of send") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<box>();
  rx = {};
  const auto expect_back = [](auto sent) {
    REQUIRE(failure(sent) == send_errc::disconnected);
    CHECK(*sent.error().value == 10);
  };
  expect_back(tx.send(ten()));
  expect_back(tx.try_send(ten()));
  expect_back(tx.send_for(ten(), 1h));
  expect_back(tx.send_until(ten(), std::chrono::steady_clock::time_point::max()));
  const auto copy = tx;
  expect_back(copy.send(ten()));
}

TEST_CASE("a receive from nobody ends at once, in every form of receive") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto copy = rx;
  tx = {};
  CHECK(rx.recv() == failed(recv_error::disconnected));
  CHECK(rx.try_recv() == failed(recv_error::disconnected));
  CHECK(rx.recv_for(1h) == failed(recv_error::disconnected));
  CHECK(rx.recv_until(std::chrono::steady_clock::time_point::max()) ==
        failed(recv_error::disconnected));
  CHECK(copy.recv() == failed(recv_error::disconnected));
}

TEST_CASE("a try_recv sees nothing, the message, nothing and the end, in this order") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  CHECK(rx.try_recv() == failed(recv_error::empty));
  REQUIRE(tx.try_send(1));
  CHECK(rx.try_recv() == 1);
  CHECK(rx.try_recv() == failed(recv_error::empty));
  tx = {};
  CHECK(rx.try_recv() == failed(recv_error::disconnected));
}

TEST_CASE("each side sees the other's steps, one by one") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  auto [step_tx, step] = strait::bounded<int>(0);
  auto [done_tx, done] = strait::bounded<int>(0);
  test::crew crew;
  crew.add([&, out = std::move(tx), &next = step, &end = done_tx]() mutable {
    static_cast<void>(next.recv());
    if (!out.send(1)) return;
    static_cast<void>(next.recv());
    out = {};
    static_cast<void>(end.send(0));
  });
  CHECK(rx.try_recv() == failed(recv_error::empty));
  REQUIRE(step_tx.send(0));
  CHECK(rx.recv() == 1);
  CHECK(rx.try_recv() == failed(recv_error::empty));
  REQUIRE(step_tx.send(0));
  REQUIRE(done.recv());
  CHECK(rx.try_recv() == failed(recv_error::disconnected));
}

TEST_CASE("a message is not lost when its sender goes right after it, and its receiver is late") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<box>();
  REQUIRE(tx.send(ten()));
  tx = {};
  CHECK(**rx.recv() == 10);
  CHECK_FALSE(rx.recv());
}

TEST_CASE("a receive meets the send of another thread, many times over") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int i = 0; i < test::scaled(200); ++i) {
    auto [tx, rx] = kind.make<box>();
    test::background received([in = std::move(rx)] { return **in.recv(); });
    REQUIRE(tx.send(ten()));
    CHECK(received.get() == 10);
  }
}

TEST_CASE("the two ends may go at the same time, many times over") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int i = 0; i < test::scaled(200); ++i) {
    auto [tx, rx] = kind.make<box>();
    test::crew crew;
    crew.add([in = std::move(rx)]() mutable { in = {}; });
    tx = {};
  }
}

TEST_CASE("a send that races with the receiver's end is done or handed back, many times over") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  for (int i = 0; i < test::scaled(200); ++i) {
    auto [tx, rx] = kind.make<box>();
    test::crew crew;
    crew.add([in = std::move(rx)]() mutable { in = {}; });
    const auto sent = tx.send(ten());
    if (!sent) CHECK(*sent.error().value == 10);
  }
}

TEST_CASE("a receive that races with the sender's end hears of it, many times over") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int i = 0; i < test::scaled(200); ++i) {
    auto [tx, rx] = kind.make<box>();
    test::background end([in = std::move(rx)] { return in.recv().error(); });
    if (i % 2 == 0) std::this_thread::yield();
    tx = {};
    CHECK(end.get() == recv_error::disconnected);
  }
}

TEST_CASE("a channel is handed from thread to thread, with a message at every stop") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  constexpr int stops = 10;
  for (int round = 0; round < test::scaled(10); ++round) {
    auto [tx, rx] = kind.make<int>();
    auto [total_tx, total] = strait::unbounded<int>();
    test::crew crew;
    crew.add([out = std::move(tx), count = 0]() mutable {
      // Each stop sends its number and starts the next one, with the handle moved along.
      struct stop {
        static void go_on(strait::sender<int> to, int number) {
          if (number == stops || !to.send(number)) return;
          std::thread([to = std::move(to), number]() mutable {
            go_on(std::move(to), number + 1);
          }).join();
        }
      };
      stop::go_on(std::move(out), count);
    });
    crew.add([in = std::move(rx), out = std::move(total_tx)]() mutable {
      int sum = 0;
      while (const auto message = in.recv()) sum += *message;
      static_cast<void>(out.send(sum));
    });
    CHECK(total.recv() == stops * (stops - 1) / 2);
  }
}

TEST_CASE("a receiver may go, with a message in its hands, while its senders go on") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int i = 0; i < test::scaled(50); ++i) {
    auto [tx, rx] = kind.make<int>();
    auto [gone_tx, gone] = strait::bounded<int>(0);
    test::crew crew;
    crew.add([in = std::move(rx), &end = gone_tx]() mutable {
      static_cast<void>(in.recv());
      in = {};
      static_cast<void>(end.send(0));
    });
    const auto copy = tx;  // the channel was shared only after the receiver had begun to wait
    tx = {};
    REQUIRE(copy.send(1));
    REQUIRE(gone.recv());
    CHECK(failure(copy.send(2)) == send_errc::disconnected);
  }
}

TEST_CASE("a second send waits in vain when its receiver goes without taking the first") {
  auto [tx, rx] = strait::bounded<int>(1);
  REQUIRE(tx.send(1));
  test::crew crew;
  crew.add([in = std::move(rx)]() mutable {
    test::let_it_block();
    in = {};
  });
  const auto sent = tx.send(2);
  REQUIRE(failure(sent) == send_errc::disconnected);
  CHECK(sent.error().value == 2);
}

TEST_CASE("each of several waiting senders gets its own message back") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<box>();
  while (tx.try_send(ten())) {
  }
  std::vector<std::unique_ptr<test::background<int>>> waiting;
  for (int i = 0; i < 4; ++i) {
    waiting.push_back(std::make_unique<test::background<int>>([i, out = tx] {
      const auto sent = out.send(std::make_unique<int>(i));
      return sent ? -1 : *sent.error().value;
    }));
  }
  test::let_it_block(4);
  rx = {};
  for (int i = 0; i < 4; ++i) CHECK(waiting[static_cast<std::size_t>(i)]->get() == i);
}

TEST_CASE("a try_send answers a try_send of another thread, in a channel with room for both") {
  for (int i = 0; i < test::scaled(100); ++i) {
    auto [question_tx, question] = strait::bounded<int>(3);
    auto [answer_tx, answer] = strait::bounded<int>(3);
    test::background answered([&, &in = question, &out = answer_tx] {
      return in.recv() == 1 && out.try_send(2).has_value();
    });
    REQUIRE(question_tx.try_send(1));
    CHECK(answer.recv() == 2);
    CHECK(answered.get());
  }
}
