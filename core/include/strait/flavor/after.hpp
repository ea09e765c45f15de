// after.hpp — a timer that delivers once, at a given moment, and then never again.
#pragma once

#include <strait/flavor/timer_channel.hpp>

STRAIT_BEGIN
namespace detail {

class after_channel final : public timer_channel {
 public:
  explicit after_channel(const deadline& moment) noexcept
      : timer_channel(channel_kind::after, moment.when()) {}

 private:
  time_point following(time_point, time_point) const noexcept override { return time_point::max(); }
};

}  // namespace detail
STRAIT_END
