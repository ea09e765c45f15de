// deadline.hpp — the moment until which an operation waits.
//
// Idea: any duration and any time point, however large, negative or fine, becomes one
// steady_clock::time_point by saturating, before any chrono arithmetic can overflow.
//
// Invariants  I1 never earlier than asked: fractions of a nanosecond are rounded up.
//             I2 time_point::max() means for ever, time_point::min() means do not wait.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <type_traits>

#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

using clock = std::chrono::steady_clock;
using time_point = clock::time_point;
using nanoseconds = std::chrono::nanoseconds;

/// `d` in nanoseconds, rounded up; saturated where it does not fit; 0 for not-a-number.
template <class Rep, class Period>
constexpr nanoseconds saturate(std::chrono::duration<Rep, Period> d) noexcept {
  const double count = std::chrono::duration<double, std::nano>(d).count();
  // 2^63 as a double; everything below it in magnitude fits.
  constexpr double limit = 9223372036854775808.0;
  if (count >= limit) return nanoseconds::max();
  if (count <= -limit) return nanoseconds::min();
  using exact = std::ratio_divide<Period, std::nano>;
  if constexpr (std::is_integral_v<Rep> && exact::den == 1) {
    return nanoseconds(static_cast<std::int64_t>(d.count()) * exact::num);
  } else if constexpr (std::is_integral_v<Rep> && exact::num == 1) {
    return std::chrono::ceil<nanoseconds>(d);
  } else {
    if (!(count == count)) return nanoseconds::zero();
    const double up = std::ceil(count);
    return up >= limit ? nanoseconds::max() : nanoseconds(static_cast<std::int64_t>(up));
  }
}

constexpr nanoseconds saturated_sum(nanoseconds a, nanoseconds b) noexcept {
  if (b > nanoseconds::zero() && a > nanoseconds::max() - b) return nanoseconds::max();
  if (b < nanoseconds::zero() && a < nanoseconds::min() - b) return nanoseconds::min();
  return a + b;
}

class deadline {
 public:
  static constexpr deadline forever() noexcept { return deadline(time_point::max()); }
  static constexpr deadline immediate() noexcept { return deadline(time_point::min()); }

  /// A time point of another clock is converted by its distance from that clock's now().
  template <class Clock, class Duration>
  static constexpr deadline at(std::chrono::time_point<Clock, Duration> t) noexcept {
    const nanoseconds moment = saturate(t.time_since_epoch());
    if constexpr (std::is_same_v<Clock, clock>) {
      return deadline(time_point(moment));
    } else {
      static_assert(
          requires { Clock::now(); },
          "strait: a deadline is a time point of a clock, such as steady_clock or system_clock");
      if (moment == nanoseconds::max()) return forever();
      const nanoseconds away = saturated_sum(moment, -saturate(Clock::now().time_since_epoch()));
      return deadline(time_point(saturated_sum(platform::now().time_since_epoch(), away)));
    }
  }

  template <class Rep, class Period>
  static deadline after(std::chrono::duration<Rep, Period> d) noexcept {
    const nanoseconds wait = saturate(d);
    if (wait <= nanoseconds::zero()) return immediate();
    const time_point now = platform::now();
    if (wait >= time_point::max() - now) return forever();
    return deadline(now + wait);
  }

  constexpr time_point when() const noexcept { return at_; }
  constexpr bool is_immediate() const noexcept { return at_ == time_point::min(); }

  bool passed() const noexcept {
    if (at_ == time_point::max()) return false;
    return is_immediate() || platform::now() >= at_;
  }

  friend constexpr auto operator<=>(const deadline&, const deadline&) = default;

 private:
  constexpr explicit deadline(time_point t) noexcept : at_(t) {}

  time_point at_;
};

}  // namespace detail
STRAIT_END
