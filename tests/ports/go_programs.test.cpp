// Whole small programs on channels, after the ideas of those in Go's test/chan and test/ken: what
// each of them does is told in its own words and written for this library from scratch.
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/scale.hpp"

using strait::on_default;
using strait::on_recv;
using strait::on_send;
using strait::select;
using test::failed;
using namespace std::chrono_literals;

namespace {

/// Go's nil channel: a sender that nobody ever receives from.
strait::sender<int> nobody() {
  static const auto channel = strait::bounded<int>(0);
  return channel.tx;
}

}  // namespace

// doubleselect: one thread offers each number to four channels in one select; what arrives over all
// of them must be each number once.
TEST_CASE("a number that is offered to four channels at once arrives once") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  const int numbers = test::scaled(1500);
  std::vector<strait::channel<int>> lanes;
  for (int i = 0; i < 4; ++i) lanes.push_back(kind.make<int>());
  auto [out_tx, out] = strait::bounded<int>(0);
  test::crew crew;
  for (const auto& lane : lanes) {
    crew.add([in = lane.rx, to = out_tx] {
      for (const int number : in)
        if (!to.send(number)) return;
    });
  }
  out_tx = {};
  crew.add([&, numbers] {
    for (int i = 0; i < numbers; ++i) {
      select(on_send(lanes[0].tx, i), on_send(lanes[1].tx, i), on_send(lanes[2].tx, i),
             on_send(lanes[3].tx, i));
    }
    for (const auto& lane : lanes) lane.tx.close();
  });
  std::set<int> seen;
  int received = 0;
  for (const int number : out) {
    seen.insert(number);
    ++received;
  }
  CHECK(received == numbers);
  CHECK(seen.size() == static_cast<std::size_t>(numbers));
}

// fifo: threads in a chain take turns, each takes the next number of a rendezvous.
TEST_CASE("threads that take turns at a rendezvous take the numbers in order") {
  constexpr int links = 10;
  auto [numbers_tx, numbers] = strait::bounded<int>(0);
  auto [first_tx, before] = strait::bounded<int>(0);
  std::atomic<int> wrong = 0;
  test::crew crew;
  for (int i = 0; i < links; ++i) {
    auto [next_tx, next] = strait::bounded<int>(0);
    crew.add([&, i, mine = std::move(before), after = std::move(next_tx), in = numbers] {
      static_cast<void>(mine.recv());
      if (in.recv() != i) ++wrong;
      static_cast<void>(after.send(1));
    });
    before = std::move(next);
  }
  REQUIRE(first_tx.send(0));
  for (int i = 0; i < links; ++i) REQUIRE(numbers_tx.send(i));
  REQUIRE(before.recv());
  CHECK(wrong == 0);
}

// goroutines: a long chain of threads, each passes one message on to the left.
TEST_CASE("a message walks down a chain of many threads") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  constexpr int links = test::is_wasm ? 20 : 60;
  auto [leftmost_tx, leftmost] = kind.make<int>();
  strait::sender<int> left = std::move(leftmost_tx);
  test::crew crew;
  for (int i = 0; i < links; ++i) {
    auto [right, from] = kind.make<int>();
    crew.add([to = std::move(left), in = std::move(from)] {
      if (const auto message = in.recv()) static_cast<void>(to.send(*message + 1));
    });
    left = std::move(right);
  }
  REQUIRE(left.send(0));
  CHECK(leftmost.recv() == links);
}

namespace {
/// Runs a receiver and then a sender of T on another thread; this one only ever tries.
template <class T>
void meet_without_waiting(std::size_t capacity, const T& there, const T& back) {
  auto [tx, rx] = strait::bounded<T>(capacity);
  CHECK(select(on_recv(rx, [](auto) { return false; }), on_default([] { return true; })));
  {
    test::background taken([&, &in = rx] { return in.recv() == there; });
    while (!select(on_send(tx, there, [](auto) { return true; }), on_default([] { return false; })))
      std::this_thread::yield();
    CHECK(taken.get());
  }
  test::background sent([&, &out = tx] { return out.send(back); });
  T message{};
  const auto keep = [&](auto received) {
    message = received.value();
    return true;
  };
  while (!select(on_recv(rx, keep), on_default([] { return false; }))) std::this_thread::yield();
  CHECK(message == back);
  CHECK(sent.get());
}
}  // namespace

