// Messages of every form keep their order and number in channels of every form of storage: a ring
// used round and round, blocks that grow, messages put back at the front; with one lock and with
// two. The engine stores some messages in slots and others in boxes (base/message_type.hpp).
#include <algorithm>
#include <array>
#include <atomic>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <strait/strait.hpp>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "support/background.hpp"
#include "support/scale.hpp"
#include "support/tracked.hpp"

namespace {

struct large {
  std::array<int, 64> all{};
};
struct alignas(64) aligned {
  int value = 0;
};
/// Its move is the program's code: it travels in a box.
struct moved_by_hand {
  explicit moved_by_hand(int number) : value(number) {}
  moved_by_hand(moved_by_hand&& other) noexcept : value(std::exchange(other.value, -1)) {}
  moved_by_hand& operator=(moved_by_hand&&) = delete;
  int value;
};

template <class T>
T message_of(int number) {
  if constexpr (std::is_same_v<T, std::string>) {
    return std::string(static_cast<std::size_t>(number % 40), 'x') + std::to_string(number);
  } else if constexpr (std::is_same_v<T, std::unique_ptr<int>>) {
    return std::make_unique<int>(number);
  } else if constexpr (std::is_same_v<T, large>) {
    large made;
    made.all.fill(number);
    return made;
  } else {
    return T{number};
  }
}

template <class T>
bool is_message(const T& message, int number) {
  if constexpr (std::is_same_v<T, std::unique_ptr<int>>) {
    return message != nullptr && *message == number;
  } else if constexpr (std::is_same_v<T, std::string>) {
    return message == message_of<T>(number);
  } else if constexpr (std::is_same_v<T, large>) {
    return message.all == message_of<T>(number).all;
  } else if constexpr (std::is_same_v<T, int>) {
    return message == number;
  } else {
    return message.value == number;
  }
}

using capacity = std::optional<std::size_t>;

/// Of every form: 32 is the last with one lock; a few thousand are more than one block.
auto every_capacity() {
  return Catch::Generators::from_range(
      std::vector<capacity>{1, 2, 31, 32, 33, 1000, 5000, std::nullopt});
}

template <class T>
strait::channel<T> make(capacity room) {
  return room ? strait::bounded<T>(*room) : strait::unbounded<T>();
}

/// Of a size that does not divide blocks evenly.
struct numbered {
  explicit numbered(std::uint64_t number) : first(number), second(~number), third(number) {}
  bool is(std::uint64_t number) const {
    return first == number && second == ~number && third == number;
  }
  std::uint64_t first, second, third;
};

#ifdef __linux__
/// Without what the C library has got back and keeps: that depends on where it lies.
std::size_t resident_bytes() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
  std::ifstream statistics("/proc/self/statm");
  std::size_t all = 0, resident = 0;
  statistics >> all >> resident;
  return resident * 4096;
}
#endif

}  // namespace

TEMPLATE_TEST_CASE("messages of every form keep their order, however full the channel is", "", int,
                   std::string, std::unique_ptr<int>, large, aligned, moved_by_hand) {
  const capacity room = GENERATE(every_capacity());
  CAPTURE(room.value_or(0));
  const auto [tx, rx] = make<TestType>(room);
  const std::size_t most = std::min<std::size_t>(room.value_or(9000), 9000);
  int sent = 0;
  int received = 0;
  // Filled to different levels, and emptied to others: every place of a ring or a block is the end.
  for (const std::size_t level : {most, most / 2, std::size_t{1}, most, most - most / 3}) {
    while (tx.size() < level) {
      REQUIRE(tx.try_send(message_of<TestType>(sent)).has_value());
      ++sent;
    }
    CHECK(tx.full() == (room.has_value() && level == *room));
    while (rx.size() > level / 3) {
      auto message = rx.try_recv();
      REQUIRE(message.has_value());
      REQUIRE(is_message(*message, received));
      ++received;
    }
  }
  for (const auto& message : rx.drain()) REQUIRE(is_message(message, received++));
  CHECK(received == sent);
}

