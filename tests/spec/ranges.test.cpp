// A receiver under views and algorithms: reading an element twice is harmless, nothing is copied
// that need not be, and a range outlives the temporary that it was made of.
#include <algorithm>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include "support/background.hpp"
#include "support/flavors.hpp"
#include "support/results.hpp"
#include "support/tracked.hpp"

using strait::recv_error;
using test::failed;

namespace {

using texts = std::vector<std::string>;
using unique = std::unique_ptr<int>;
template <class T>
using element = std::ranges::range_reference_t<strait::receiver<T>&>;

const texts words{"a message that is too long for a small string", "and another one of the kind"};

/// The last handles of a channel with two long messages, as a temporary.
strait::channel<std::string> two_words() {
  auto ends = strait::unbounded<std::string>();
  for (const std::string& each : words) REQUIRE(ends.tx.send(each));
  ends.tx = {};
  return ends;
}
strait::receiver<std::string> words_receiver() { return two_words().rx; }

template <class Range>
texts collect(Range&& range) {
  texts found;
  for (auto&& each : range) found.push_back(each);
  return found;
}

}  // namespace

// As std::ranges::istream_view, or std::generator.
static_assert(std::same_as<element<int>, int&>);
static_assert(std::same_as<element<std::string>, std::string&>);
static_assert(std::same_as<element<unique>, unique&&>);
static_assert(std::same_as<element<test::move_only>, test::move_only&&>);
// Containers say that they can be copied, whatever they hold.
static_assert(std::same_as<element<std::vector<unique>>, std::vector<unique>&&>);
static_assert(std::same_as<element<std::optional<std::vector<unique>>>,
                           std::optional<std::vector<unique>>&&>);
static_assert(std::same_as<element<std::vector<texts>>, std::vector<texts>&>);

static_assert(std::input_iterator<strait::receiver<int>::iterator>);
static_assert(std::input_iterator<strait::receiver<unique>::iterator>);
// An arrow leads to a message that stays where it is.
template <class T>
concept has_arrow = requires(strait::receiver<T>::iterator it) { it.operator->(); };
static_assert(has_arrow<std::string> && !has_arrow<unique>);
static_assert(std::ranges::view<decltype(strait::receiver<int>().try_iter())>);
static_assert(std::ranges::input_range<decltype(strait::receiver<unique>().try_iter())>);
static_assert(std::ranges::viewable_range<strait::receiver<int>>);
static_assert(!std::ranges::borrowed_range<strait::receiver<int>>);

TEST_CASE("a view that reads an element twice takes nothing out of it") {
  auto [tx, rx] = two_words();
  const auto by_value = [](std::string word) { return !word.empty(); };
  SECTION("a filter") { CHECK(collect(rx | std::views::filter(by_value)) == words); }
  SECTION("a filter over what is there") {
    CHECK(collect(rx.try_iter() | std::views::filter(by_value)) == words);
  }
  SECTION("two filters") {
    CHECK(collect(rx | std::views::filter(by_value) | std::views::filter(by_value)) == words);
  }
  SECTION("take_while") { CHECK(collect(rx | std::views::take_while(by_value)) == words); }
  SECTION("drop_while") {
    const auto none = [](std::string) { return false; };
    CHECK(collect(rx | std::views::drop_while(none)) == words);
  }
  SECTION("transform, filtered") {
    const auto same = [](std::string word) { return word; };
    CHECK(collect(rx | std::views::transform(same) | std::views::filter(by_value)) == words);
  }
  SECTION("the iterator itself") {
    auto it = rx.begin();
    const std::string first = *it;
    CHECK(first == words[0]);
    CHECK(*it == words[0]);
    CHECK(it->size() == words[0].size());
    it->clear();
    CHECK(it->empty());
    ++it;
    CHECK(it->size() == words[1].size());
  }
}

TEST_CASE("an algorithm that reads an element twice takes nothing out of it") {
  auto [tx, rx] = two_words();
  texts found;
  SECTION("copy") { std::ranges::copy(rx, std::back_inserter(found)); }
  SECTION("copy_if") {
    const auto by_value = [](std::string word) { return !word.empty(); };
    std::ranges::copy_if(rx, std::back_inserter(found), by_value);
  }
  SECTION("transform") {
    const auto same = [](std::string word) { return word; };
    std::ranges::transform(rx, std::back_inserter(found), same);
  }
  SECTION("for_each with a projection") {
    const auto same = [](std::string word) { return word; };
    std::ranges::for_each(rx, [&](const std::string& word) { found.push_back(word); }, same);
  }
  SECTION("find_if") {
    const auto second = [](std::string word) { return word == words[1]; };
    const auto it = std::ranges::find_if(rx, second);
    REQUIRE(it != rx.end());
    found = {words[0], *it};
  }
  CHECK(found == words);
}