// nonblock: messages of several types pass between a thread that waits and one that never does.
TEST_CASE("one that only tries meets one that waits, whatever they send") {
  const auto capacity = GENERATE(as<std::size_t>(), 0, 1, 2);
  CAPTURE(capacity);
  meet_without_waiting<int>(capacity, 123, 234);
  meet_without_waiting<long long>(capacity, 123'456'789'012, -1);
  meet_without_waiting<bool>(capacity, true, false);
  meet_without_waiting<std::string>(capacity, "hello", "hello again");
}

// select: values are made anew in each round, whether or not they are sent; sent ones switch their
// case off.
TEST_CASE("a sender that switches its cases off sends to each channel once") {
  auto a = strait::bounded<int>(1);
  auto b = strait::bounded<int>(1);
  int bit = 1;
  const auto send_all = [&](strait::sender<int> first, strait::sender<int> second) {
    int count = 0;
    for (bool going = true; going; bit *= 2) {
      going = select(on_send(first, bit, [&](auto) { return first = nobody(), true; }),
                     on_send(second, bit, [&](auto) { return second = nobody(), true; }),
                     on_default([] { return false; }));
      count += going;
    }
    return count;
  };
  CHECK(send_all(a.tx, b.tx) == 2);
  CHECK((a.rx.recv().value() | b.rx.recv().value()) == 3);
  CHECK(send_all(a.tx, nobody()) == 1);
  CHECK(a.rx.recv() == 8);
}

// select3: which operations block, with and without a nil channel, full, empty and closed.
TEST_CASE("a table of what can go at once and what cannot") {
  const auto yes = [](auto) { return true; };
  const auto never = strait::never<int>();
  const auto empty = strait::bounded<int>(1);
  const auto full = strait::bounded<int>(1);
  REQUIRE(full.tx.send(1));
  const auto closed = strait::bounded<int>(1);
  closed.tx.close();
  const auto meeting = strait::bounded<int>(0);
  const auto can_receive = [&](const auto& rx) {
    return select(on_recv(rx, yes), on_default([] { return false; }));
  };
  const auto can_send = [&](const auto& tx) {
    return select(on_send(tx, 7, yes), on_default([] { return false; }));
  };
  CHECK_FALSE(can_receive(never));
  CHECK_FALSE(can_send(nobody()));
  CHECK_FALSE(can_receive(empty.rx));
  CHECK(can_send(empty.tx));
  CHECK_FALSE(can_send(full.tx));
  CHECK(can_receive(full.rx));
  CHECK(can_receive(closed.rx));
  CHECK(can_send(closed.tx));
  CHECK_FALSE(can_receive(meeting.rx));
  CHECK_FALSE(can_send(meeting.tx));
  CHECK(select(on_recv(never, yes), on_send(nobody(), 7, yes), on_default([] { return false; })) ==
        false);
}

// select6: a thread that left a queue through another case must not stand in it any more.
TEST_CASE("a thread that was served elsewhere does not take a turn it no longer wants") {
  for (int round = 0; round < test::scaled(100); ++round) {
    auto [a_tx, a] = strait::bounded<int>(0);
    auto [b_tx, b] = strait::bounded<int>(0);
    auto [done_tx, done] = strait::bounded<int>(0);
    test::crew crew;
    crew.add([&, &in = a] { static_cast<void>(in.recv()); });
    crew.add([&, &first = a, &second = b, &out = done_tx] {
      select(on_recv(first), on_recv(second, [&](auto) { static_cast<void>(out.send(0)); }));
      static_cast<void>(first.recv());
    });
    REQUIRE(b_tx.send(0));
    REQUIRE(done.recv());
    REQUIRE(a_tx.send(1));
    REQUIRE(a_tx.send(2));
  }
}

// select7: every way to send meets every way to receive.
TEST_CASE("plain operations, selects of one case and selects of two meet each other") {
  const int sending = GENERATE(range(0, 3));
  const int receiving = GENERATE(range(0, 3));
  const auto kind = GENERATE(test::rendezvous, test::bounded_1);
  CAPTURE(sending, receiving, kind);
  for (int round = 0; round < test::scaled(30); ++round) {
    auto [tx, rx] = kind.make<int>();
    auto [other_tx, other] = strait::bounded<int>(0);
    test::background taken([&, &in = rx, &quiet = other] {
      const auto value = [](auto message) { return message.value_or(-1); };
      if (receiving == 0) return value(in.recv());
      if (receiving == 1) return select(on_recv(in, value));
      return select(on_recv(in, value), on_recv(quiet, value));
    });
    if (sending == 0)
      CHECK(tx.send(7));
    else if (sending == 1)
      select(on_send(tx, 7));
    else
      select(on_send(tx, 7), on_send(other_tx, -2));
    if (taken.get() == -2) continue;  // both were waiting for both: the other channel was theirs
    CHECK(rx.empty());
  }
}

// sieve1: a chain of filters, one thread for each prime.
TEST_CASE("a sieve of threads finds the primes") {
  const auto kind = GENERATE(test::rendezvous, test::bounded_1, test::bounded_4);
  CAPTURE(kind);
  constexpr std::array primes{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47};
  constexpr std::size_t count = test::is_wasm ? 8 : primes.size();
  test::crew crew;
  auto [numbers, from] = kind.make<int>();
  crew.add([out = std::move(numbers)] {
    for (int i = 2; out.send(i); ++i) {
    }
  });
  strait::receiver<int> in = std::move(from);
  for (std::size_t i = 0; i < count; ++i) {
    const int prime = in.recv().value();
    REQUIRE(prime == primes[i]);
    auto [out, next] = kind.make<int>();
    crew.add([prime, source = std::move(in), to = std::move(out)] {
      for (const int number : source)
        if (number % prime != 0 && !to.send(number)) return;
    });
    in = std::move(next);
  }
  in = {};  // the chain ends from the right to the left
}

// sieve2: the same numbers, from the smallest multiples in a heap, one channel for each.
TEST_CASE("threads that count multiples tell which numbers are no primes") {
  constexpr int limit = 60;
  std::vector<strait::receiver<int>> multiples;
  std::vector<int> heads;
  std::vector<int> primes;
  test::crew crew;
  for (int number = 2; number < limit; ++number) {
    bool composite = false;
    for (std::size_t i = 0; i < heads.size(); ++i) {
      while (heads[i] < number) heads[i] = multiples[i].recv().value();
      composite = composite || heads[i] == number;
    }
    if (composite) continue;
    primes.push_back(number);
    if (number * number >= limit) continue;
    auto [tx, rx] = strait::bounded<int>(2);
    crew.add([number, out = std::move(tx)] {
      for (int each = number * number; out.send(each); each += number) {
      }
    });
    multiples.push_back(std::move(rx));
    heads.push_back(0);
  }
  CHECK(primes == std::vector{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59});
  multiples.clear();
}

// ken/chan1: a board on which each message is marked when it is sent and when it is received.
TEST_CASE("on a board of messages each is sent once and received once") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  const int messages = test::scaled(600);
  std::vector<std::atomic<int>> board(static_cast<std::size_t>(messages));
  std::atomic<int> wrong = 0;
  auto [tx, rx] = kind.make<int>();
  test::crew crew;
  for (int i = 0; i < 6; ++i) {
    crew.add([&, in = rx] {
      for (bool open = true; open;) {
        select(on_recv(in, [&](auto message) {
          open = message.has_value();
          if (message && board[static_cast<std::size_t>(*message)].exchange(2) != 1) ++wrong;
        }));
      }
    });
  }
  for (int i = 0; i < messages; ++i) {
    if (board[static_cast<std::size_t>(i)].exchange(1) != 0) ++wrong;
    REQUIRE(tx.send(i));
  }
  tx = {};
  crew.join();
  for (const auto& mark : board) wrong += mark != 2;
  CHECK(wrong == 0);
}

// zerosize: messages without contents.
TEST_CASE("a message may have no contents at all") {
  struct nothing {};
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<nothing>();
  test::background count([&, &in = rx] {
    int received = 0;
    while (in.recv()) ++received;
    return received;
  });
  for (int i = 0; i < 100; ++i) REQUIRE(tx.send({}));
  tx = {};
  CHECK(count.get() == 100);
}
