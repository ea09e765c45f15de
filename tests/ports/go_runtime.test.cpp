// What Go's runtime checks of its channels (src/runtime/chan_test.go, test/ken/chan.go), told in
// this project's words and written from scratch.
#include <any>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/choices.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"

using strait::on_default;
using strait::on_recv;
using strait::on_send;
using strait::recv_error;
using strait::select;
using strait::send_errc;
using test::choose;
using test::failed;
using test::failure;
using test::receives;
using test::sends;
using test::try_choose;
using namespace std::chrono_literals;

TEST_CASE("a channel of every small capacity blocks, tries, keeps order and closes as it should") {
  const auto capacity = GENERATE(range(std::size_t{0}, std::size_t{12}));
  CAPTURE(capacity);
  const auto size = static_cast<int>(capacity);
  {
    // Two receivers wait; one that only tries finds nothing and takes nobody's turn.
    auto [tx, rx] = strait::bounded<int>(capacity);
    std::atomic<int> received = 0;
    test::crew crew;
    for (int i = 0; i < 2; ++i) {
      crew.add([&, &in = rx] {
        static_cast<void>(in.recv());
        ++received;
      });
    }
    CHECK(rx.try_recv() == failed(recv_error::empty));
    CHECK(received == 0);
    REQUIRE(tx.send(0));
    REQUIRE(tx.send(0));
  }
  {
    // A full channel: one sender waits, one that only tries is refused.
    auto [tx, rx] = strait::bounded<int>(capacity);
    for (int i = 0; i < size; ++i) REQUIRE(tx.try_send(i));
    std::atomic<bool> sent = false;
    test::crew crew;
    crew.add([&, &out = tx] { sent = out.send(size).has_value(); });
    CHECK_FALSE(sent);
    CHECK(failure(tx.try_send(0)) == send_errc::full);
    for (int i = 0; i <= size; ++i) REQUIRE(rx.recv() == i);
  }
  {
    // A closed channel gives what it holds, and then its end, again and again.
    auto [tx, rx] = strait::bounded<int>(capacity);
    for (int i = 0; i < size; ++i) REQUIRE(tx.send(i));
    tx.close();
    for (int i = 0; i < size; ++i) REQUIRE(rx.recv() == i);
    CHECK(rx.recv() == failed(recv_error::disconnected));
    CHECK(rx.try_recv() == failed(recv_error::disconnected));
  }
  {
    // Closing ends a wait.
    auto [tx, rx] = strait::bounded<int>(capacity);
    test::background end([&, &in = rx] { return in.recv(); });
    tx.close();
    CHECK(end.get() == failed(recv_error::disconnected));
  }
  // Many numbers keep their order.
  auto [tx, rx] = strait::bounded<int>(capacity);
  test::crew crew;
  crew.add([out = std::move(tx)] {
    for (int i = 0; i < 100; ++i)
      if (!out.send(i)) return;
  });
  for (int i = 0; i < 100; ++i) REQUIRE(rx.recv() == i);
}

TEST_CASE("a message that is there is found by a try that races with the close") {
  const auto way = GENERATE(test::every_way());
  CAPTURE(way);
  for (int round = 0; round < test::scaled(200); ++round) {
    auto [tx, rx] = strait::bounded<int>(1);
    REQUIRE(tx.send(1));
    test::background found([&, &in = rx] { return try_choose(way, receives(in)).has_value(); });
    tx.close();
    static_cast<void>(rx.try_recv());  // whoever is late finds the end: that is an answer, too
    REQUIRE(found.get());
  }
}

TEST_CASE("one of two channels is ready at each moment, whatever another thread does") {
  const auto way = GENERATE(test::every_way());
  const bool by_close = GENERATE(false, true);
  CAPTURE(way, by_close);
  for (int round = 0; round < test::scaled(200); ++round) {
    auto [a_tx, a] = strait::bounded<int>(1);
    auto [b_tx, b] = strait::bounded<int>(by_close ? 0 : 1);
    REQUIRE(a_tx.send(1));
    test::background found([&, &first = a, &second = b] {
      return try_choose(way, receives(first), receives(second)).has_value();
    });
    if (by_close)
      b_tx.close();
    else
      REQUIRE(b_tx.send(1));
    static_cast<void>(a.try_recv());
    REQUIRE(found.get());
  }
}

