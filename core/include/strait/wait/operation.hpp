// operation.hpp — one attempt to send or to receive that may have to wait.
//
// Lives on the stack of the caller and, while it waits, is in the channel's queue; or lives in a
// selector, and is kept in the queue between waits, too (kept_waiter.hpp). Its message is in its
// owner's memory: what is stored of it (base/message_type.hpp), or room for that. A send may have
// no message yet: it is first granted a place (buffered) or a waiting receiver (rendezvous), so
// that the message is made only once it is certain to arrive.
//
// Invariants  I1 listed, previous and next are guarded by the channel's lock (by the lock of a
//                kept_waiter: next, while the operation is noted there).
//             I2 the message, its id, partner() and state() belong to the owner, but between
//                claim() and finish() to the thread that claimed the waiter.
//             I3 the other fields do not change while the operation is in a queue.
#pragma once

#include <cstdint>
#include <utility>

#include <strait/base/call_site.hpp>
#include <strait/base/kind.hpp>
#include <strait/base/trace.hpp>
#include <strait/wait/waiter.hpp>

STRAIT_BEGIN
namespace detail {

class waitable;

enum class operation_state : std::uint8_t {
  pending,           ///< Nothing has happened to it yet.
  done,              ///< The message has been moved: on, or to where the receive wants it.
  disconnected,      ///< Nothing more will happen; a send still has its message.
  place_reserved,    ///< Make the message, then publish() or abandon() it.
  receiver_matched,  ///< partner() waits: make the message, then deliver() to it or refuse() it.
  retry,             ///< Nothing happened to it after all: look again.
  ready,             ///< A watching operation would not have to wait; nothing was done.
};

/// The result of an attempt to do an operation at once.
enum class attempt_result : std::uint8_t {
  would_wait,      ///< Nothing was done: it has to wait.
  needs_memory,    ///< Nothing was done: release the locks, provide_memory(), and try again.
  settled,         ///< The operation's state says what happened.
  sender_matched,  ///< A sender is making the message: sleep until the state is done, or retry.
};

class operation {
 public:
  /// `message`: of a send, what is sent, or null if that is made later; of a receive, where it
  /// belongs.
  operation(waitable* on, detail::direction to_or_from, void* message = nullptr) noexcept
      : channel(on), message_(message), direction(to_or_from) {}
  operation(const operation&) = delete;
  operation& operator=(const operation&) = delete;
  ~operation() { STRAIT_ASSERT(!listed.read()); }

  operation_state state() const noexcept { return state_.read(); }
  void set_state(operation_state how) noexcept { state_.write() = how; }
  attempt_result settle(operation_state how) noexcept {
    set_state(how);
    return attempt_result::settled;
  }

  void* message() const noexcept { return message_.read(); }
  bool has_message() const noexcept { return message_.read() != nullptr; }
  /// Of the message to be sent, for a tracer: empty if there is none yet. Null: it receives.
  tracer::message_id* id_to_send() noexcept {
    return direction == detail::direction::send ? &id : nullptr;
  }
  void set_message(void* message) noexcept { message_.write() = message; }
  /// Of a send that succeeds: its message, which is moved from next.
  void* take_message() noexcept { return std::exchange(message_.write(), nullptr); }

  /// Of a granted send or receive, which is in no queue: whom it meets.
  operation* partner() const noexcept { return previous.read(); }
  void set_partner(operation* met) noexcept { previous.write() = met; }

  waitable* const channel;

 private:
  platform::cell<void*> message_;

 public:
  platform::cell<waiter*> owner;
  platform::cell<operation*> previous;
  platform::cell<operation*> next;
  const detail::direction direction;
  bool alone = false;      ///< Taken out of the queue, it is claimed (waiter.hpp).
  bool kept = false;       ///< Stays in the queue between waits (kept_waiter.hpp).
  bool watch = false;      ///< Only waits to be ready; does nothing then.
  bool displaces = false;  ///< A send that replaces the oldest message, and gets that instead.
  platform::cell<bool> listed;

 private:
  platform::cell<operation_state> state_{operation_state::pending};

 public:
  STRAIT_KEEP_CALL_SITE(site);
  [[no_unique_address]] tracer::message_id id;
  [[no_unique_address]] tracer::operation_data traced;
};

}  // namespace detail
STRAIT_END
