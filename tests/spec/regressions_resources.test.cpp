// Bugs that channels of other libraries really had, each as a test of its own; the number is that
// of the bug's class. Here: 9 to 17, resources, and what threads do while they wait.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "support/at_thread_end.hpp"
#include "support/background.hpp"
#include "support/choices.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"
#include "support/tracked.hpp"

#if defined(__linux__)
#include <pthread.h>
#include <sys/resource.h>

#include <csignal>
#include <ctime>
#endif

using strait::on_send;
using strait::recv_error;
using strait::select;
using strait::send_errc;
using test::failed;
using test::failure;
using namespace std::chrono_literals;

TEST_CASE("regression 9: a try behind a sender that stalls answers at once") {
  auto [tx, rx] = strait::bounded<int>(2);
  auto [stalled_tx, stalled] = strait::bounded<int>(0);
  auto [go_tx, go] = strait::bounded<int>(0);
  test::crew crew;
  crew.add([&, &out = tx, &in = stalled_tx, &next = go] {
    select(on_send(out, [&] {  // it has a place, and makes its message for a long time
      static_cast<void>(in.send(0));
      static_cast<void>(next.recv());
      return 1;
    }));
  });
  REQUIRE(stalled.recv());
  CHECK(rx.try_recv() == failed(recv_error::empty));
  CHECK(rx.recv_for(1ms) == failed(recv_error::timeout));
  CHECK(tx.try_send(2));
  CHECK(failure(tx.try_send(3)) == send_errc::full);
  CHECK(failure(tx.send_for(3, 1ms)) == send_errc::timeout);
  CHECK(rx.try_recv() == 2);
  tx.close();
  CHECK(rx.try_recv() == failed(recv_error::empty));  // one is still promised
  REQUIRE(go_tx.send(0));
  CHECK(rx.recv() == 1);
  CHECK(rx.recv() == failed(recv_error::disconnected));
}

TEST_CASE("regression 10: a channel of the largest capacity works") {
  for (const auto capacity :
       {std::numeric_limits<std::size_t>::max(), std::numeric_limits<std::size_t>::max() - 1,
        std::numeric_limits<std::size_t>::max() / 2}) {
    auto [tx, rx] = strait::bounded<int>(capacity);
    CHECK(tx.capacity() == capacity);
    for (int i = 0; i < 100; ++i) REQUIRE(tx.try_send(i));
    CHECK(rx.drain().size() == 100);
  }
}

TEST_CASE("regression 10: a channel for a billion large messages is made at once") {
  auto [tx, rx] = strait::bounded<test::huge>(std::size_t{1} << 30);
  REQUIRE(tx.send(test::huge(5)));
  CHECK(rx.recv()->holds(5));
}

