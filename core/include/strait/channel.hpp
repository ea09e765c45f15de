// channel.hpp — making channels.
//
//   auto [tx, rx] = strait::unbounded<std::string>();
//   auto [tx, rx] = strait::bounded<int>(8);
//   auto [tx, rx] = strait::bounded<int>(0);       // rendezvous
#pragma once

#include <cstddef>

#include <strait/base/access.hpp>
#include <strait/flavor/locked.hpp>
#include <strait/receiver.hpp>
#include <strait/sender.hpp>

STRAIT_BEGIN

/// The two ends of a new channel.
template <class T>
struct channel {
  sender<T> tx;
  receiver<T> rx;
};

namespace detail {

/// Takes over the two counts with which a channel begins.
template <class T>
strait::channel<T> ends_of(flavor* made) noexcept {
  return {access::make<sender<T>>(handle<direction::send>(made)),
          access::make<receiver<T>>(handle<direction::receive>(made))};
}

}  // namespace detail

/// A channel without a limit: send() never waits. Throws: std::bad_alloc.
template <class T>
[[nodiscard]] channel<T> unbounded() {
  return detail::ends_of<T>(new detail::locked_channel(0, false));
}

/// A channel that stores at most `capacity` messages; any number, nothing is allocated for them
/// here. 0: a rendezvous, where a send waits until a receiver takes its message.
/// Throws: std::bad_alloc.
template <class T>
[[nodiscard]] channel<T> bounded(std::size_t capacity) {
  return detail::ends_of<T>(new detail::locked_channel(capacity));
}

STRAIT_END
