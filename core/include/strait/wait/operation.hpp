// operation.hpp — one attempt to send or to receive that may have to wait.
//
// Lives on the stack of the caller (or in a selector) and, while it waits, stands in the channel's
// queue. A send brings its message in a box, or comes without one and makes it later: then it is
// granted a `place` (buffered) or a `partner` (rendezvous) first, so that the message is built or
// moved only once it is certain to arrive.
//
// Invariants  I1 listed, previous and next are guarded by the channel's lock.
//             I2 box, partner and result belong to the owner, but to the winner of the waiter's
//                claim() between claim() and finish().
#pragma once

#include <cstdint>

#include <strait/base/message.hpp>
#include <strait/wait/waiter.hpp>

STRAIT_BEGIN
namespace detail {

class waitable;

enum class direction : std::uint8_t { send, receive };

enum class outcome : std::uint8_t {
  none,          ///< It would have to wait.
  done,          ///< The message has gone over; after a receive it is in `box`.
  disconnected,  ///< Nothing more will happen; after a send the message is still in `box`.
  place,         ///< A place is reserved: make the message, then publish() or abandon() it.
  partner,       ///< `partner` waits: make the message, then deliver() to it or refuse() it.
  promised,      ///< A partner is making the message: sleep until it is done, or retry.
  retry,         ///< The partner could not make it: look again.
  ready,         ///< A watching operation could go; nothing was done.
};

struct operation {
  operation(waitable* on, direction direction_of_message) noexcept
      : channel(on), way(direction_of_message) {}
  operation(const operation&) = delete;
  operation& operator=(const operation&) = delete;

  waitable* channel;
  direction way;
  bool watch = false;      ///< Only wants to know when it could go.
  bool displaces = false;  ///< A send that takes the oldest message's place, and gets it in `box`.
  outcome result = outcome::none;
  message_ptr box;
  operation* partner = nullptr;
  waiter* owner = nullptr;

  bool listed = false;
  operation* previous = nullptr;
  operation* next = nullptr;
};

}  // namespace detail
STRAIT_END
