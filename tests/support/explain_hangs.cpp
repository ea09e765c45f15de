// explain_hangs.cpp — part of test programs that are built with STRAIT_TRACE: when a test case
// hangs because of a deadlock, the watchdog says which.
#include <catch2/catch_test_macros.hpp>

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
