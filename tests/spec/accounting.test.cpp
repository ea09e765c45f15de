// Every message is accounted for: as many are received as were sent, with the same sum of their
// numbers and of the squares of these, whatever threads do. STRAIT_TEST_MESSAGES=100000000 sets how
// many go through each kind of channel (npm run verify).
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/scale.hpp"
#include "support/seed.hpp"

namespace {

std::uint64_t message_count() {
  const char* const wanted = std::getenv("STRAIT_TEST_MESSAGES");
  return wanted == nullptr ? static_cast<std::uint64_t>(test::scaled(50'000))
                           : std::strtoull(wanted, nullptr, 10);
}

/// Of some messages: how many, and sums that differ if one is replaced by another.
struct account {
  std::uint64_t count = 0;
  std::uint64_t sum = 0;
  std::uint64_t squares = 0;

  void add(std::uint64_t number) {
    ++count;
    sum += number;
    squares += number * number;
  }
  account& operator+=(const account& other) {
    count += other.count;
    sum += other.sum;
    squares += other.squares;
    return *this;
  }
  friend bool operator==(const account&, const account&) = default;
};

/// Sends `count` numbers from `first` on, now one way, now another.
account produce(const strait::sender<std::uint64_t>& tx, std::uint64_t first, std::uint64_t count,
                std::uint64_t stream) {
  test::generator random = test::random(stream);
  account sent;
  for (std::uint64_t number = first; number < first + count; ++number) {
    const bool tries = test::below(random, 4) == 0;
    if ((tries && tx.try_send(number)) || tx.send(number)) sent.add(number);
  }
  return sent;
}

account consume(const strait::receiver<std::uint64_t>& rx, std::uint64_t stream) {
  test::generator random = test::random(stream);
  account received;
  std::vector<std::uint64_t> many;
  for (;;) {
    if (test::below(random, 16) == 0) {
      many.clear();
      if (!rx.recv_many(many, 8)) return received;
      for (const std::uint64_t each : many) received.add(each);
    } else if (const auto one = rx.recv()) {
      received.add(*one);
    } else {
      return received;
    }
  }
}

}  // namespace

TEST_CASE("what two threads send is what two others receive, to the last message") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind, test::seed());
  const std::uint64_t half = message_count() / 2;
  account sent, received;
  {
    auto [tx, rx] = kind.make<std::uint64_t>();
    test::background one([&, out = tx] { return produce(out, 0, half, 0); });
    test::background two([&, out = std::move(tx)] { return produce(out, half, half, 1); });
    test::background three([&, in = rx] { return consume(in, 2); });
    test::background four([&, in = std::move(rx)] { return consume(in, 3); });
    sent += one.get();
    sent += two.get();
    received += three.get();
    received += four.get();
  }
  CHECK(sent.count == 2 * half);
  CHECK(received == sent);
}
