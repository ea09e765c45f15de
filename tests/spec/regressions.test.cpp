// Bugs that channels of other libraries really had, each as a test of its own. The number is that
// of the bug's class; classes that the other files cover by name are listed in tests/README.md.
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"
#include "support/tracked.hpp"

#if defined(__linux__)
#include <pthread.h>
#endif

using received = std::expected<int, strait::recv_error>;
using strait::on_recv;
using strait::on_send;
using strait::on_timeout;
using strait::recv_error;
using strait::select;
using strait::send_errc;
using test::failed;
using test::failure;
using namespace std::chrono_literals;

TEST_CASE("1: dropping an unbounded channel while a sender makes it grow frees all once") {
  for (int round = 0; round < test::scaled(200); ++round) {
    test::ledger books;
    {
      auto [tx, rx] = strait::unbounded<test::move_only_tracked>();
      test::crew crew;
      for (int i = 0; i < 2; ++i) {
        crew.add([&books, tx = tx] {
          for (int n = 0; n < 70; ++n)  // more than a block of any size in use elsewhere
            if (!tx.send(test::move_only_tracked(books, n))) return;
        });
      }
      crew.add([&, rx = std::move(rx)]() mutable {
        for (int n = round % 40; n > 0; --n)
          if (!rx.try_recv()) break;
        rx = {};
      });
    }
    REQUIRE(books.settled());
  }
}

TEST_CASE("2: a receiver that goes to sleep while a message is sent does not miss it") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  // Both threads look, announce themselves and look again; a message is missed when both second
  // looks come too early. Each round is such a race, the answer starts the next one.
  auto [tx, rx] = kind.make<int>();
  auto [reply_tx, reply] = kind.make<int>();
  const int rounds = test::scaled(3000);
  test::background answers([&, &in = rx, &out = reply_tx] {
    int count = 0;
    for (int message : in) {
      if (!out.send(message)) break;
      ++count;
    }
    return count;
  });
  for (int i = 0; i < rounds; ++i) {
    while (!tx.try_send(i)) {
    }
    REQUIRE(reply.recv_for(1h) == i);
  }
  tx.close();
  CHECK(answers.get() == rounds);
}

TEST_CASE("3: a send that races with close() is delivered or handed back") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int round = 0; round < test::scaled(100); ++round) {
    auto [tx, rx] = kind.make<int>();
    std::atomic<int> sent = 0, taken = 0;
    test::crew crew;
    for (int i = 0; i < 2; ++i) {
      crew.add([&, tx = tx] {
        while (tx.send(1)) ++sent;
      });
      crew.add([&, rx = rx] {
        for (int message : rx) taken += message;
      });
    }
    for (int i = 0; i < round % 8; ++i) std::this_thread::yield();
    round % 2 == 0 ? tx.close() : rx.close();
    crew.join();
    REQUIRE(sent == taken);
    REQUIRE(rx.try_recv() == failed(recv_error::disconnected));
  }
}

TEST_CASE("4: a receive after one that timed out while a send came") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int round = 0; round < test::scaled(300); ++round) {
    auto [tx, rx] = kind.make<int>();
    test::background sent([&, &out = tx] { return out.send(round); });
    auto message = rx.recv_for(std::chrono::microseconds(round % 60));
    if (!message) message = rx.recv();
    REQUIRE(message == round);
    REQUIRE(sent.get());
  }
}

TEST_CASE("5: a receive that gives up passes the message on to one that waits") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  for (int round = 0; round < test::scaled(200); ++round) {
    auto [tx, rx] = kind.make<int>();
    test::background patient([&, &in = rx] { return in.recv_for(1h); });
    test::background hasty(
        [&, &in = rx] { return in.recv_for(std::chrono::microseconds(round % 80)); });
    REQUIRE(tx.send(1));
    const auto first = hasty.get();
    if (first) REQUIRE(tx.send(2));
    REQUIRE(patient.get().has_value());
    REQUIRE(rx.try_recv() == failed(recv_error::empty));
  }
}

TEST_CASE("5: waits that ended leave no waiters behind") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  auto [other_tx, other] = kind.make<int>();
  strait::selector<void> selector;
  selector.recv(rx, [](received) {}).recv(other, [](received) {});
  for (int i = 0; i < test::scaled(200); ++i) {
    CHECK_FALSE(rx.recv_for(1us));
    select(on_recv(rx), on_recv(other), on_timeout(1us));
    selector.wait_for(1us);
    CHECK_FALSE(selector.ready_for(1us));
  }
  // A waiter left behind would take the message, or the wake-up, of the real one.
  test::background first([&, &in = rx] { return in.recv(); });
  test::let_it_block();
  CHECK(tx.send(7));
  CHECK(first.get() == 7);
  if (kind.capacity == 0u) CHECK(failure(tx.try_send(8)) == send_errc::full);
}

