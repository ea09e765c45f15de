// What tells one channel from another: handles compare, hash and have a number. And how they are
// put into a tuple of handles that are there already.
#include <algorithm>
#include <array>
#include <atomic>
#include <compare>
#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::receiver;
using strait::sender;
using strait::weak_receiver;
using strait::weak_sender;
using namespace std::chrono_literals;

namespace {

template <class Handle>
concept identifiable = std::totally_ordered<Handle> && std::three_way_comparable<Handle> &&
                       requires(const Handle& handle) {
                         { handle.id() } noexcept -> std::same_as<std::uint64_t>;
                         { std::hash<Handle>()(handle) } noexcept -> std::same_as<std::size_t>;
                       };

static_assert(identifiable<sender<int>> && identifiable<receiver<int>>);
static_assert(identifiable<weak_sender<int>> && identifiable<weak_receiver<int>>);
static_assert(identifiable<sender<test::move_only>>);
// Sides and messages of different kinds do not compare; same_channel() does.
static_assert(!std::equality_comparable_with<sender<int>, receiver<int>>);
static_assert(!std::equality_comparable_with<sender<int>, sender<long>>);

template <class Handle>
std::size_t hash_of(const Handle& handle) {
  return std::hash<Handle>()(handle);
}

}  // namespace

TEST_CASE("handles of one side are equal if they belong to one channel") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  auto [tx, rx] = kind.make<int>();
  auto [other_tx, other_rx] = kind.make<int>();
  const auto copy = tx;
  CHECK(copy == tx);
  CHECK(tx != other_tx);
  CHECK(rx == receiver<int>(rx));
  CHECK(rx != other_rx);
  const auto moved = std::move(tx);
  CHECK(moved == copy);
  CHECK(tx != copy);
  CHECK(tx == sender<int>());
  CHECK(receiver<int>() == receiver<int>());
  copy.close();
  CHECK(moved == copy);
  CHECK(weak_sender<int>(copy) == weak_sender<int>(moved));
  CHECK(weak_receiver<int>(rx) != weak_receiver<int>(other_rx));
  CHECK(weak_receiver<int>(rx) != weak_receiver<int>());
  CHECK(*weak_sender<int>(copy).lock() == copy);
}

TEST_CASE("handles are in the order in which their channels were made, empty ones first") {
  std::vector<sender<int>> made;
  made.emplace_back();
  for (int i = 0; i < 10; ++i) made.push_back(strait::bounded<int>(1).tx);
  CHECK(std::ranges::is_sorted(made));
  CHECK(std::ranges::is_sorted(made, std::ranges::less_equal()));
  CHECK((made[1] <=> made[2]) == std::strong_ordering::less);
  CHECK((made[2] <=> sender<int>(made[2])) == std::strong_ordering::equal);
  std::ranges::reverse(made);
  CHECK(std::set<sender<int>>(made.begin(), made.end()).size() == made.size());
}

TEST_CASE("the order of channels is not that of their memory, which is used again") {
  std::array<std::optional<strait::detail::after_channel>, 2> memory;
  auto& [second, first] = memory;
  first.emplace(strait::detail::deadline::forever());
  second.emplace(strait::detail::deadline::forever());
  CHECK((strait::detail::order_of(&*first, &*second) == std::strong_ordering::less));
  CHECK((strait::detail::order_of(&*second, &*first) == std::strong_ordering::greater));
  CHECK((strait::detail::order_of(&*first, &*first) == std::strong_ordering::equal));
}

