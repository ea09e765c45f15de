// timer.hpp — time as a channel: `after`, `at`, `tick`; and `never`.
//
// A timer is a receiver of time points. It stores one message at most, is never early and never
// disconnects. Copies share it, and each message goes to one of them. It uses no thread.
//
//   strait::select(strait::on_recv(rx, handle_message),
//                  strait::on_recv(strait::after(1s), [](auto) { std::puts("nothing for 1 s"); }));
#pragma once

#include <chrono>

#include <strait/base/access.hpp>
#include <strait/base/deadline.hpp>
#include <strait/flavor/after.hpp>
#include <strait/flavor/idle_channel.hpp>
#include <strait/flavor/tick.hpp>
#include <strait/receiver.hpp>

STRAIT_BEGIN
namespace detail {

template <class T>
receiver<T> receiver_of(flavor* counted) noexcept {
  tracer::opened<T>(counted);
  return access::make<receiver<T>>(handle<direction::receive>(counted));
}

}  // namespace detail

/// Delivers once, at `moment`, and then behaves like never(). The message is `moment`, in terms of
/// std::chrono::steady_clock. A moment in the past: at once; the largest: never. Any clock may be
/// used; one other than steady_clock is read once, here: setting it later does not move the timer.
/// Returns: the receiver; copies share the one message.
/// Throws:  std::bad_alloc.
/// Cost:    one allocation; no thread.
/// Example:
///   const auto moment = std::chrono::steady_clock::now() + 1ms;
///   assert(strait::at(moment).recv() == moment);
///   assert(std::chrono::steady_clock::now() >= moment);
template <class Clock, class Duration>
[[nodiscard]] receiver<std::chrono::steady_clock::time_point> at(
    std::chrono::time_point<Clock, Duration> moment STRAIT_CALL_SITE) {
  STRAIT_TRACE_CALL;
  return detail::receiver_of<detail::time_point>(
      new detail::after_channel(detail::deadline::at(moment)));
}

/// Delivers once, `duration` from now, and then behaves like never(). The message is the time at
/// which it was due. The duration may have any unit; zero or less: at once; the largest: never.
/// Returns: the receiver; copies share the one message.
/// Throws:  std::bad_alloc.
/// Cost:    as at().
/// Example:
///   auto [tx, rx] = strait::bounded<int>(1);
///   const auto quiet = strait::after(1ms);
///   const bool was_quiet = strait::select(
///       strait::on_recv(rx, [](auto) { return false; }),
///       strait::on_recv(quiet, [](auto) { return true; }));
///   assert(was_quiet && quiet.try_recv().error() == strait::recv_error::empty);
template <class Rep, class Period>
[[nodiscard]] receiver<std::chrono::steady_clock::time_point> after(
    std::chrono::duration<Rep, Period> duration STRAIT_CALL_SITE) {
  STRAIT_TRACE_CALL;
  const detail::deadline moment = detail::deadline::after(duration);
  return detail::receiver_of<detail::time_point>(new detail::after_channel(
      moment.is_immediate() ? detail::deadline::at(platform::now()) : moment));
}

/// Delivers every `period`, first one period from now, always at multiples of it. The message is
/// the time at which it was due. `missed` decides what a slow consumer gets: by default one tick,
/// the oldest missed one, and then the next one due. The period may have any unit; zero or less:
/// always due.
/// Returns: the receiver; copies share the ticks.
/// Throws:  std::bad_alloc.
/// Cost:    as at().
/// Example:
///   const auto ticks = strait::tick(1ms);
///   const auto first = ticks.recv();
///   const auto second = ticks.recv();
///   assert(*second - *first >= 1ms);
template <class Rep, class Period>
[[nodiscard]] receiver<std::chrono::steady_clock::time_point> tick(
    std::chrono::duration<Rep, Period> period,
    missed_ticks missed = missed_ticks::coalesce STRAIT_CALL_SITE) {
  STRAIT_TRACE_CALL;
  return detail::receiver_of<detail::time_point>(
      new detail::tick_channel(detail::saturate(period), missed));
}

/// Never delivers and never disconnects: use it to disable a case of a select. All never()
/// receivers of one type belong to one channel.
/// Returns: the receiver.
/// Throws:  nothing.
/// Cost:    O(1), no allocation.
/// Example:
///   auto [tx, rx] = strait::bounded<int>(1);
///   bool enabled = false;
///   const strait::receiver<int> input = enabled ? rx : strait::never<int>();
///   assert(tx.send(7));
///   assert(input.try_recv().error() == strait::recv_error::empty);
template <class T>
[[nodiscard]] receiver<T> never() {
  detail::flavor* shared = detail::idle_channel::never();
  shared->endpoints.receivers.add();
  return detail::receiver_of<T>(shared);
}

STRAIT_END
