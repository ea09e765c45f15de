// explain_hangs.cpp — part of test programs that are built with STRAIT_TRACE: when a test case
// hangs because of a deadlock, the watchdog says which.
#include <catch2/catch_test_macros.hpp>
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "deadlocks.hpp"
#include "hang.hpp"

namespace {

/// Its own thread, which asks, is not among them.
std::size_t unrelated_to_watchdog = 0;

[[maybe_unused]] const bool is_explained = [] {
  unrelated_to_watchdog = test::count_unrelated_threads();
  test::explain_hang = [] { return strait::report_deadlock(unrelated_to_watchdog); };
  return true;
}();

}  // namespace

TEST_CASE("a case that hangs is explained", "[.hangs]") {
  auto [tx, rx] = strait::unbounded<int>();
  for (const int each : rx) CHECK(each == 0);
}

TEST_CASE("a case that hangs outside of channels is explained", "[.hangs_outside]") {
  std::mutex mutex;
  std::condition_variable changed;
  std::promise<int> promise;
  std::counting_semaphore<2> places(0);
  std::latch gate(2);
  std::shared_mutex table;
  table.lock();
  std::vector<std::jthread> threads;
  const auto start = [&threads](const char* name, auto wait) {
    std::latch is_named(1);
    threads.emplace_back([name, wait, &is_named] {
      strait::name_thread(name);
      is_named.count_down();
      wait();
    });
    is_named.wait();
  };
  for (const char* name : {"one", "two"}) {
    start(name, [&] {
      std::unique_lock lock(mutex);
      changed.wait(lock, [] { return false; });
    });
  }
  start("three", [&] { promise.get_future().wait(); });
  start("four", [&] { places.acquire(); });
  start("five", [&] { gate.arrive_and_wait(); });
  start("six", [&] { table.lock_shared(); });
}
