// kept_waiter.hpp — the waiter of operations that stay in their channels' queues between waits (a
// selector's), and the list of those that are to be looked at.
//
// It is open only while its owner sleeps, or is about to. A peer that meets one of its operations
// claims it then, as any other. Otherwise the peer takes it out of the queue and notes it here:
// something has happened in that channel, so the owner's next wait looks at it. So an operation
// that is in a queue is one that has to wait, and costs the owner nothing.
//
// The waiter is opened only if nothing is noted, and both are done under its lock: a peer either
// finds it open, or the owner finds what the peer has noted. Nobody has to be woken for a note.
//
// Invariants  I1 all but a look at noted_ is done under lock_, in a channel's lock or none.
//             I2 an operation that is noted is in no queue; its `next` is guarded by lock_.
#pragma once

#include <mutex>

#include <strait/base/lock.hpp>
#include <strait/wait/operation.hpp>

STRAIT_BEGIN
namespace detail {

class kept_waiter : public waiter {
 public:
  kept_waiter() noexcept { static_cast<void>(give_up()); }  // Not open yet.

  static kept_waiter& of(const operation& kept) noexcept {
    STRAIT_ASSERT(kept.kept);
    return static_cast<kept_waiter&>(*kept.owner.read());
  }

  // What a peer calls that has met one of its operations, with the channel's lock held.

  /// Claims the waiter, or notes the operation (false). Requires: it has been unlinked.
  [[nodiscard]] bool claim_or_note(operation& met) noexcept {
    const std::lock_guard guard(lock_);
    if (claim(met)) return true;
    note(met);
    return false;
  }

  /// Notes the operation, once it has been unlinked, unless the waiter is open (false).
  template <class Unlink>
  bool note_unless_open(operation& met, Unlink unlink) noexcept {
    const std::lock_guard guard(lock_);
    if (is_open()) return false;
    unlink(met);
    note(met);
    return true;
  }

  // What the owner calls.

  /// Opens the waiter, unless something is noted (false).
  [[nodiscard]] bool open_unless_noted() noexcept {
    const std::lock_guard guard(lock_);
    if (has_noted()) return false;
    reopen();
    return true;
  }

  /// Whether something is noted, at the moment of the load.
  bool has_noted() const noexcept { return noted_.load(std::memory_order_relaxed) != nullptr; }

  /// All that is noted, linked by `next`; null: has_noted() is false.
  operation* take_noted() noexcept {
    if (!has_noted()) return nullptr;
    const std::lock_guard guard(lock_);
    operation* const all = noted_.load(std::memory_order_relaxed);
    noted_.store(nullptr, std::memory_order_relaxed);
    return all;
  }

 private:
  void note(operation& met) noexcept {
    met.next.write() = noted_.load(std::memory_order_relaxed);
    noted_.store(&met, std::memory_order_relaxed);
  }

  short_lock lock_;
  platform::atomic<operation*> noted_{nullptr};  ///< I1
};

}  // namespace detail
STRAIT_END