TEMPLATE_TEST_CASE("many senders and receivers lose nothing in any form of storage", "", int,
                   std::string, moved_by_hand) {
  const capacity room = GENERATE(every_capacity());
  CAPTURE(room.value_or(0));
  constexpr int senders = 3;
  constexpr int each = 2000;
  auto [tx, rx] = make<TestType>(room);
  std::atomic<int> failed = 0;
  test::crew threads;
  for (int sender = 0; sender < senders; ++sender) {
    threads.add([tx = tx, sender, &failed] {
      for (int i = 0; i < each; ++i) {
        if (!tx.send(message_of<TestType>(i * senders + sender))) ++failed;
      }
    });
  }
  tx = {};
  std::array<std::vector<char>, 2> seen;
  for (auto& mine : seen) {
    mine.resize(senders * each);
    threads.add([rx = rx, &mine] {
      for (const TestType& message : rx) {
        int number = 0;
        if constexpr (std::is_same_v<TestType, int>) {
          number = message;
        } else if constexpr (std::is_same_v<TestType, std::string>) {
          number = std::stoi(message.substr(message.find_first_not_of('x')));
        } else {
          number = message.value;
        }
        ++mine[static_cast<std::size_t>(number)];
      }
    });
  }
  threads.join();
  CHECK(failed == 0);
  for (std::size_t number = 0; number < seen[0].size(); ++number) {
    REQUIRE(seen[0][number] + seen[1][number] == 1);
  }
}

TEST_CASE("what nobody receives is destroyed, in any form of storage") {
  const capacity room = GENERATE(every_capacity());
  CAPTURE(room.value_or(0));
  test::ledger books;
  {
    using message = test::basic_tracked<false, true>;
    auto [tx, rx] = make<std::unique_ptr<message>>(room);
    for (int i = 0; i < 9000 && tx.try_send(std::make_unique<message>(books, i)); ++i) {
      if (i % 3 == 0) static_cast<void>(rx.try_recv());
    }
    REQUIRE(books.alive > 0);
    rx = {};
    CHECK(books.alive == 0);
  }
  CHECK(books.settled());
}

TEST_CASE("a full ring is taken apart from wherever it begins") {
  const std::size_t room =
      GENERATE(std::size_t{1}, std::size_t{2}, std::size_t{32}, std::size_t{33});
  const bool drains = GENERATE(false, true);
  CAPTURE(room, drains);
  for (std::size_t begin = 0; begin <= room; ++begin) {
    CAPTURE(begin);
    test::ledger books;
    {
      auto [tx, rx] = strait::bounded<std::unique_ptr<test::tracked>>(room);
      int sent = 0;
      const auto send = [&, &tx = tx](std::size_t count) {
        for (; count > 0; --count, ++sent) {
          REQUIRE(tx.try_send(std::make_unique<test::tracked>(books, sent)).has_value());
        }
      };
      send(room);
      for (std::size_t i = 0; i < begin; ++i) REQUIRE(rx.try_recv().has_value());
      send(begin);
      if (drains) {
        int next = static_cast<int>(begin);
        for (const auto& each : rx.drain()) CHECK(each->id() == next++);
        CHECK(next == sent);
      }
      rx = {};
      CHECK(books.alive == 0);
    }
    CHECK(books.settled());
  }
}

TEST_CASE("the oldest message gives way in a full channel of any form of storage") {
  const capacity room = GENERATE(capacity{1}, capacity{32}, capacity{33}, capacity{5000});
  CAPTURE(*room);
  const auto [tx, rx] = make<std::string>(room);
  const int size = static_cast<int>(*room);
  for (int i = 0; i < 3 * size; ++i) {
    const auto displaced = tx.force_send(message_of<std::string>(i));
    REQUIRE(displaced.has_value());
    REQUIRE(displaced->has_value() == (i >= size));
    if (i >= size) REQUIRE(is_message(**displaced, i - size));
  }
  CHECK(rx.displaced_count() == static_cast<std::size_t>(2 * size));
  int next = 2 * size;
  for (const std::string& message : rx.drain()) REQUIRE(is_message(message, next++));
  CHECK(next == 3 * size);
}

// Its blocks hold 32, 64 … 2048 messages. Once it is full, so is the last one; and after a single
// receive no block is drained that could be the next.
TEST_CASE("who waits for a place in a full queue brings the memory, if that is full, too") {
  constexpr int room = 32 * 127;
  const auto [tx, rx] = strait::bounded<int>(room);
  for (int i = 0; i < room; ++i) REQUIRE(tx.try_send(i));
  {
    test::background sent([&, &out = tx] { return out.send(room).has_value(); });
    test::let_it_block();
    CHECK(rx.recv() == 0);
    CHECK(sent.get());
  }
  CHECK(rx.size() == room);
}