#if defined(__linux__)
TEST_CASE("regression 10: a large message passes through a thread with a small stack") {
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

TEST_CASE("regression 15: a message's destructor may wait for a thread that uses the channel") {
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

namespace {
/// Waits on a channel when its thread ends, later than all that the library may keep for a thread.
struct late_waiter {
  bool* waited = nullptr;
  ~late_waiter() {
    if (waited == nullptr) return;
    auto [tx, rx] = strait::bounded<int>(0);
    *waited = rx.recv_for(1ms) == failed(recv_error::timeout);
  }
};
}  // namespace

TEST_CASE("regression 11: a thread may wait while its thread-local variables are destroyed") {
  bool waited = false;
  std::thread([&] {
    // Made before anything of the library's.
    test::destroyed_at_thread_end<late_waiter>().waited = &waited;
    static_cast<void>(strait::after(1ms).recv());
  }).join();
  CHECK(waited);
}

TEST_CASE("regression 11: unread messages do not outlive the last receiver") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<std::shared_ptr<int>>();
  auto message = std::make_shared<int>(7);
  const std::weak_ptr<int> watched = message;
  REQUIRE(tx.send(std::move(message)));
  auto copy = rx;
  rx = {};
  CHECK_FALSE(watched.expired());  // the copy could still receive it
  std::thread([in = std::move(copy)]() mutable { in = {}; }).join();
  CHECK(watched.expired());
  CHECK(tx.is_disconnected());
}

#if defined(__linux__)
TEST_CASE("regression 12: a thread that is interrupted while it waits goes on waiting") {
  struct sigaction action = {};
  action.sa_handler = [](int) {};
  struct sigaction before = {};
  REQUIRE(sigaction(SIGUSR1, &action, &before) == 0);
  auto [tx, rx] = strait::bounded<int>(0);
  auto [id_tx, id] = strait::bounded<pthread_t>(1);
  test::background received([&, &in = rx, &out = id_tx] {
    static_cast<void>(out.send(pthread_self()));
    return in.recv_for(1h);
  });
  const pthread_t thread = id.recv().value();
  for (int i = 0; i < 20; ++i) {
    pthread_kill(thread, SIGUSR1);
    std::this_thread::sleep_for(100us);
  }
  CHECK(tx.send(7));
  CHECK(received.get() == 7);
  sigaction(SIGUSR1, &before, nullptr);
}
#endif

TEST_CASE("regression 13: a message that cannot be made takes no place and no turn") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  test::ledger books;
  {
    auto [tx, rx] = kind.make<test::throwing>();
    const auto room = static_cast<int>(kind.room_for(6));
    int sent = 0;
    for (int i = 0; sent < room; ++i) {
      const test::throwing message(books, sent);
      if (i % 2 == 0) books.throw_at = 1;
      try {
        if (tx.try_send(message)) ++sent;
      } catch (const std::runtime_error&) {
      }
      books.throw_at = 0;
    }
    for (int i = 0; i < room; ++i) CHECK(rx.try_recv()->id() == i);
    CHECK(rx.try_recv().error() == recv_error::empty);
  }
  CHECK(books.settled());
}

// Positions in a queue that were kept in 8 or 16 bits would be used again within this test.
TEST_CASE("regression 14: more messages pass than a small counter counts") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  constexpr int messages = 70'000;
  auto [tx, rx] = kind.make<int>();
  const auto ahead = static_cast<int>(kind.room_for(3));
  for (int i = 0; i < ahead; ++i) REQUIRE(tx.try_send(i));
  int wrong = 0;
  for (int i = 0; i < messages; ++i) {
    wrong += rx.try_recv() != i;
    wrong += !tx.try_send(i + ahead);
  }
  CHECK(wrong == 0);
  CHECK(rx.size() == static_cast<std::size_t>(ahead));
}

#if defined(__linux__)
TEST_CASE("regression 16: threads that wait use no processor time") {
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  auto [tx, rx] = strait::bounded<int>(0);
  std::atomic<long> slept_badly = 0;
  std::atomic<int> ready = 0;
  test::crew crew;
  for (int i = 0; i < 4; ++i) {
    crew.add([&, &in = rx] {
      ++ready;
      timespec begin{}, end{};
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
      static_cast<void>(test::choose(way, test::receives(in)));
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
      const auto used = std::chrono::seconds(end.tv_sec - begin.tv_sec) +
                        std::chrono::nanoseconds(end.tv_nsec - begin.tv_nsec);
      if (used > 25ms) ++slept_badly;  // one that spins would have used more than twice that
    });
  }
  while (ready < 4) std::this_thread::yield();
  std::this_thread::sleep_for(60ms);
  tx.close();
  crew.join();
  CHECK(slept_badly == 0);
}
#endif

// ThreadSanitizer sees no fences: that it reports nothing here is part of the test.
TEST_CASE("regression 17: plain memory written before a send is read after the receive") {
  const auto kind = GENERATE(test::every_kind());
  const auto way = GENERATE(test::acting_ways());
  CAPTURE(kind, way);
  const int rounds = test::scaled(200);
  std::vector<int> plain(static_cast<std::size_t>(rounds));
  auto [tx, rx] = kind.make<int>();
  test::crew crew;
  crew.add([&, out = std::move(tx)] {
    for (int i = 0; i < rounds; ++i) {
      plain[static_cast<std::size_t>(i)] = i + 1;
      if (choose(way, test::sends(out, i)).event != test::happened<int>::sent) return;
    }
  });
  int wrong = 0;
  for (int i = 0; i < rounds; ++i) {
    const auto what = choose(way, test::receives(rx));
    wrong += plain[static_cast<std::size_t>(what.message.value_or(0))] != i + 1;
  }
  CHECK(wrong == 0);
}