TEST_CASE("threads that send and receive on one channel in one select neither hang nor pair up") {
  const auto way = GENERATE(test::acting_ways());
  const auto capacity = GENERATE(as<std::size_t>(), 0, 10);
  CAPTURE(way, capacity);
  const int rounds = test::scaled(500);
  auto [tx, rx] = strait::bounded<int>(capacity);
  std::atomic<int> wrong = 0;
  test::crew crew;
  for (int mine = 0; mine < 2; ++mine) {
    crew.add([&, mine, &out = tx, &in = rx] {
      for (int i = 0; i < rounds; ++i) {
        const auto what = mine == 0 || i % 2 == 0 ? choose(way, sends(out, mine), receives(in))
                                                  : choose(way, receives(in), sends(out, mine));
        if (capacity == 0 && what.message == mine) ++wrong;  // one's own message
        if (what.event == what.disconnected) ++wrong;
      }
    });
  }
  crew.join();
  CHECK(wrong == 0);
}

// Ten threads: one sends to and one receives from each of four channels, one sends to all and one
// receives from all by selects. Each channel carries twice its number of messages; in the end all
// must have gone, and nobody may hang.
TEST_CASE("plain and selecting threads on four channels go through all their messages") {
  const auto way = GENERATE(test::acting_ways());
  CAPTURE(way);
  const int messages = test::scaled(400);
  std::vector<strait::channel<int>> lanes;
  for (const std::size_t capacity : std::array<std::size_t, 4>{0, 0, 2, 3})
    lanes.push_back(strait::bounded<int>(capacity));
  const auto hole = strait::bounded<int>(0);  // nobody is on its other side
  std::atomic<int> wrong = 0;
  test::crew crew;
  for (const auto& lane : lanes) {
    crew.add([&] {
      for (int i = 0; i < messages; ++i)
        if (!lane.tx.send(0)) ++wrong;
    });
    crew.add([&] {
      for (int i = 0; i < messages; ++i)
        if (!lane.rx.recv()) ++wrong;
    });
  }
  crew.add([&] {
    std::array from{lanes[0].rx, lanes[1].rx, lanes[2].rx, lanes[3].rx};
    std::array<int, 4> count{};
    for (int i = 0; i < 4 * messages; ++i) {
      const auto arm =
          choose(way, receives(from[3]), receives(from[2]), receives(from[0]), receives(from[1]))
              .arm;
      const std::size_t lane = std::array<std::size_t, 4>{3, 2, 0, 1}[arm];
      if (++count[lane] == messages) from[lane] = strait::never<int>();
    }
  });
  crew.add([&] {
    std::array to{lanes[0].tx, lanes[1].tx, lanes[2].tx, lanes[3].tx};
    std::array<int, 4> count{};
    for (int i = 0; i < 4 * messages; ++i) {
      const auto arm =
          choose(way, sends(to[0], 0), sends(to[1], 0), sends(to[2], 0), sends(to[3], 0)).arm;
      if (++count[arm] == messages) to[arm] = hole.tx;
    }
  });
  crew.join();
  CHECK(wrong == 0);
  for (const auto& lane : lanes) CHECK(lane.rx.try_recv() == failed(recv_error::empty));
}

TEST_CASE("a message of any type is dropped in a try that finds no room") {
  struct anything {};
  auto [tx, rx] = strait::bounded<std::any>(1);
  REQUIRE(tx.send(anything()));
  select(on_send(tx, std::any(anything())), on_default());
  select(on_send(tx, std::any(1)), on_send(tx, std::any(2)), on_default());
  CHECK(rx.recv()->type() == typeid(anything));
  CHECK(rx.empty());
}

TEST_CASE("many consumers work through a queue, and their results add up") {
  constexpr int workers = test::is_wasm ? 8 : 16;
  const int tasks = test::scaled(6000);
  constexpr std::array sizes{2, 3, 7, 11, 13, 17, 19, 23, 27, 31};
  auto [task_tx, task] = strait::bounded<int>(workers * 3);
  auto [result_tx, result] = strait::bounded<int>(workers * 3);
  test::crew crew;
  for (std::size_t worker = 0; worker < workers; ++worker) {
    crew.add([worker, &sizes, in = task, out = result_tx] {
      for (const int size : in) {
        if (size == sizes[worker % sizes.size()]) std::this_thread::yield();
        if (!out.send(size)) return;
      }
    });
  }
  result_tx = {};
  long long expected = 0;
  for (int i = 0; i < tasks; ++i) expected += sizes[static_cast<std::size_t>(i) % sizes.size()];
  crew.add([tasks, &sizes, out = std::move(task_tx)] {
    for (int i = 0; i < tasks; ++i)
      if (!out.send(sizes[static_cast<std::size_t>(i) % sizes.size()])) return;
  });
  int count = 0;
  long long sum = 0;
  for (const int each : result) {
    ++count;
    sum += each;
  }
  CHECK(count == tasks);
  CHECK(sum == expected);
}

