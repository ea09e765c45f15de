// watchdog.cpp — turns every hang into a failure that names the test case, and prints the seed.
// A listener of Catch2 notes which test case runs since when; a thread looks at the note again and
// again. A test case that takes longer than 20 s (60 s where programs run slower, times
// STRAIT_TEST_PATIENCE) ends the process. One with GENERATE is timed anew for each generated value.
#include <catch2/catch_test_case_info.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <random>
#include <string>
#include <thread>

#if defined(__EMSCRIPTEN__)
#include <emscripten/emscripten.h>
#endif

#include "hang.hpp"
#include "lost_wakes.hpp"
#include "scale.hpp"
#include "seed.hpp"

namespace test {

std::uint64_t seed() {
  static const std::uint64_t chosen = [] {
    const char* wanted = std::getenv("STRAIT_TEST_SEED");
    if (wanted && *wanted) return static_cast<std::uint64_t>(std::strtoull(wanted, nullptr, 10));
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32) | device();
  }();
  return chosen;
}

namespace {

constexpr int exit_code_of_a_hang = 86;

std::chrono::duration<double> limit() {
  const char* text = std::getenv("STRAIT_TEST_PATIENCE");
  const double patience = text ? std::strtod(text, nullptr) : 1.0;
  return std::chrono::duration<double>((slowness > 1 ? 60.0 : 20.0) *
                                       (patience > 0 ? patience : 1));
}

/// Ends all threads, wherever they stand.
[[noreturn]] void end_process() {
#if defined(__EMSCRIPTEN__)
  emscripten_force_exit(exit_code_of_a_hang);  // _Exit() would wait for main() to return
#endif
  std::_Exit(exit_code_of_a_hang);
}

class watchdog : public Catch::EventListenerBase {
 public:
  using Catch::EventListenerBase::EventListenerBase;

  void testRunStarting(const Catch::TestRunInfo&) override {
    std::printf("STRAIT_TEST_SEED=%llu\n", static_cast<unsigned long long>(seed()));
    std::fflush(stdout);
    thread_ = std::thread([this] { watch(); });
  }

  void testCasePartialStarting(const Catch::TestCaseInfo& info, std::uint64_t) override {
    const std::lock_guard lock(mutex_);
    running_ = info.name;
    since_ = clock::now();
  }

  void testCasePartialEnded(const Catch::TestCaseStats&, std::uint64_t) override {
    const std::lock_guard lock(mutex_);
    running_.clear();
  }

  void testRunEnded(const Catch::TestRunStats&) override {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

 private:
  using clock = std::chrono::steady_clock;

  void watch() {
    std::unique_lock lock(mutex_);
    constexpr auto period = std::chrono::milliseconds(loses_wakes ? 10 : 500);
    while (!changed_.wait_for(lock, period, [this] { return over_; })) {
      notify_all_again();
      if (running_.empty() || clock::now() - since_ < limit()) continue;
      std::cout.flush();  // what failed before the hang
      std::fprintf(stderr, "\nhang: \"%s\" has not ended after %.0f s (seed %llu)\n",
                   running_.c_str(), limit().count(), static_cast<unsigned long long>(seed()));
      std::fflush(stderr);
      if (explain_hang != nullptr) std::fputs(explain_hang().c_str(), stderr);
      end_process();
    }
  }

  std::mutex mutex_;  // guards all that follows but the thread
  std::condition_variable changed_;
  std::string running_;  // empty: none
  clock::time_point since_;
  bool over_ = false;
  std::thread thread_;
};

CATCH_REGISTER_LISTENER(watchdog)

}  // namespace
}  // namespace test
