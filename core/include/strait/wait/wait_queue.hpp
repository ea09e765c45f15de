// wait_queue.hpp — the operations that wait in one channel, first come, first served; and the list
// of those that a lock holder has completed and will wake once the lock is free.
//
// Invariants  I1 both are used with the channel's lock held, except a wake_list's end.
//             I2 an operation in a wait_queue may have lost its waiter to another channel (a select
//                that was claimed there), or be kept by one that does not wait: claim_first()
//                unlinks and skips these.
#pragma once

#include <cstddef>

#include <strait/wait/kept_waiter.hpp>
#include <strait/wait/operation.hpp>

STRAIT_BEGIN
namespace detail {

class wait_queue {
 public:
  void push_back(operation& added) noexcept {
    STRAIT_ASSERT(!added.listed.read() && added.owner.read() != nullptr);
    added.listed.write() = true;
    added.next.write() = nullptr;
    added.previous.write() = last_.read();
    next_of(last_.read()).write() = &added;
    last_.write() = &added;
  }

  void remove(operation& gone) noexcept {
    STRAIT_ASSERT(gone.listed.read() && first_.read() != nullptr);
    operation* const before = gone.previous.read();
    operation* const behind = gone.next.read();
    next_of(before).write() = behind;
    (behind == nullptr ? last_ : behind->previous).write() = before;
    gone.listed.write() = false;
  }

  /// Unlinks and returns the first `wanted` operation whose waiter could be claimed; null if none.
  template <class Predicate>
  operation* claim_first(Predicate wanted) noexcept {
    operation* each = first_.read();
    while (each != nullptr) {
      operation* following = each->next.read();
      if (wanted(*each)) {
        remove(*each);
        if (claim(*each)) return each;
      }
      each = following;
    }
    return nullptr;
  }

  operation* claim_first() noexcept {
    return claim_first([](const operation&) { return true; });
  }

  /// Whether claim_first() would find one, unless another channel claims it first. Unlinks those
  /// that are kept and not open: their owners look again, and tell those who only watch, before
  /// they wait.
  template <class Predicate>
  bool any_open(Predicate wanted) noexcept {
    bool found = false;
    operation* each = first_.read();
    while (each != nullptr) {
      operation* const following = each->next.read();
      const auto unlink = [this](operation& idle) { remove(idle); };
      const bool is_idle = each->kept && kept_waiter::of(*each).note_unless_open(*each, unlink);
      found = found || (!is_idle && wanted(*each) && is_open(*each));
      each = following;
    }
    return found;
  }

  bool any_open() const noexcept { return count_open() != 0; }

  std::size_t count_open() const noexcept {
    std::size_t count = 0;
    for (const operation* each = first_.read(); each != nullptr; each = each->next.read()) {
      if (is_open(*each)) ++count;
    }
    return count;
  }

  bool empty() const noexcept { return first_.read() == nullptr; }

 private:
  /// Claims the waiter of an operation that has just been unlinked.
  static bool claim(operation& taken) noexcept {
    if (taken.alone) return true;
    return taken.kept ? kept_waiter::of(taken).claim_or_note(taken)
                      : taken.owner.read()->claim(taken);
  }

  static bool is_open(const operation& listed) noexcept {
    return listed.alone || listed.owner.read()->is_open();
  }

  /// The link behind `op`; null: behind nothing.
  platform::cell<operation*>& next_of(operation* op) noexcept {
    return op == nullptr ? first_ : op->next;
  }

  platform::cell<operation*> first_;
  platform::cell<operation*> last_;
};

/// Claimed operations whose owners are woken after the lock is released: a woken thread must not
/// run into a lock that its waker still holds. Declare it before the lock's guard.
class [[nodiscard]] wake_list {
 public:
  wake_list() noexcept = default;
  wake_list(const wake_list&) = delete;
  wake_list& operator=(const wake_list&) = delete;
  /// Requires: no lock held.
  ~wake_list() {
    while (first_ != nullptr) {
      waiter* owner = first_->owner.read();
      const bool is_alone = first_->alone;
      first_ = first_->next.read();  // Before finish(): the operation may be gone after it.
      if (is_alone) {
        owner->set_finished();  // Has no function; that is on another cache line.
      } else {
        owner->finish();
      }
    }
  }

  /// Requires: claimed by the caller, unlinked.
  void add(operation& claimed, operation_state how) noexcept {
    STRAIT_ASSERT(!claimed.listed.read());
    STRAIT_ASSERT(claimed.alone || claimed.owner.read()->is_claimed());
    claimed.set_state(how);
    claimed.next.write() = nullptr;
    if (last_ == nullptr) {
      first_ = &claimed;
    } else {
      last_->next.write() = &claimed;
    }
    last_ = &claimed;
  }

 private:
  operation* first_ = nullptr;
  operation* last_ = nullptr;
};

}  // namespace detail
STRAIT_END
