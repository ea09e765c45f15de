// channel.hpp — making channels.
//
//   auto [tx, rx] = strait::unbounded<std::string>();
//   auto [tx, rx] = strait::bounded<int>(8);
//   auto [tx, rx] = strait::bounded<int>(0);       // rendezvous
//   auto [tx, rx] = strait::oneshot<int>();        // one message, then disconnected
#pragma once

#include <concepts>
#include <cstddef>
#include <limits>
#include <tuple>

#include <strait/base/access.hpp>
#include <strait/flavor/slot_channel.hpp>
#include <strait/receiver.hpp>
#include <strait/sender.hpp>

STRAIT_BEGIN

/// The two ends of a new channel.
template <class T>
struct channel {
  sender<T> tx;
  receiver<T> rx;

  /// Assigns to existing handles: std::tie(tx, rx) = strait::bounded<int>(8).
  /// Example:
  ///   strait::sender<int> tx;
  ///   strait::receiver<int> rx;
  ///   std::tie(tx, rx) = strait::bounded<int>(8);
  ///   assert(tx.send(7) && rx.recv() == 7);
  ///   assert(rx.sender_count() == 1);
  operator std::tuple<sender<T>&, receiver<T>&>() && noexcept { return {tx, rx}; }
};

namespace detail {

template <class T>
flavor* make_channel(channel_kind kind, std::size_t capacity) {
  static_assert(std::move_constructible<T>, "strait: a message must be movable");
  return new slot_channel(kind, capacity, message_type_of<T>);
}

/// Takes over the two counts with which a channel begins.
template <class T>
strait::channel<T> ends_of(flavor* made) noexcept {
  static_assert(std::move_constructible<T>, "strait: a message must be movable");
  tracer::opened<T>(made);
  return {access::make<sender<T>>(handle<direction::send>(made)),
          access::make<receiver<T>>(handle<direction::receive>(made))};
}

}  // namespace detail

/// A channel without a limit: send() never waits. For producers that must not wait, if something
/// else limits the number of messages.
/// Returns: both ends.
/// Throws:  std::bad_alloc.
/// Cost:    one allocation, and one for each block of messages, more or less of 32 KiB.
/// Example:
///   auto [tx, rx] = strait::unbounded<int>();
///   for (int i = 0; i < 1000; ++i) assert(tx.try_send(i));
///   assert(rx.size() == 1000);
template <class T>
[[nodiscard]] channel<T> unbounded(STRAIT_CALL_SITE_ONLY) {
  STRAIT_TRACE_CALL;
  constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();
  return detail::ends_of<T>(detail::make_channel<T>(detail::channel_kind::unbounded, no_limit));
}

/// A channel that stores at most `capacity` messages: any number up to the largest size_t. 0: a
/// rendezvous, in which a send waits until a receiver takes its message.
/// Returns: both ends.
/// Throws:  std::bad_alloc.
/// Cost:    one allocation, whatever the capacity; memory for messages when it is needed.
/// Example:
///   auto [tx, rx] = strait::bounded<int>(2);
///   assert(tx.try_send(1) && tx.try_send(2));
///   assert(tx.try_send(3).error().code == strait::send_errc::full);
template <class T>
[[nodiscard]] channel<T> bounded(std::size_t capacity STRAIT_CALL_SITE) {
  STRAIT_TRACE_CALL;
  using detail::channel_kind;
  const auto kind = capacity == 0 ? channel_kind::rendezvous : channel_kind::bounded;
  return detail::ends_of<T>(detail::make_channel<T>(kind, capacity));
}

/// A channel for one message at most, such as the reply to a request: the send that succeeds closes
/// it, the message can still be received, and then both sides get `disconnected`.
/// Returns: both ends.
/// Throws:  std::bad_alloc.
/// Cost:    two allocations at most.
/// Example:
///   struct request {
///     int number;
///     strait::sender<int> reply_to;
///   };
///   auto [requests, inbox] = strait::bounded<request>(1);
///   std::thread server([&] {
///     for (request each : inbox) assert(each.reply_to.send(each.number * each.number));
///   });
///   auto [reply_to, reply] = strait::oneshot<int>();
///   assert(requests.send({7, std::move(reply_to)}));
///   assert(reply.recv() == 49);
///   assert(reply.recv().error() == strait::recv_error::disconnected);
///   requests.close();
///   server.join();
template <class T>
[[nodiscard]] channel<T> oneshot(STRAIT_CALL_SITE_ONLY) {
  STRAIT_TRACE_CALL;
  return detail::ends_of<T>(detail::make_channel<T>(detail::channel_kind::oneshot, 1));
}

STRAIT_END
