// Every allocation fails once: the channel stays usable and loses nothing (rule 9).
// A program of its own, because it replaces operator new.
//
// Method: the k-th allocation of this thread throws, for k = 1, 2, … until the operation gets by.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <new>
#include <string>
#include <utility>
#include <vector>

#ifdef _WIN32
#include <malloc.h>
#endif

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"

using strait::recv_error;
using test::failed;
using namespace std::chrono_literals;

namespace {

thread_local int allocations_left = 0;  // 0: nothing fails; n: the n-th from now does
thread_local int allocations_made = 0;

void* allocate(std::size_t size, std::size_t alignment) {
  ++allocations_made;
  if (allocations_left > 0 && --allocations_left == 0) throw std::bad_alloc();
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  const std::size_t bytes = rounded == 0 ? alignment : rounded;
#ifdef _WIN32
  void* memory = _aligned_malloc(bytes, alignment);
#else
  void* memory = std::aligned_alloc(alignment, bytes);
#endif
  if (!memory) throw std::bad_alloc();
  return memory;
}

void release(void* memory) noexcept {
#ifdef _WIN32
  _aligned_free(memory);
#else
  std::free(memory);
#endif
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }

namespace {

/// Runs `operation` with the k-th allocation failing; gives whether one failed.
template <class F>
bool fails_at(int k, F operation) {
  allocations_left = k;
  try {
    operation();
  } catch (const std::bad_alloc&) {
    allocations_left = 0;
    return true;
  }
  allocations_left = 0;
  return false;
}

template <class F>
int allocations_of(F operation) {
  const int before = allocations_made;
  operation();
  return allocations_made - before;
}

/// Calls `prepare()` for a channel with messages 1 and 2, `operation(channel)` with the k-th
/// allocation failing, and `check(channel, failed)`, for every k that fails and one more.
template <class Operation, class Check>
void with_each_allocation_failing(const test::kind& kind, Operation operation, Check check) {
  bool failing = true;
  for (int k = 1; failing; ++k) {
    REQUIRE(k < 50);
    CAPTURE(k);
    auto channel = kind.make<int>();
    REQUIRE(channel.tx.send(1));
    REQUIRE(channel.tx.send(2));
    failing = fails_at(k, [&] { operation(channel); });
    check(channel, failing);
    REQUIRE(channel.tx.try_send(9));  // still usable
    REQUIRE(channel.rx.recv() == 9);
    REQUIRE(channel.rx.try_recv() == failed(recv_error::empty));
  }
}

}  // namespace

// First of the file: what the library sets up at the first use is set up here.
TEST_CASE("an empty handle and never() need no memory") {
  CHECK_FALSE(fails_at(1, [] {
    const strait::receiver<int> rx;
    static_cast<void>(rx.recv());
    static_cast<void>(rx.size());
    const strait::sender<int> tx;
    static_cast<void>(tx.try_send(1));
    static_cast<void>(strait::never<int>().try_recv());
  }));
}

TEST_CASE("making a channel fails cleanly") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  int k = 1;
  while (fails_at(k, [&] { static_cast<void>(kind.make<std::string>()); })) REQUIRE(++k < 50);
  CHECK(k > 1);
  for (k = 1; fails_at(k, [] { static_cast<void>(strait::after(1h)); });) REQUIRE(++k < 50);
  for (k = 1; fails_at(k, [] { static_cast<void>(strait::tick(1h)); });) REQUIRE(++k < 50);
}

TEST_CASE("a send without memory has sent nothing") {
  const auto kind = GENERATE(test::roomy_kinds());
  CAPTURE(kind);
  const auto sent_or_not = [](const auto& channel, bool failing) {
    REQUIRE(channel.rx.drain() == (failing ? std::vector{1, 2} : std::vector{1, 2, 3}));
  };
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(channel.tx.send(3)); }, sent_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(channel.tx.try_send(3)); }, sent_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(channel.tx.send_for(3, 1h)); }, sent_or_not);
  with_each_allocation_failing(
      kind,
      [](auto& channel) {
        static_cast<void>(channel.tx.send_until(3, std::chrono::steady_clock::time_point::max()));
      },
      sent_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(channel.tx.send_with([] { return 3; })); },
      sent_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(channel.tx.try_send_with([] { return 3; })); },
      sent_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(channel.tx.send_many(std::array{3})); },
      sent_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(channel.tx.force_send(3)); }, sent_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { strait::select(strait::on_send(channel.tx, 3)); }, sent_or_not);
  with_each_allocation_failing(
      kind,
      [](auto& channel) {
        int kept = 3;
        strait::select_biased(strait::on_send(channel.tx, kept), strait::on_timeout(1h));
      },
      sent_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { strait::select(strait::on_send(channel.tx, [] { return 3; })); },
      sent_or_not);
  with_each_allocation_failing(
      kind,
      [](auto& channel) {
        strait::selector<void> s;
        s.send(channel.tx, 3, [](auto) {});
        s.wait();
      },
      sent_or_not);
}