TEST_CASE("handles are keys of maps and sets, by channel") {
  auto [tx, rx] = strait::unbounded<int>();
  auto [other_tx, other_rx] = strait::unbounded<int>();
  std::unordered_map<sender<int>, std::string> names{{tx, "first"}, {other_tx, "second"}};
  CHECK(names.at(sender<int>(tx)) == "first");
  CHECK(names.at(other_tx) == "second");
  CHECK_FALSE(names.contains(sender<int>()));
  std::unordered_set<receiver<int>> seen{rx, other_rx, rx};
  CHECK(seen.size() == 2);
  std::map<weak_receiver<int>, int> uncounted{{weak_receiver<int>(rx), 1}};
  CHECK(uncounted.at(weak_receiver<int>(rx)) == 1);
  std::unordered_set<weak_sender<int>> weak{weak_sender<int>(tx), weak_sender<int>(tx)};
  CHECK(weak.size() == 1);
  CHECK(hash_of(tx) == hash_of(sender<int>(tx)));
  CHECK(hash_of(tx) != hash_of(other_tx));
}

TEST_CASE("a channel's number is that of all its handles, and of no other channel ever") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  std::set<std::uint64_t> numbers;
  std::uint64_t last = 0;
  for (int i = 0; i < 100; ++i) {
    auto [tx, rx] = kind.make<int>();  // often at the address of the one before
    CHECK(tx.id() == rx.id());
    CHECK(sender<int>(tx).id() == tx.id());
    CHECK(weak_sender<int>(tx).id() == tx.id());
    CHECK(tx.id() > last);
    last = tx.id();
    // The first one is 1, and 0 none.
    CHECK(last == strait::detail::last_channel_id.load(std::memory_order_relaxed));
    numbers.insert(tx.id());
    const weak_receiver<int> weak(rx);
    rx = {};
    CHECK(weak.id() == last);
  }
  CHECK(numbers.size() == 100);
  CHECK_FALSE(numbers.contains(0));
}

TEST_CASE("an empty handle has the number 0; timers and subscribers have numbers of their own") {
  CHECK(sender<int>().id() == 0);
  CHECK(receiver<int>().id() == 0);
  CHECK(weak_sender<int>().id() == 0);
  auto [tx, rx] = strait::bounded<int>(1);
  const auto moved = std::move(tx);
  CHECK(tx.id() == 0);
  const auto news = strait::broadcast<int>(1);
  const std::set<std::uint64_t> numbers{moved.id(),
                                        strait::after(1h).id(),
                                        strait::tick(1h).id(),
                                        strait::never<int>().id(),
                                        news.subscribe().id(),
                                        news.subscribe().id(),
                                        strait::oneshot<int>().rx.id()};
  CHECK(numbers.size() == 7);
  CHECK_FALSE(numbers.contains(0));
  CHECK(strait::never<int>().id() == strait::never<long>().id());  // one channel for all
}

TEST_CASE("threads that make channels at once give them different numbers") {
  const auto make = [] {
    std::vector<std::uint64_t> numbers;
    for (int i = 0; i < 500; ++i) numbers.push_back(strait::bounded<int>(1).tx.id());
    return numbers;
  };
  test::background first(make), second(make);
  auto all = first.get();
  CHECK(std::ranges::is_sorted(all));
  for (const std::uint64_t number : second.get()) all.push_back(number);
  CHECK(std::set<std::uint64_t>(all.begin(), all.end()).size() == 1000);
}

TEST_CASE("the ends of a new channel are assigned to handles that are there already") {
  const auto kind = GENERATE(test::every_kind());
  CAPTURE(kind);
  sender<int> tx;
  receiver<int> rx;
  std::tie(tx, rx) = kind.make<int>();
  CHECK(same_channel(tx, rx));
  CHECK(tx.sender_count() == 1);
  CHECK(tx.receiver_count() == 1);
  const auto before = tx.id();
  std::tie(tx, rx) = strait::oneshot<int>();
  CHECK(tx.id() != before);
  CHECK(tx.send(7));
  CHECK(rx.recv() == 7);
  auto ends = kind.make<test::move_only>();
  sender<test::move_only> messages;
  receiver<test::move_only> inbox;
  std::tie(messages, inbox) = std::move(ends);
  CHECK(same_channel(messages, inbox));
}
