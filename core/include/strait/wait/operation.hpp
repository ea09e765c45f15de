// operation.hpp — one attempt to send or to receive that may have to wait.
//
// Lives on the stack of the caller (or in a selector) and, while it waits, is in the channel's
// queue. A send has its message in a box, or has none yet and makes it later: it is first granted
// a place (buffered) or a waiting receiver (rendezvous), so that the message is built or moved only
// once it is certain to arrive.
//
// Invariants  I1 listed, previous and next are guarded by the channel's lock.
//             I2 box(), partner and state() belong to the owner, but between claim() and finish()
//                to the thread that claimed the waiter.
//             I3 the other fields do not change while the operation is in a queue.
#pragma once

#include <cstdint>

#include <strait/base/box.hpp>
#include <strait/base/kind.hpp>
#include <strait/wait/waiter.hpp>

STRAIT_BEGIN
namespace detail {

class waitable;

enum class operation_state : std::uint8_t {
  pending,           ///< Nothing has happened to it yet.
  done,              ///< The message has been passed on; after a receive it is in box().
  disconnected,      ///< Nothing more will happen; after a send the message is still in box().
  place_reserved,    ///< Make the message, then publish() or abandon() it.
  receiver_matched,  ///< `partner` waits: make the message, then deliver() to it or refuse() it.
  retry,             ///< The matched sender could not make the message: look again.
  ready,             ///< A watching operation would not have to wait; nothing was done.
};

/// The result of an attempt to do an operation at once.
enum class attempt_result : std::uint8_t {
  would_wait,      ///< Nothing was done: it has to wait.
  settled,         ///< The operation's state says what happened.
  sender_matched,  ///< A sender is making the message: sleep until the state is done, or retry.
};

class operation {
 public:
  operation(waitable* on, detail::direction to_or_from) noexcept
      : channel(on), direction(to_or_from) {}
  operation(const operation&) = delete;
  operation& operator=(const operation&) = delete;
  ~operation() { STRAIT_ASSERT(!listed.read()); }

  operation_state state() const noexcept { return state_.read(); }
  void set_state(operation_state how) noexcept { state_.write() = how; }
  attempt_result settle(operation_state how) noexcept {
    set_state(how);
    return attempt_result::settled;
  }

  box_ptr& box() noexcept { return box_.write(); }
  bool has_box() const noexcept { return box_.read() != nullptr; }

  waitable* const channel;
  const detail::direction direction;
  bool watch = false;      ///< Only waits to be ready; does nothing then.
  bool displaces = false;  ///< A send that replaces the oldest message, and gets that in box().
  STRAIT_KEEP_CALL_SITE(site);
  platform::cell<operation*> partner;
  platform::cell<waiter*> owner;

  platform::cell<bool> listed;
  platform::cell<operation*> previous;
  platform::cell<operation*> next;

 private:
  platform::cell<operation_state> state_{operation_state::pending};
  platform::cell<box_ptr> box_;
};

}  // namespace detail
STRAIT_END