TEST_CASE("8: a select that gives up after its partner chose it leaves nobody hanging") {
  const int rounds = test::scaled(500);
  auto [tx, rx] = strait::bounded<int>(0);
  std::atomic<int> taken = 0;
  test::background sent([&, &out = tx] {
    int count = 0;
    for (int i = 0; i < rounds; ++i) {
      select(on_send(out, 1, [&](auto result) { count += result.has_value(); }),
             on_timeout(std::chrono::microseconds(i % 50)));
    }
    return count;
  });
  test::crew crew;
  crew.add([&, &in = rx] {
    for (bool open = true; open;) {
      select(on_recv(in,
                     [&](received m) {
                       if (m)
                         ++taken;
                       else
                         open = false;
                     }),
             on_timeout(10us));
    }
  });
  const int count = sent.get();
  tx.close();
  crew.join();
  CHECK(taken == count);
}

TEST_CASE("8: a handler's exception in one thread does not hold up its partner") {
  auto [tx, rx] = strait::bounded<int>(0);
  test::background thrown([&, &in = rx] {
    try {
      select(on_recv(in, [](received) { throw std::runtime_error("handler"); }));
    } catch (const std::runtime_error&) {
      return true;
    }
    return false;
  });
  CHECK(tx.send(7));
  CHECK(thrown.get());
}

TEST_CASE("8: a select on copies of handles treats them as one channel") {
  auto [tx, rx] = strait::bounded<int>(0);
  const auto copied_tx = tx;
  const auto copied_rx = rx;
  select(on_send(copied_tx, 1), on_recv(rx, [](received) { FAIL("paired with itself"); }),
         on_recv(copied_rx, [](received) { FAIL("paired with itself"); }), on_timeout(3ms));
  test::background sent([&, &out = tx] { return out.send(7); });
  int count = 0;
  select(on_recv(rx, [&](received) { ++count; }), on_recv(copied_rx, [&](received) { ++count; }));
  CHECK(count == 1);
  CHECK(sent.get());
}

TEST_CASE("8: a selector that is dropped without a wait has taken nothing") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  for (int i = 0; i < 10; ++i) {
    test::background sent([&, &out = tx] { return out.send(i); });
    {
      strait::selector<void> s;
      s.recv(rx, [](received) { FAIL("nobody waits"); });
      CHECK(s.ready() == s.last());
    }
    CHECK(rx.recv() == i);
    CHECK(sent.get());
  }
}

TEST_CASE("10: a channel for a billion large messages is made at once") {
  auto [tx, rx] = strait::bounded<test::huge>(std::size_t{1} << 30);
  REQUIRE(tx.send(test::huge(5)));
  CHECK(rx.recv()->holds(5));
}

#if defined(__linux__)
TEST_CASE("10: a large message passes through a thread with a small stack") {
  // 31 messages of 64 KiB in one block would be 2 MiB; this stack has half of that.
  struct work {
    strait::channel<test::huge> channel = strait::unbounded<test::huge>();
    bool done = false;
  } shared;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  REQUIRE(pthread_attr_setstacksize(&attributes, 1024 * 1024) == 0);
  pthread_t thread;
  const auto body = [](void* argument) -> void* {
    auto& [channel, done] = *static_cast<work*>(argument);
    bool right = channel.tx.send(test::huge(1)).has_value();
    right = right && channel.rx.recv()->holds(1);
    strait::select(strait::on_send(channel.tx, [] { return test::huge(2); }));
    done = right && channel.rx.try_recv()->holds(2);
    return nullptr;
  };
  REQUIRE(pthread_create(&thread, &attributes, body, &shared) == 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  CHECK(shared.done);
}
#endif

namespace {
/// When it is destroyed, another thread must be able to use the channel that carried it.
struct needs_the_channel {
  explicit needs_the_channel(std::function<void()> use) : use_(std::move(use)) {}
  needs_the_channel(needs_the_channel&& other) noexcept : use_(std::exchange(other.use_, {})) {}
  needs_the_channel& operator=(needs_the_channel&&) = delete;
  ~needs_the_channel() {
    if (use_) std::thread(std::move(use_)).join();
  }

 private:
  std::function<void()> use_;
};
}  // namespace

TEST_CASE("15: a message's destructor may wait for a thread that uses the channel") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<needs_the_channel>();
  std::atomic<int> uses = 0;
  const auto use = [&, tx = strait::weak_sender(tx), rx = strait::weak_receiver(rx)] {
    if (auto sender = tx.lock()) {
      static_cast<void>(sender->size());
      static_cast<void>(sender->try_send(needs_the_channel({})));
    }
    if (auto receiver = rx.lock()) static_cast<void>(receiver->try_recv());
    ++uses;
  };
  REQUIRE(tx.send(needs_the_channel(use)));
  SECTION("in a queue that goes with its last receiver") { rx = {}; }
  SECTION("in an error") {
    rx.close();
    static_cast<void>(tx.send(needs_the_channel(use)));
  }
  SECTION("in a received message") { static_cast<void>(rx.recv()); }
  SECTION("in a drained one") { static_cast<void>(rx.drain()); }
  CHECK(uses >= 1);  // a use may itself receive, and so destroy, the other message
}
