// timer.hpp — time as a channel: `after`, `at`, `tick`; and `never`.
//
// A timer is a receiver of time points. It stores one message at most, is never early and never
// disconnects; copies share it, and each message goes to one of them. No thread stands behind it.
//
//   strait::select(strait::on_recv(rx, handle_message),
//                  strait::on_recv(strait::after(1s), [](auto) { std::puts("nothing for 1 s"); }));
#pragma once

#include <chrono>

#include <strait/base/access.hpp>
#include <strait/base/deadline.hpp>
#include <strait/flavor/after.hpp>
#include <strait/flavor/never.hpp>
#include <strait/flavor/tick.hpp>
#include <strait/receiver.hpp>

STRAIT_BEGIN
namespace detail {

template <class T>
receiver<T> receiver_of(flavor* counted) noexcept {
  return access::make<receiver<T>>(handle<direction::receive>(counted));
}

}  // namespace detail

/// Delivers once, at `moment`, and then behaves like never(). The message is `moment`.
/// The largest time point: never. Throws: std::bad_alloc.
template <class Duration>
[[nodiscard]] receiver<std::chrono::steady_clock::time_point> at(
    std::chrono::time_point<std::chrono::steady_clock, Duration> moment) {
  return detail::receiver_of<detail::time_point>(
      new detail::after_channel(detail::deadline::at(moment)));
}

/// Delivers once, `duration` from now, and then behaves like never(). The message is the time at
/// which it was due. Zero or less: at once; the largest duration: never. Throws: std::bad_alloc.
template <class Rep, class Period>
[[nodiscard]] receiver<std::chrono::steady_clock::time_point> after(
    std::chrono::duration<Rep, Period> duration) {
  const detail::deadline moment = detail::deadline::after(duration);
  return at(moment.is_immediate() ? platform::now() : moment.when());
}

/// Delivers every `period`, first one period from now, always at multiples of it. Of the ticks that
/// a slow consumer misses it finds the oldest and then the next one due. The message is the time at
/// which it was due. Zero or less: always due. Throws: std::bad_alloc.
template <class Rep, class Period>
[[nodiscard]] receiver<std::chrono::steady_clock::time_point> tick(
    std::chrono::duration<Rep, Period> period) {
  return detail::receiver_of<detail::time_point>(
      new detail::tick_channel(detail::saturate(period)));
}

/// Never delivers and never disconnects: a case of a select that is switched off. All receivers of
/// one type made here belong to one channel.
template <class T>
[[nodiscard]] receiver<T> never() {
  detail::flavor* shared = detail::idle_channel::never();
  shared->endpoints.receivers.add();
  return detail::receiver_of<T>(shared);
}

STRAIT_END
