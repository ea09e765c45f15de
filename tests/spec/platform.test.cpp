// Sleeping and waking (the contract in base/platform.hpp), without a channel: over the machine's
// platform, and over the portable one, which is chosen where there is no other.
#include <strait/base/platform_machine.hpp>
#include <strait/base/platform_portable.hpp>

#include <array>
#include <atomic>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include "support/background.hpp"
#include "support/scale.hpp"

using namespace std::chrono_literals;

namespace {

using word = std::atomic<std::uint32_t>;
using clock_type = std::chrono::steady_clock;

/// Returns once `watched` is no longer `old`; how often it slept for that.
template <class Platform>
int wait_for_change(const word& watched, std::uint32_t old, clock_type::time_point until) {
  int sleeps = 0;
  while (watched.load() == old) {
    ++test::sleepers;
    Platform::sleep(watched, old, until);
    --test::sleepers;
    ++sleeps;
  }
  return sleeps;
}

/// Words whose sleepers stand in one queue of the portable platform.
std::vector<word*> words_of_one_queue(std::size_t count) {
  static std::array<word, 4096> all;
  std::vector<word*> found;
  for (word& each : all) {
    const auto* queue = &strait::detail::parking_queue_of(&each);
    if (queue == &strait::detail::parking_queue_of(&all[0])) found.push_back(&each);
  }
  REQUIRE(found.size() >= count);
  found.resize(count);
  for (word* each : found) each->store(0);
  return found;
}

}  // namespace

TEMPLATE_TEST_CASE("a wake reaches the sleeper of its own word, whoever shares its queue", "",
                   strait::machine_platform, strait::portable_platform) {
  constexpr int sleepers = 4;
  const auto rounds = static_cast<std::uint32_t>(test::scaled(200));
  const std::vector<word*> words = words_of_one_queue(sleepers);
  std::array<word, sleepers> seen{};
  test::crew crew;
  for (std::size_t i = 0; i < sleepers; ++i) {
    crew.add([&, i] {
      for (std::uint32_t round = 0; round < rounds; ++round) {
        wait_for_change<TestType>(*words[i], round, clock_type::time_point::max());
        seen[i].store(round + 1);
      }
    });
  }
  for (std::uint32_t round = 1; round <= rounds; ++round) {
    test::let_it_block(sleepers);
    // To and fro: whoever came last is woken first.
    for (std::size_t turn = 0; turn < sleepers; ++turn) {
      const std::size_t i = round % 2 == 0 ? turn : sleepers - 1 - turn;
      words[i]->store(round);
      TestType::wake_one(words[i]);
      while (seen[i].load() != round) std::this_thread::sleep_for(20us);
    }
  }
  crew.join();
}

TEMPLATE_TEST_CASE("wake_all wakes every sleeper of a word", "", strait::machine_platform,
                   strait::portable_platform) {
  constexpr int sleepers = 8;
  word shared{0};
  test::crew crew;
  for (int i = 0; i < sleepers; ++i) {
    crew.add([&] { wait_for_change<TestType>(shared, 0, clock_type::time_point::max()); });
  }
  test::let_it_block(sleepers);
  shared.store(1);
  TestType::wake_all(&shared);
  crew.join();
}

TEMPLATE_TEST_CASE("a sleep of centuries is slept, not polled", "", strait::machine_platform,
                   strait::portable_platform) {
  for (const auto until : {clock_type::time_point::max(), clock_type::time_point::max() - 1ns,
                           clock_type::time_point(std::chrono::hours(24 * 365 * 250))}) {
    word watched{0};
    test::background sleeper([&] { return wait_for_change<TestType>(watched, 0, until); });
    test::let_it_block();
    std::this_thread::sleep_for(20ms);  // polling would return thousands of times
    watched.store(1);
    TestType::wake_one(&watched);
    CHECK(sleeper.get() < 10);  // to wake for no reason is allowed, now and then
  }
}

TEMPLATE_TEST_CASE("a sleep of a part of a second is slept, not polled", "",
                   strait::machine_platform, strait::portable_platform) {
  const word watched{0};
  const auto until = clock_type::now() + 30ms;
  int returns = 0;
  for (; clock_type::now() < until; ++returns) TestType::sleep(watched, 0, until);
  CHECK(returns < 10);  // to wake for no reason is allowed, now and then
}

TEMPLATE_TEST_CASE("a sleep returns at once when its word has changed or its time has passed", "",
                   strait::machine_platform, strait::portable_platform) {
  const word changed{1};
  TestType::sleep(changed, 0, clock_type::time_point::max());
  for (const auto passed : {clock_type::time_point::min(), clock_type::time_point{},
                            clock_type::now() - 1ns, clock_type::now()}) {
    TestType::sleep(changed, 1, passed);
  }
  SUCCEED("or the watchdog would have ended this");
}
