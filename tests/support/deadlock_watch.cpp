// deadlock_watch.cpp — part of programs that are built with STRAIT_TRACE: when their threads can
// never go on, it says so on standard error, once, and lets them stand.
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "deadlocks.hpp"
#include "lost_wakes.hpp"

namespace {

void watch(std::size_t unrelated) {
  std::string report;
  while (report.empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    test::notify_all_again();
    report = strait::report_deadlock(unrelated);
  }
  std::fputs(report.c_str(), stderr);
}

[[maybe_unused]] const bool is_watched =
    (std::thread(watch, test::count_unrelated_threads()).detach(), true);

}  // namespace
