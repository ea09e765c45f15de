// What a channel tells about itself: size, room, capacity and the number of its handles.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::send_errc;
using test::failure;

TEST_CASE("both sides tell the same size and room") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto expect = [&](std::size_t size) {
    const bool full = kind.capacity && size == *kind.capacity;
    CHECK(tx.size() == size);
    CHECK(rx.size() == size);
    CHECK(tx.empty() == (size == 0));
    CHECK(rx.empty() == (size == 0));
    CHECK(tx.full() == full);
    CHECK(rx.full() == full);
  };
  CHECK(tx.capacity() == kind.capacity);
  CHECK(rx.capacity() == kind.capacity);
  expect(0);
  const auto room = kind.room_for(1000);
  for (std::size_t i = 0; i < room; ++i) REQUIRE(tx.send(1));
  expect(room);
  if (room == 0) return;
  REQUIRE(rx.recv());
  expect(room - 1);
  static_cast<void>(rx.drain());
  expect(0);
}

TEST_CASE("a rendezvous channel is always empty and always full") {
  auto [tx, rx] = strait::bounded<int>(0);
  test::background sent([&] { return tx.send(1); });
  test::let_it_block();
  CHECK(rx.size() == 0);
  CHECK(rx.empty());
  CHECK(rx.full());
  CHECK(rx.recv() == 1);
  CHECK(sent.get());
}

TEST_CASE("counts follow copies, moves and ends of handles, on both sides") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  const auto expect = [&](std::size_t senders, std::size_t receivers) {
    CHECK(tx.sender_count() == senders);
    CHECK(tx.receiver_count() == receivers);
    CHECK(rx.sender_count() == senders);
    CHECK(rx.receiver_count() == receivers);
  };
  expect(1, 1);
  {
    const auto second_tx = tx;
    expect(2, 1);
    const auto second_rx = rx;
    const auto third_rx = second_rx;
    expect(2, 3);
  }
  expect(1, 1);
  auto moved = std::move(tx);
  tx = std::move(moved);
  expect(1, 1);
  const strait::weak_sender<int> weak_tx{tx};
  const strait::weak_receiver<int> weak_rx{rx};
  expect(1, 1);
  {
    const auto locked = weak_tx.lock();
    expect(2, 1);
  }
  rx = {};
  CHECK(tx.receiver_count() == 0);
  CHECK(tx.sender_count() == 1);
}

TEST_CASE("a channel of the largest capacity costs nothing and works like a large one") {
  const auto largest = std::numeric_limits<std::size_t>::max();
  const auto capacity = GENERATE_COPY(largest, largest - 1, largest / 2 + 1, largest / 2);
  CAPTURE(capacity);
  const auto use = [&](auto channel, auto make) {
    auto& [tx, rx] = channel;
    CHECK(tx.capacity() == std::optional(capacity));
    CHECK_FALSE(tx.full());
    for (int i = 0; i < 100; ++i) REQUIRE(tx.try_send(make()));
    CHECK(rx.size() == 100);
    for (int i = 0; i < 100; ++i) REQUIRE(rx.try_recv());
    CHECK(rx.empty());
    REQUIRE(tx.send(make()));  // one stays for the end
  };
  use(strait::bounded<int>(capacity), [] { return 1; });
  use(strait::bounded<char>(capacity), [] { return 'x'; });
  use(strait::bounded<std::string>(capacity), [] { return std::string(100, 'x'); });
  use(strait::bounded<test::over_aligned>(capacity), [] { return test::over_aligned(1); });
}

TEST_CASE("a channel holds exactly as many messages as its capacity says") {
  const auto capacity = GENERATE(as<std::size_t>(), 1, 2, 3, 5, 8, 100);
  CAPTURE(capacity);
  auto [tx, rx] = strait::bounded<int>(capacity);
  for (int lap = 0; lap < 3; ++lap) {
    for (std::size_t i = 0; i < capacity; ++i) REQUIRE(tx.try_send(static_cast<int>(i)));
    REQUIRE(failure(tx.try_send(0)) == send_errc::full);
    for (std::size_t i = 0; i < capacity; ++i) REQUIRE(rx.try_recv() == static_cast<int>(i));
  }
}

TEST_CASE("the size never exceeds the capacity while threads send and receive") {
  const auto kind = GENERATE(test::limited_kinds());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  test::crew crew;
  for (int i = 0; i < 2; ++i) {
    crew.add([tx = tx] {
      for (int n = 0; n < 200; ++n)
        if (!tx.send(n)) return;
    });
  }
  crew.add([rx = rx] {
    for (int n = 0; n < 400; ++n)
      if (!rx.recv()) return;
  });
  std::size_t largest = 0;
  for (int i = 0; i < 1000; ++i) largest = std::max(largest, tx.size());
  crew.join();
  CHECK(largest <= *kind.capacity);
  CHECK(rx.empty());
}
