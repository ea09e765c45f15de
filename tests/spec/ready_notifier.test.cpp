// ready_notifier: a function is called when a channel becomes ready, for event loops.
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"

#if defined(__linux__)
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#endif

using strait::ready_notifier;
using strait::recv_error;
using test::failed;
using namespace std::chrono_literals;

TEST_CASE("an armed notifier calls once when a message comes") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  int calls = 0;
  const ready_notifier notifier(rx, [&calls] { ++calls; });
  CHECK(tx.send(1));
  CHECK(rx.recv() == 1);
  CHECK(calls == 0);  // not armed yet
  CHECK_FALSE(notifier.arm());
  CHECK_FALSE(notifier.arm());  // again: still once
  CHECK(tx.try_send(2));
  CHECK(calls == 1);
  static_cast<void>(tx.try_send(3));
  CHECK(calls == 1);
  CHECK(notifier.arm());  // ready: no call
  CHECK_FALSE(rx.drain().empty());
  CHECK_FALSE(notifier.arm());
  CHECK(tx.try_send(4));
  CHECK(calls == 2);
}

TEST_CASE("a notifier on a sender calls when there is room") {
  const auto kind = GENERATE(test::bounded_1, test::bounded_4);
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  int calls = 0;
  const ready_notifier notifier(tx, [&calls] { ++calls; });
  CHECK(notifier.arm());
  test::fill(tx, 0);
  CHECK_FALSE(notifier.arm());
  CHECK(calls == 0);
  CHECK(rx.recv() == 0);
  CHECK(calls == 1);
}

TEST_CASE("a notifier calls when a rendezvous becomes possible") {
  auto [tx, rx] = strait::bounded<int>(0);
  auto [called_tx, called] = strait::unbounded<bool>();
  const ready_notifier notifier(
      rx, [&, &called_tx = called_tx] { static_cast<void>(called_tx.send(true)); });
  CHECK_FALSE(notifier.arm());
  test::background sending([&tx = tx] { return tx.send(7).has_value(); });
  CHECK(called.recv() == true);
  CHECK(rx.recv() == 7);
  CHECK(sending.get());
}

TEST_CASE("disconnection is an event for both sides") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::fill(tx, 0);
  int calls = 0;
  const ready_notifier on_sender(tx, [&calls] { ++calls; });
  const bool had_room = on_sender.arm();
  rx.close();
  CHECK(calls == (had_room ? 0 : 1));
  CHECK(on_sender.arm());
  static_cast<void>(rx.drain());
  const ready_notifier on_receiver(rx, [&calls] { ++calls; });
  CHECK(on_receiver.arm());
}

TEST_CASE("a notifier is no handle: the last sender's end is seen") {
  auto [tx, rx] = strait::bounded<int>(1);
  int calls = 0;
  const ready_notifier on_receiver(rx, [&calls] { ++calls; });
  const ready_notifier on_sender(tx, [] {});
  CHECK(rx.receiver_count() == 1);
  CHECK(rx.sender_count() == 1);
  CHECK_FALSE(on_receiver.arm());
  tx = {};
  CHECK(calls == 1);
  CHECK(rx.recv() == failed(recv_error::disconnected));
  rx = {};
  CHECK(on_sender.arm());  // outlives both sides
}

TEST_CASE("a notifier that is disarmed or gone does not call") {
  auto [tx, rx] = strait::unbounded<int>();
  int calls = 0;
  {
    ready_notifier notifier(rx, [&calls] { ++calls; });
    CHECK_FALSE(notifier.arm());
    notifier.disarm();
    notifier.disarm();
    CHECK(tx.send(1));
    CHECK(rx.recv() == 1);
    CHECK_FALSE(notifier.arm());
    ready_notifier moved = std::move(notifier);
    CHECK(notifier.arm());  // watches nothing
    CHECK(tx.send(2));
    CHECK(calls == 1);
    CHECK(rx.recv() == 2);
    CHECK_FALSE(moved.arm());
    moved = ready_notifier();
    CHECK(tx.send(3));
  }
  {
    const ready_notifier notifier(rx, [&calls] { ++calls; });
    CHECK(rx.recv() == 3);
    CHECK_FALSE(notifier.arm());
  }
  CHECK(tx.send(4));
  CHECK(calls == 1);
}

TEST_CASE("notifiers on empty handles, on never() and on timers") {
  CHECK(ready_notifier(strait::receiver<int>(), [] {}).arm());
  CHECK(ready_notifier(strait::sender<int>(), [] {}).arm());
  CHECK(ready_notifier().arm());
  CHECK_FALSE(ready_notifier(strait::never<int>(), [] {}).arm());
  CHECK_FALSE(ready_notifier(strait::after(1h), [] {}).arm());
  CHECK(ready_notifier(strait::after(0s), [] {}).arm());
}

