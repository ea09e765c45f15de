// kind.hpp — the two directions of an operation, why it may be given up, and the kinds of channel
// as logs, traces and debuggers call them.
#pragma once

#include <cstdint>
#include <string_view>

#include <strait/base/config.hpp>

STRAIT_BEGIN
namespace detail {

enum class direction : std::uint8_t { send, receive };

enum class channel_kind : std::uint8_t {
  unbounded,   ///< Stores any number of messages.
  bounded,     ///< Stores up to its capacity.
  rendezvous,  ///< Stores none.
  oneshot,     ///< Stores one, and is closed by it.
  subscriber,  ///< A bounded one: the queue of a subscriber of a broadcast.
  after,       ///< A timer that delivers once.
  tick,        ///< A timer that delivers again and again.
  never,       ///< Nothing ever happens.
  closed,      ///< Closed and drained: the channel of empty handles.
  stop,        ///< Not a user's channel: the stop that on_stop() waits for.
};

/// Why an operation or a select ended although nothing was chosen.
enum class give_up_reason : std::uint8_t {
  time_up,      ///< Its deadline has passed, or it only tried.
  stopped,      ///< A stop was requested.
  would_block,  ///< It would have to wait, and the thread may not sleep.
};

constexpr std::string_view to_string(channel_kind kind) noexcept {
  switch (kind) {
    case channel_kind::unbounded:
      return "unbounded";
    case channel_kind::bounded:
      return "bounded";
    case channel_kind::rendezvous:
      return "rendezvous";
    case channel_kind::oneshot:
      return "oneshot";
    case channel_kind::subscriber:
      return "subscriber";
    case channel_kind::after:
      return "after timer";
    case channel_kind::tick:
      return "tick timer";
    case channel_kind::never:
      return "never";
    case channel_kind::closed:
      return "closed";
    case channel_kind::stop:
      return "stop";
  }
  return "unknown channel";
}

/// Whether the program chose its capacity, so that it is worth printing.
constexpr bool has_chosen_capacity(channel_kind kind) noexcept {
  return kind == channel_kind::bounded || kind == channel_kind::subscriber;
}

/// Whether programs send to it.
constexpr bool has_senders(channel_kind kind) noexcept { return kind < channel_kind::after; }

}  // namespace detail
STRAIT_END