TEST_CASE("a loop over a receiver copies a message only if its variable is one") {
  test::ledger books;
  {
    auto [tx, rx] = strait::unbounded<test::tracked>();
    for (int i = 0; i < 5; ++i) REQUIRE(tx.send(test::tracked(books, i)));
    const auto first_of = [&](auto&& range, auto&& look) {
      const int before = books.copies;
      look(range);
      return books.copies - before;
    };
    const auto by_reference = [](auto&& range) {
      for (test::tracked& each : range) return each.id();
      return -1;
    };
    const auto by_constant = [](auto&& range) {
      for (const test::tracked& each : range) return each.id();
      return -1;
    };
    const auto by_any = [](auto&& range) {
      for (auto&& each : range) return each.id();
      return -1;
    };
    const auto by_value = [](auto&& range) {
      for (test::tracked each : range) return each.id();
      return -1;
    };
    const auto moved_out = [](auto&& range) {
      for (test::tracked& each : range) {
        const test::tracked mine = std::move(each);
        return mine.id();
      }
      return -1;
    };
    CHECK(first_of(rx, by_reference) == 0);
    CHECK(first_of(rx, by_constant) == 0);
    CHECK(first_of(rx.try_iter(), by_any) == 0);
    CHECK(first_of(rx, moved_out) == 0);
    CHECK(first_of(rx, by_value) == 1);
    CHECK(rx.empty());
  }
  CHECK(books.settled());
}

TEST_CASE("a message that can only be moved passes through loops and views") {
  auto [tx, rx] = strait::unbounded<unique>();
  for (int i = 1; i <= 6; ++i) REQUIRE(tx.send(std::make_unique<int>(i)));
  tx.close();
  int sum = 0;
  for (unique message : rx | std::views::take(2)) sum += *message;
  for (unique message : rx.try_iter() | std::views::take(2)) sum += *message;
  for (auto&& message : rx | std::views::filter([](const unique& m) { return m != nullptr; })) {
    const unique mine = std::move(message);
    sum += *mine;
  }
  CHECK(sum == 21);

  auto [batches_tx, batches] = strait::unbounded<std::vector<unique>>();
  REQUIRE(batches_tx.send([] {
    std::vector<unique> batch;
    batch.push_back(std::make_unique<int>(7));
    return batch;
  }()));
  for (std::vector<unique> batch : batches.try_iter()) CHECK(*batch.at(0) == 7);
}

TEST_CASE("a range of a temporary receiver keeps its channel") {
  SECTION("a loop over a receiver") {
    texts found;
    for (std::string& word : words_receiver()) found.push_back(word);
    CHECK(found == words);
  }
  SECTION("a loop over what is there") {
    texts found;
    for (std::string& word : words_receiver().try_iter()) found.push_back(word);
    CHECK(found == words);
    found.clear();
    for (auto word : two_words().rx.try_iter()) found.push_back(word);
    CHECK(found == words);
  }
  SECTION("a view of a receiver") {
    CHECK(collect(words_receiver() | std::views::take(2)) == words);
    CHECK(collect(two_words().rx | std::views::take(2)) == words);
    auto kept = two_words().rx | std::views::transform([](std::string& word) { return word; });
    CHECK(collect(kept) == words);
  }
  SECTION("a view of what is there") {
    auto kept = words_receiver().try_iter() | std::views::take(2);
    CHECK(collect(kept) == words);
  }
  SECTION("an iterator") {
    auto it = words_receiver().begin();
    CHECK(*it == words[0]);
    ++it;
    CHECK(*it == words[1]);
    ++it;
    CHECK(it == std::default_sentinel);
  }
  SECTION("a constant temporary") {
    const auto constant = []() -> const strait::receiver<std::string> { return words_receiver(); };
    CHECK(collect(constant().try_iter()) == words);
    CHECK(*constant().begin() == words[0]);
  }
}

TEST_CASE("a range of a temporary receiver keeps senders connected as long as it lives") {
  auto [tx, rx] = strait::unbounded<int>();
  {
    const auto range = std::move(rx).try_iter();
    const auto kept = strait::receiver<int>(std::move(rx));
    CHECK(tx.receiver_count() == 2);
  }
  CHECK(tx.receiver_count() == 0);
  CHECK(tx.is_disconnected());
}

TEST_CASE("a range of a named receiver is no receiver of its own") {
  auto [tx, rx] = strait::unbounded<int>();
  REQUIRE(tx.send(1));
  REQUIRE(tx.send(2));
  const auto range = rx.try_iter();
  auto it = rx.begin();
  CHECK(tx.receiver_count() == 1);
  CHECK(*it == 1);
  rx = {};
  // The last receiver is gone: the messages are destroyed, and nobody will get one any more.
  CHECK(tx.is_disconnected());
  CHECK(*it == 1);
  ++it;
  CHECK(it == std::default_sentinel);
  CHECK(range.begin() == range.end());
}

TEST_CASE("every source of messages is such a range: timers, subscribers, closed and empty ones") {
  int ticks = 0;
  for ([[maybe_unused]] auto& moment : strait::tick(std::chrono::milliseconds(1))) {
    if (++ticks == 3) break;
  }
  CHECK(ticks == 3);
  const auto news = strait::broadcast<std::string>(4);
  const auto subscriber = news.subscribe();
  for (const std::string& word : words) REQUIRE(news.send(word) == 1);
  const auto by_value = [](std::string word) { return !word.empty(); };
  CHECK(collect(subscriber.try_iter() | std::views::filter(by_value)) == words);
  CHECK(collect(news.subscribe().try_iter()).empty());
  CHECK(collect(strait::receiver<std::string>().try_iter()).empty());
  CHECK(collect(strait::receiver<std::string>()).empty());
}

#ifdef __cpp_lib_ranges_zip
TEST_CASE("two receivers are zipped") {
  auto [first_tx, first] = two_words();
  auto [second_tx, second] = two_words();
  std::size_t pairs = 0;
  for (auto&& [a, b] : std::views::zip(first, second)) {
    CHECK(a == b);
    ++pairs;
  }
  CHECK(pairs == 2);
}
#endif