TEST_CASE("the function may receive, arm again, and destroy its notifier") {
  auto [tx, rx] = strait::unbounded<int>();
  int received = 0;
  ready_notifier notifier;
  notifier = ready_notifier(rx, [&, &rx = rx] {
    do {
      while (auto message = rx.try_recv()) received += *message;
    } while (received < 6 && notifier.arm());
    if (received >= 6) notifier = ready_notifier();
  });
  CHECK_FALSE(notifier.arm());
  for (int i = 1; i <= 3; ++i) CHECK(tx.send(i));
  CHECK(received == 6);
  CHECK(tx.send(4));
  CHECK(received == 6);
}

TEST_CASE("the function may disarm the notifier whose call led to its own") {
  auto [first_tx, first_rx] = strait::unbounded<int>();
  auto [second_tx, second_rx] = strait::unbounded<int>();
  int calls = 0;
  const ready_notifier first(first_rx, [&, &second_tx = second_tx] {
    ++calls;
    static_cast<void>(second_tx.send(2));
  });
  const ready_notifier second(second_rx, [&] {
    ++calls;
    first.disarm();
  });
  CHECK_FALSE(first.arm());
  CHECK_FALSE(second.arm());
  CHECK(first_tx.send(1));
  CHECK(calls == 2);
}

TEST_CASE("no message is left behind between draining and arming") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  constexpr int count = test::scaled(2000);
  auto [tx, rx] = kind.make<int>();
  auto [event_tx, event] = strait::unbounded<bool>();  // the event loop's queue
  const ready_notifier notifier(
      rx, [&, &event_tx = event_tx] { static_cast<void>(event_tx.send(true)); });
  test::background sending([tx = std::move(tx)]() mutable {
    for (int i = 0; i < count; ++i) static_cast<void>(tx.send(i));
    tx = {};
    return true;
  });
  int expected = 0;
  bool over = false;
  while (!over) {
    do {
      auto message = rx.try_recv();
      for (; message; message = rx.try_recv()) REQUIRE(*message == expected++);
      over = message == failed(recv_error::disconnected);
    } while (!over && notifier.arm());
    if (!over) REQUIRE(event.recv() == true);
  }
  CHECK(expected == count);
  CHECK(sending.get());
}

TEST_CASE("a notifier's end waits for a call that is under way on another thread") {
  for (int round = 0; round < test::scaled(300); ++round) {
    auto [tx, rx] = strait::unbounded<int>();
    auto alive = std::make_unique<std::atomic<int>>(1);
    std::atomic<int>* const seen = alive.get();
    ready_notifier notifier(rx, [seen] { seen->fetch_add(1); });
    REQUIRE_FALSE(notifier.arm());
    test::background sending([&tx = tx] { return tx.send(1).has_value(); });
    if (round % 2 == 0) std::this_thread::yield();
    notifier = ready_notifier();
    alive.reset();  // a call after this would be found by a sanitizer
    REQUIRE(sending.get());
  }
}

#if defined(__linux__)
TEST_CASE("an epoll loop waits for a channel beside its files") {
  auto [tx, rx] = strait::bounded<int>(4);
  const int wake = eventfd(0, EFD_NONBLOCK);
  const int poll = epoll_create1(0);
  REQUIRE(wake >= 0);
  REQUIRE(poll >= 0);
  epoll_event wanted{};
  wanted.events = EPOLLIN;
  REQUIRE(epoll_ctl(poll, EPOLL_CTL_ADD, wake, &wanted) == 0);
  {
    const ready_notifier notifier(rx, [wake] { eventfd_write(wake, 1); });
    test::background sending([tx = std::move(tx)]() mutable {
      for (int i = 1; i <= 50; ++i) static_cast<void>(tx.send(i));
      tx = {};
      return true;
    });
    int sum = 0;
    bool over = false;
    while (!over) {
      do {
        auto message = rx.try_recv();
        for (; message; message = rx.try_recv()) sum += *message;
        over = message == failed(recv_error::disconnected);
      } while (!over && notifier.arm());
      if (over) break;
      epoll_event happened{};
      REQUIRE(epoll_wait(poll, &happened, 1, -1) == 1);
      eventfd_t count = 0;
      eventfd_read(wake, &count);
    }
    CHECK(sum == 1275);
    CHECK(sending.get());
  }
  close(poll);
  close(wake);
}
#endif
