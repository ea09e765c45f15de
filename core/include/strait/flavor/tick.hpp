// tick.hpp — a timer that is due again and again, at a fixed distance from where it began.
//
// Invariants  I1 every due moment is the start plus a multiple of the period: it does not drift.
//             I2 except with missed_ticks::burst, at most one message stands for all the ticks that
//                a slow consumer missed.
#pragma once

#include <algorithm>

#include <strait/flavor/timer_channel.hpp>

STRAIT_BEGIN

/// What becomes of the ticks that were due while nobody received.
enum class missed_ticks : std::uint8_t {
  coalesce,  ///< They become one, the oldest, delivered at once; then the next multiple is due.
  burst,     ///< Each is delivered, one after the other, at once.
  skip,      ///< All but the latest are passed over: a message is less than a period old.
};

namespace detail {

class tick_channel final : public timer_channel {
 public:
  /// A period of zero or less: always due.
  tick_channel(nanoseconds period, missed_ticks missed) noexcept
      : timer_channel(channel_kind::tick, deadline::after(std::max(period, nanoseconds(1))).when()),
        period_(std::max(period, nanoseconds::zero())),
        missed_(missed) {}

 private:
  time_point following(time_point moment, time_point now) const noexcept override {
    if (period_ == nanoseconds::zero()) return now + nanoseconds(1);
    const time_point last = missed_ == missed_ticks::burst ? moment : latest(moment, now);
    return last >= time_point::max() - period_ ? time_point::max() : last + period_;
  }

  time_point delivered(time_point moment, time_point now) const noexcept override {
    const bool passes_over = missed_ == missed_ticks::skip && period_ > nanoseconds::zero();
    return passes_over ? latest(moment, now) : moment;
  }

  /// The last multiple up to `now`. The product fits: it is at most now - moment.
  time_point latest(time_point moment, time_point now) const noexcept {
    return moment + period_ * ((now - moment) / period_);
  }

  const nanoseconds period_;
  const missed_ticks missed_;
};

}  // namespace detail
STRAIT_END
