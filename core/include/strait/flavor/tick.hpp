// tick.hpp — a timer that is due again and again, at a fixed distance from where it began.
//
// Invariants  I1 every due moment is the start plus a multiple of the period: it does not drift.
//             I2 what a slow consumer missed is passed over, all but the oldest: it does not burst.
#pragma once

#include <algorithm>

#include <strait/flavor/timer_channel.hpp>

STRAIT_BEGIN
namespace detail {

class tick_channel final : public timer_channel {
 public:
  /// A period of zero or less: always due.
  explicit tick_channel(nanoseconds period) noexcept
      : timer_channel(deadline::after(std::max(period, nanoseconds(1))).when()),
        period_(std::max(period, nanoseconds::zero())) {}

 private:
  time_point following(time_point moment, time_point now) const noexcept override {
    if (period_ == nanoseconds::zero()) return now + nanoseconds(1);
    // The first multiple after `now`. The product fits: it is at most now - moment.
    const time_point latest = moment + period_ * ((now - moment) / period_);
    return latest >= time_point::max() - period_ ? time_point::max() : latest + period_;
  }

  const nanoseconds period_;
};

}  // namespace detail
STRAIT_END