TEST_CASE("a thread may stand in one queue several times") {
  for (int round = 0; round < test::scaled(50); ++round) {
    auto [c_tx, c] = strait::bounded<int>(0);
    auto [d_tx, d] = strait::bounded<int>(0);
    auto [e_tx, e] = strait::bounded<int>(0);
    test::crew crew;
    crew.add([&, &in_c = c, &in_d = d, &out = e_tx] {
      select(on_recv(in_c), on_recv(in_c), on_recv(in_d));
      static_cast<void>(out.send(9));
    });
    crew.add([&, &out = c_tx] { static_cast<void>(out.send(8)); });
    REQUIRE(e.recv() == 9);  // the second arm on c has gone with the first
    CHECK(c.try_recv() == failed(recv_error::empty));
    CHECK(failure(c_tx.try_send(0)) == send_errc::full);
  }
}

namespace {

constexpr int lane_messages = 76;

/// Sends its numbers to each of four channels and takes those of four others, all in one select.
void relay(std::array<strait::receiver<int>, 4> in, std::array<strait::sender<int>, 4> out,
           std::atomic<int>& wrong) {
  static const auto hole = strait::bounded<int>(0);
  std::array<int, 4> expected{}, next{};
  int open = 8;
  const auto take = [&](std::size_t lane) {
    return on_recv(in[lane], [&, lane](auto message) {
      if (message) {
        if (*message != expected[lane]++) ++wrong;
      } else {
        if (expected[lane] != lane_messages) ++wrong;
        in[lane] = strait::never<int>();
        --open;
      }
    });
  };
  const auto give = [&](std::size_t lane) {
    return on_send(out[lane], next[lane], [&, lane](auto result) {
      if (!result) ++wrong;
      if (++next[lane] < lane_messages) return;
      out[lane] = hole.tx;
      --open;
    });
  };
  while (open > 0) {
    select(take(0), take(1), take(2), take(3), give(0), give(1), give(2), give(3));
  }
}

void send_numbers(const strait::sender<int>& out, std::atomic<int>& wrong) {
  for (int i = 0; i < lane_messages; ++i)
    if (!out.send(i)) ++wrong;
}

void take_numbers(const strait::receiver<int>& in, std::atomic<int>& wrong) {
  int expected = 0;
  for (const int number : in)
    if (number != expected++) ++wrong;
  if (expected != lane_messages) ++wrong;
}

}  // namespace

// Four plain senders, a relay, another relay, four plain receivers.
TEST_CASE("two threads that select among eight channels relay every number in order") {
  const auto capacity = GENERATE(as<std::size_t>(), 0, 1, 10, 100);
  CAPTURE(capacity);
  std::atomic<int> wrong = 0;
  test::crew crew;
  std::array<strait::receiver<int>, 4> from_plain, to_second, to_first;
  std::array<strait::sender<int>, 4> of_first, of_second;
  for (std::size_t i = 0; i < 4; ++i) {
    auto plain = strait::bounded<int>(capacity);
    from_plain[i] = std::move(plain.rx);
    crew.add([&wrong, out = std::move(plain.tx)]() mutable {
      send_numbers(out, wrong);
      out = {};
    });
    auto between = strait::bounded<int>(capacity);
    of_first[i] = std::move(between.tx);
    to_second[i] = std::move(between.rx);
    auto last = strait::bounded<int>(capacity);
    of_second[i] = std::move(last.tx);
    crew.add([&wrong, in = std::move(last.rx)] { take_numbers(in, wrong); });
  }
  crew.add([&, in = std::move(from_plain), out = std::move(of_first)]() mutable {
    relay(std::move(in), std::move(out), wrong);
  });
  crew.add([&, in = std::move(to_second), out = std::move(of_second)]() mutable {
    relay(std::move(in), std::move(out), wrong);
  });
  crew.join();
  CHECK(wrong == 0);
}

TEST_CASE("two threads relay to each other and back") {
  const auto capacity = GENERATE(as<std::size_t>(), 0, 1, 10);
  CAPTURE(capacity);
  std::atomic<int> wrong = 0;
  std::array<strait::receiver<int>, 4> in_first, in_second;
  std::array<strait::sender<int>, 4> out_first, out_second;
  for (std::size_t i = 0; i < 4; ++i) {
    auto there = strait::bounded<int>(capacity);
    out_first[i] = std::move(there.tx);
    in_second[i] = std::move(there.rx);
    auto back = strait::bounded<int>(capacity);
    out_second[i] = std::move(back.tx);
    in_first[i] = std::move(back.rx);
  }
  test::crew crew;
  crew.add([&, in = std::move(in_second), out = std::move(out_second)]() mutable {
    relay(std::move(in), std::move(out), wrong);
  });
  relay(std::move(in_first), std::move(out_first), wrong);
  crew.join();
  CHECK(wrong == 0);
}
