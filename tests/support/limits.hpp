// limits.hpp — durations at the ends of their ranges, in many types.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <ratio>

namespace test {

/// Calls `use` with limits that have passed already.
template <class F>
void with_passed_durations(F use) {
  using namespace std::chrono_literals;
  use(0ms);
  use(-1ns);
  use(-24h);
  use(std::chrono::nanoseconds::min());
  use(std::chrono::hours::min());
  use(std::chrono::duration<double>(-1.5));
  use(std::chrono::duration<double>(-std::numeric_limits<double>::infinity()));
  use(std::chrono::duration<signed char, std::ratio<3600>>(-128));
}

/// Calls `use` with limits that never pass.
template <class F>
void with_endless_durations(F use) {
  use(std::chrono::nanoseconds::max());
  use(std::chrono::milliseconds::max());
  use(std::chrono::hours::max());
  use(std::chrono::duration<double>(std::numeric_limits<double>::infinity()));
  use(std::chrono::duration<double>::max());
  use(std::chrono::duration<std::int64_t, std::ratio<31556952>>::max());
  use(std::chrono::duration<std::uint64_t, std::nano>::max());
}

/// Calls `use` with limits of about two milliseconds.
template <class F>
void with_short_durations(F use) {
  using namespace std::chrono_literals;
  use(2ms);
  use(2'000'000ns);
  use(std::chrono::duration<double>(0.002));
  use(std::chrono::duration<float, std::milli>(2.0f));
  use(std::chrono::duration<std::uint8_t, std::milli>(2));
  use(std::chrono::duration<int, std::ratio<1, 500>>(1));
  use(std::chrono::duration<std::int64_t, std::pico>(2'000'000'000));
}

}  // namespace test
