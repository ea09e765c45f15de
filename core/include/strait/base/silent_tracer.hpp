// silent_tracer.hpp — the points at which a tracer is told what happens (base/trace.hpp), each
// doing nothing.
//
// `channel` names the channel from made() to freed(). Unless a point says "no lock", it may be
// called with the channel's lock held: it must neither sleep nor use a channel. No point throws.
//
// A tracer may ask where in the program it happens: strait::called_from() is the call of the
// operation that the thread is performing (base/call_site.hpp). In begun(), chosen() and
// disconnected() it is that of the case, on_recv() or a selector's recv(); in the other points, the
// call that waits: a selector's wait(), or for a select, whose own call is not known, its first
// case, and once a case is chosen, that one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <strait/base/config.hpp>
#include <strait/base/kind.hpp>
#include <strait/base/platform.hpp>

STRAIT_BEGIN

struct silent_tracer {
  using direction = detail::direction;
  using channel_kind = detail::channel_kind;
  using give_up_reason = detail::give_up_reason;

  /// Each message has one in the channel, so that a receive can be matched with its send. Your
  /// own may hold a number; it begins as message_id().
  struct message_id {};
  /// The same in each channel (as its member `traced`), operation and handle. An operation's is
  /// made on the thread that it belongs to.
  struct channel_data {};
  struct operation_data {};
  struct handle_data {};

  // The life of a channel.
  static void made(const void* /*channel*/, channel_kind) noexcept {}
  /// Of channels that users make, once their type of message is known.
  template <class T>
  static void opened(const void* /*channel*/) noexcept {}
  static void named(const void* /*channel*/, std::string_view) noexcept {}
  static void closed(const void* /*channel*/) noexcept {}
  /// The last sender, or the last receiver, is gone. No lock.
  static void side_gone(const void* /*channel*/, direction) noexcept {}
  static void freed(const void* /*channel*/) noexcept {}

  // The life of a handle; of an empty one, `channel` is null. No lock.
  static void held(const void* /*channel*/, direction, handle_data&) noexcept {}
  /// Its object has been moved or swapped: `from` is as before held().
  static void moved(const void* /*channel*/, direction, handle_data& /*from*/,
                    handle_data& /*to*/) noexcept {}
  /// The thread operates on it or asks it something.
  static void used(const void* /*channel*/, direction, const handle_data&) noexcept {}
  /// The thread copies it: held() follows for the copy.
  static void copied(const void* /*channel*/, direction, const handle_data&) noexcept {}
  static void released(const void* /*channel*/, direction, handle_data&) noexcept {}
  /// There is a weak_sender or a weak_receiver.
  static void weakened(const void* /*channel*/) noexcept {}

  // The life of a message.
  /// It is about to be sent: the one point that sees a T. No lock.
  template <class T>
  static void boxed(message_id&, const T&) noexcept {}
  /// A send that makes its message later has been granted a place, or a receiver that waits: then
  /// comes sent() or abandoned().
  static void reserved(const void* /*channel*/) noexcept {}
  /// It could not make the message: the place is free again, or the receiver looks again.
  static void abandoned(const void* /*channel*/) noexcept {}
  /// The channel has accepted it: stored it, or handed it to a receiver (then it is received next).
  static void sent(const void* /*channel*/, const message_id&) noexcept {}
  /// By `receiver`, which may belong to another thread.
  static void received(const void* /*channel*/, const message_id&,
                       const operation_data& /*receiver*/) noexcept {}
  /// It has given its place to a newer one.
  static void displaced(const void* /*channel*/, const message_id&) noexcept {}
  /// A timer delivers what was due at `due`. No lock.
  static void fired(const void* /*channel*/, const message_id&,
                    std::chrono::steady_clock::time_point /*due*/) noexcept {}

  // The life of an operation, on the thread that it belongs to. No lock.
  /// The operation that begins next may be ended by a stop.
  static void stoppable() noexcept {}
  /// Of a select: once for each of its `count` cases. `message`: null if there is none yet.
  static void begun(const void* /*channel*/, direction, std::size_t /*count*/, operation_data&,
                    message_id* /*message*/) noexcept {}
  /// The thread goes to sleep on it, and continues.
  static void blocked(const void* /*channel*/, direction) noexcept {}
  /// All of them have been told: it sleeps while these bits of `word` are 0; until `until` at most.
  static void sleeping(const platform::atomic<std::uint32_t>& /*word*/, std::uint32_t /*bits*/,
                       std::chrono::steady_clock::time_point /*until*/) noexcept {}
  static void resumed(const void* /*channel*/, direction) noexcept {}
  /// It was done, or a place was reserved for it: of a select, the winner.
  static void chosen(const void* /*channel*/, direction, const operation_data&) noexcept {}
  /// The same, but its channel is disconnected.
  static void disconnected(const void* /*channel*/, direction, const operation_data&) noexcept {}
  /// None of the `count` operations that were begun together was chosen.
  static void gave_up(std::size_t /*count*/, give_up_reason) noexcept {}
};

STRAIT_END