TEST_CASE("a receive without memory has taken nothing") {
  const auto kind = GENERATE(test::roomy_kinds());
  CAPTURE(kind);
  const auto taken_or_not = [](const auto& channel, bool failing) {
    REQUIRE(channel.rx.drain() == (failing ? std::vector{1, 2} : std::vector{2}));
  };
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(channel.rx.recv()); }, taken_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(channel.rx.try_recv()); }, taken_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(channel.rx.recv_for(1h)); }, taken_or_not);
  with_each_allocation_failing(
      kind,
      [](auto& channel) {
        std::vector<int> messages;
        static_cast<void>(channel.rx.recv_many(messages, 1));
      },
      taken_or_not);
  with_each_allocation_failing(
      kind,
      [](auto& channel) {
        std::vector<int> messages;
        static_cast<void>(channel.rx.recv_many_for(messages, 1, 1h));
      },
      taken_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(*channel.rx.begin()); }, taken_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(*channel.rx.try_iter().begin()); }, taken_or_not);
  with_each_allocation_failing(
      kind, [](auto& channel) { strait::select(strait::on_recv(channel.rx)); }, taken_or_not);
  with_each_allocation_failing(
      kind,
      [](auto& channel) {
        strait::selector<void> s;
        s.recv(channel.rx, [](auto) {});
        s.wait();
      },
      taken_or_not);
}

TEST_CASE("a drain without memory leaves all messages where they were") {
  const auto kind = GENERATE(test::roomy_kinds());
  CAPTURE(kind);
  with_each_allocation_failing(
      kind, [](auto& channel) { static_cast<void>(channel.rx.drain()); },
      [](const auto& channel, bool failing) {
        REQUIRE(channel.rx.drain() == (failing ? std::vector{1, 2} : std::vector<int>{}));
      });
}

TEST_CASE("a look at what is ready without memory changes nothing") {
  const auto kind = GENERATE(test::roomy_kinds());
  CAPTURE(kind);
  with_each_allocation_failing(
      kind,
      [](auto& channel) {
        strait::selector<void> s;
        s.recv(channel.rx).send(channel.tx, 3);
        static_cast<void>(s.ready());
        static_cast<void>(s.try_ready());
        static_cast<void>(s.ready_for(1h));
      },
      [](const auto& channel, bool) { REQUIRE(channel.rx.drain() == std::vector{1, 2}); });
}

TEST_CASE("a timer without memory does not lose its tick") {
  const auto due = strait::after(0ms);
  const auto ticker = strait::tick(0ms);
  int k = 1;
  while (fails_at(k, [&] { static_cast<void>(due.recv()); })) REQUIRE(++k < 50);
  CHECK_FALSE(due.try_recv());  // the last one has taken it
  for (k = 1; fails_at(k, [&] { static_cast<void>(ticker.recv()); });) REQUIRE(++k < 50);
  CHECK(ticker.recv());
}

TEST_CASE("a selector without memory for a case is as it was before") {
  auto [tx, rx] = strait::bounded<int>(4);
  strait::selector<int> s;
  s.recv(rx, [](auto message) { return message.value(); });
  int k = 1;
  while (fails_at(k, [&, &out = tx] { s.send(out, 100, [](auto) { return -1; }); })) {
    REQUIRE(++k < 50);
    REQUIRE(tx.send(k));
    REQUIRE(s.wait() == k);
    REQUIRE(s.try_wait() == std::nullopt);
  }
  CHECK(s.wait() == -1);
  CHECK(rx.recv() == 100);
}

TEST_CASE("copies, ends, close and queries need no memory that could fail") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  CHECK_FALSE(fails_at(1, [&, &tx = tx, &rx = rx] {
    {
      const auto second_tx = tx;
      const auto second_rx = rx;
      const strait::weak_sender<int> weak{second_tx};
      static_cast<void>(weak.lock());
      static_cast<void>(rx.size() + tx.sender_count());
    }
    rx.close();
    tx = {};
    rx = {};
  }));
}

TEST_CASE("a waiting receive without memory fails or waits, and the message is not lost") {
  const auto kind = GENERATE(test::every_kind());
  const int form = GENERATE(range(0, 3));
  CAPTURE(kind, form);
  bool failing = true;
  for (int k = 1; failing; ++k) {
    REQUIRE(k < 50);
    CAPTURE(k);
    auto [tx, rx] = kind.make<int>();
    test::background waiting([&, form, k, &in = rx] {
      return fails_at(k, [&] {
        switch (form) {
          case 0:
            static_cast<void>(in.recv());
            break;
          case 1:
            strait::select(strait::on_recv(in));
            break;
          default: {
            strait::selector<void> s;
            s.recv(in, [](auto) {});
            s.wait();
          }
        }
      });
    });
    test::background sent([&, &out = tx] { return out.send(7); });
    failing = waiting.get();
    if (failing) REQUIRE(rx.recv() == 7);
    REQUIRE(sent.get());
    REQUIRE(rx.try_recv() == failed(recv_error::empty));
  }
}