TEST_CASE("who waits until a full queue has room is woken, whether there is memory or not") {
  constexpr int room = 32 * 127;
  const auto [tx, rx] = strait::bounded<int>(room);
  for (int i = 0; i < room; ++i) REQUIRE(tx.try_send(i));
  test::background ready([&, &out = tx] {
    strait::selector<> sends;
    sends.send(out, room);
    return sends.ready();
  });
  test::let_it_block();
  CHECK(rx.recv() == 0);
  CHECK(ready.get() == 1);
}

TEST_CASE("a queue of many megabytes keeps its order while it grows and shrinks") {
  const capacity room = GENERATE(capacity{test::scaled(400'000)}, capacity{});
  CAPTURE(room.value_or(0));
  const auto [tx, rx] = make<numbered>(room);
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  bool all_are_right = true;
  for (const int most : {400'000, 30'000, 300'000}) {
    const auto level = static_cast<std::size_t>(test::scaled(most));
    for (std::size_t left = level - tx.size(); left > 0; --left) {
      all_are_right &= tx.send(numbered(sent++)).has_value();
    }
    for (std::size_t left = rx.size() - level / 20; left > 0; --left) {
      all_are_right &= rx.recv()->is(received++);
    }
  }
  for (const numbered& message : rx.drain()) all_are_right &= message.is(received++);
  CHECK(all_are_right);
  CHECK(received == sent);
}

TEST_CASE("a long queue that nobody receives is destroyed") {
  constexpr int stored = 300'000;
  const auto shared = std::make_shared<int>(7);
  auto [tx, rx] = strait::unbounded<std::shared_ptr<int>>();
  for (int i = 0; i < stored; ++i) static_cast<void>(tx.send(shared));
  for (int i = 0; i < stored / 3; ++i) static_cast<void>(rx.recv());
  CHECK(shared.use_count() == 1 + stored - stored / 3);
  rx = {};
  CHECK(shared.use_count() == 1);
}

#ifdef __linux__
TEST_CASE("the memory of a burst is given back") {
  if (test::slowness > 1) SKIP("a sanitizer keeps memory of its own");
  constexpr std::uint64_t burst = 2'000'000;
  constexpr std::size_t bytes = burst * sizeof(std::uint64_t);
  const auto [tx, rx] = strait::unbounded<std::uint64_t>();
  const std::size_t before = resident_bytes();
  for (std::uint64_t i = 0; i < burst; ++i) static_cast<void>(tx.send(i));
  const std::size_t stored = resident_bytes();
  CHECK(stored > before + bytes / 2);
  CHECK(stored < before + 3 * bytes);  // The tests' platform stores a header with each message.
  for (std::uint64_t i = 0; i < burst / 3; ++i) static_cast<void>(rx.recv());
  CHECK(rx.drain().size() == burst - burst / 3);
  CHECK(resident_bytes() < before + bytes / 2);
}
#endif

TEST_CASE("the only slot of a channel is beside its lock if it is a word without a destructor") {
  using strait::detail::message_type;
  using strait::detail::small_ring;
  const message_type word{.size = 8, .is_boxed = false, .stride = 8};
  message_type longer = word;
  longer.stride = 16;
  message_type with_destructor = word;
  with_destructor.end = [](void*) noexcept {};
  CHECK_FALSE(small_ring(word, 2).has_memory());
  CHECK_FALSE(small_ring(longer, 1).has_memory());
  CHECK_FALSE(small_ring(with_destructor, 1).has_memory());

  small_ring ring(word, 1);
  REQUIRE(ring.has_memory());
  CHECK(ring.place(1, 8) == nullptr);
  ring.rearm(false, false);
  for (int round = 0; round < 2; ++round) {
    std::byte* const slot = ring.place(1, 8);
    REQUIRE(slot != nullptr);
    CHECK(ring.next(1, 8) == nullptr);
    ring.sent();
    CHECK(ring.place(1, 8) == nullptr);
    CHECK(ring.next(1, 8) == slot);
    ring.received(1);
  }
  ring.sent();
  CHECK(ring.detach() == nullptr);
  CHECK(ring.count() == 0);
}
