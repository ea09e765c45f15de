// timer_channel.hpp — what `after` and `tick` share: a channel that time alone fills.
//
// Idea: crossbeam's at and tick flavors. A timer needs no thread and no alarm: a thread that waits
// for it sleeps until it is due and then takes the message with one compare-and-swap, so there is
// nothing to lock and nobody to wake.
//
// Invariants  I1 next_due_ only grows; the thread that advances it gets the message. max(): no
//                more messages.
//             I2 never early: a message is taken only when its moment has passed.
#pragma once

#include <cstdint>
#include <new>

#include <strait/base/deadline.hpp>
#include <strait/base/message_type.hpp>
#include <strait/flavor/flavor.hpp>

STRAIT_BEGIN
namespace detail {

static_assert(!is_boxed<time_point>, "strait: a timer makes its message where it is wanted");

class timer_channel : public flavor {
 public:
  void lock() noexcept final {}
  void unlock() noexcept final {}

  attempt_result attempt(operation& op, wake_list&) noexcept final {
    time_point moment = due();
    time_point now = time_point::min();
    do {  // Again if another receiver was faster.
      if (moment == time_point::max()) return attempt_result::would_wait;
      now = platform::now();
      if (now < moment) return attempt_result::would_wait;
      if (op.watch) return op.settle(operation_state::ready);
    } while (!advance(moment, following(moment, now)));
    const auto* const message = ::new (op.message()) time_point(delivered(moment, now));
    op.id = {};
    tracer::boxed(op.id, *message);
    tracer::fired(this, op.id, moment);
    tracer::received(this, op.id, op.traced);
    return op.settle(operation_state::done);
  }

  bool might_be_ready(const operation&) const noexcept final { return is_due(); }
  void enlist(operation&, wake_list&) noexcept final {}
  void withdraw(operation&) noexcept final {}
  time_point due() const noexcept final {
    return time_point(nanoseconds(next_due_.load(std::memory_order_relaxed)));
  }

  // Timers have no senders, and never disconnect.
  void close() noexcept final {}
  void discard() noexcept final {}

  std::size_t size() noexcept final { return is_due() ? 1 : 0; }
  bool full() noexcept final { return is_due(); }
  bool disconnected() noexcept final { return false; }
  std::optional<std::size_t> capacity() const noexcept final { return 1; }

 protected:
  /// The clock counts as the one sender; it is never gone.
  timer_channel(channel_kind kind, time_point first_due) noexcept
      : flavor(kind, 1, 1, 1), next_due_(first_due.time_since_epoch().count()) {}

  /// When the message after the one of `moment` is due, if that one is taken at `now`.
  virtual time_point following(time_point moment, time_point now) const noexcept = 0;

  /// The content of the message that was due at `moment` and is taken at `now`.
  virtual time_point delivered(time_point moment, time_point) const noexcept { return moment; }

 private:
  bool is_due() const noexcept {
    const time_point moment = due();
    return moment != time_point::max() && platform::now() >= moment;
  }

  bool advance(time_point& moment, time_point next) noexcept {
    std::int64_t expected = moment.time_since_epoch().count();
    if (next_due_.compare_exchange_strong(expected, next.time_since_epoch().count(),
                                          std::memory_order_relaxed)) {
      return true;
    }
    moment = time_point(nanoseconds(expected));
    return false;
  }

  platform::atomic<std::int64_t> next_due_;  ///< I1. Guards nothing: the moment is the message.
};

}  // namespace detail
STRAIT_END