TEST_CASE("a waiting send without memory fails or waits, and sends at most once") {
  const auto kind = GENERATE(test::limited_kinds());
  const int form = GENERATE(range(0, 3));
  CAPTURE(kind, form);
  bool failing = true;
  for (int k = 1; failing; ++k) {
    REQUIRE(k < 50);
    CAPTURE(k);
    auto [tx, rx] = kind.make<int>();
    const auto stored = test::fill(tx, 1);
    std::atomic<bool> over = false;
    test::background waiting([&, form, k, &out = tx] {
      const bool failed_there = fails_at(k, [&] {
        switch (form) {
          case 0:
            static_cast<void>(out.send(7));
            break;
          case 1:
            strait::select(strait::on_send(out, 7));
            break;
          default: {
            strait::selector<void> s;
            s.send(out, 7, [](auto) {});
            s.wait();
          }
        }
      });
      over = true;
      return failed_there;
    });
    for (std::size_t i = 0; i < stored; ++i) REQUIRE(rx.recv() == 1);
    auto message = rx.recv_for(1ms);
    while (!message && !over) message = rx.recv_for(1ms);
    failing = waiting.get();
    if (!message) message = rx.try_recv();
    REQUIRE(message == (failing ? std::expected<int, recv_error>(failed(recv_error::empty)) : 7));
    REQUIRE(rx.try_recv() == failed(recv_error::empty));
  }
}

TEST_CASE("a channel of a small capacity allocates once") {
  for (const std::size_t capacity : {2u, 64u}) {
    const auto [tx, rx] = strait::bounded<int>(capacity);
    REQUIRE(tx.send(1).has_value());
    REQUIRE(rx.recv() == 1);
    CHECK_FALSE(fails_at(1, [&, &tx = tx, &rx = rx] {
      for (std::size_t i = 0; i < 3 * capacity; ++i) {
        REQUIRE(tx.send(1).has_value());
        REQUIRE(rx.recv() == 1);
      }
    }));
  }
}

TEST_CASE("a burst allocates few blocks, and a steady flow behind it hardly any") {
  constexpr int burst = 20'000;
  const auto [tx, rx] = strait::unbounded<int>();
  CHECK_FALSE(fails_at(20, [&, &tx = tx] {
    for (int i = 0; i < burst; ++i) REQUIRE(tx.send(1).has_value());
  }));
  const auto go_round = [&, &tx = tx, &rx = rx] {
    for (int i = 0; i < burst; ++i) {
      REQUIRE(rx.recv() == 1);
      REQUIRE(tx.send(1).has_value());
    }
  };
  for (int round = 0; round < 3; ++round) go_round();  // Larger blocks replace small ones.
  // A small one that is left needs another one beside it once in a round.
  CHECK_FALSE(fails_at(5, go_round));
}

TEST_CASE("a steady flow of messages that need no box allocates nothing") {
  const auto kind = GENERATE(test::storing_kinds());
  CAPTURE(kind);
  const auto [tx, rx] = kind.make<int>();
  const auto pass_one = [&, &tx = tx, &rx = rx] {
    REQUIRE(tx.send(1).has_value());
    REQUIRE(rx.recv() == 1);
  };
  // More than a block: the first round through the memory may allocate, no later one.
  for (int i = 0; i < 40'000; ++i) pass_one();
  CHECK_FALSE(fails_at(1, [&] {
    for (int i = 0; i < 40'000; ++i) pass_one();
  }));
}

TEST_CASE("a broadcast without memory reaches nobody") {
  const auto policy = GENERATE(strait::lag::wait, strait::lag::drop_oldest);
  const auto capacity = GENERATE(as<std::size_t>(), 1, 100);
  CAPTURE(policy, capacity);
  const auto news = strait::broadcast<std::string>(capacity, policy);
  const auto one = news.subscribe();
  const auto other = news.subscribe();
  int k = 1;
  while (fails_at(k, [&] { static_cast<void>(news.send("longer than what a string holds")); })) {
    REQUIRE(++k < 50);
    REQUIRE(one.empty());
    REQUIRE(other.empty());
  }
  CHECK(one.size() == 1);
  CHECK(other.size() == 1);
}

TEST_CASE("a subscriber that has gone is forgotten once") {
  const auto with_one = [](bool goes) {
    const auto news = strait::broadcast<int>(8);
    const auto stays = news.subscribe();
    if (goes) static_cast<void>(news.subscribe());
    REQUIRE(news.send(1) == 1u);  // Finds that it has gone.
    REQUIRE(news.send(2) == 1u);  // Forgets it.
    return allocations_of([&] { REQUIRE(news.send(3) == 1u); });
  };
  CHECK(with_one(true) == with_one(false));
}

TEST_CASE("a selector's wait allocates nothing, however many cases it has") {
  const auto [tx, rx] = strait::unbounded<int>();
  strait::selector<> cases;
  for (int i = 0; i < 100; ++i) cases.recv(rx);
  for (int i = 0; i < 100; ++i) cases.recv(strait::after(1h));
  CHECK(allocations_of([&] { CHECK_FALSE(cases.try_wait()); }) == 0);
  REQUIRE(tx.send(1));
  CHECK(allocations_of([&] { cases.wait(); }) == 0);
}
