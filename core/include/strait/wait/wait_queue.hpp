// wait_queue.hpp — the operations that wait in one channel, first come, first served; and the list
// of those that a lock holder has completed and will wake once the lock is free.
//
// Invariants  I1 both are used with the channel's lock held, except wake_list::flush().
//             I2 an operation in a wait_queue may have lost its waiter to another channel (a select
//                that was claimed there): claim_first() unlinks and skips these.
#pragma once

#include <cstddef>

#include <strait/wait/operation.hpp>

STRAIT_BEGIN
namespace detail {

class wait_queue {
 public:
  void push_back(operation& added) noexcept {
    STRAIT_ASSERT(!added.listed && added.owner != nullptr);
    added.listed = true;
    added.next = nullptr;
    added.previous = last_;
    (last_ == nullptr ? first_ : last_->next) = &added;
    last_ = &added;
  }

  void remove(operation& gone) noexcept {
    STRAIT_ASSERT(gone.listed && first_ != nullptr);
    (gone.previous == nullptr ? first_ : gone.previous->next) = gone.next;
    (gone.next == nullptr ? last_ : gone.next->previous) = gone.previous;
    gone.listed = false;
  }

  /// Unlinks and returns the first `wanted` operation whose waiter could be claimed; null if none.
  template <class Predicate>
  operation* claim_first(Predicate wanted) noexcept {
    operation* each = first_;
    while (each != nullptr) {
      operation* following = each->next;
      if (wanted(*each)) {
        remove(*each);
        if (each->owner->claim(*each)) return each;
      }
      each = following;
    }
    return nullptr;
  }

  operation* claim_first() noexcept {
    return claim_first([](const operation&) { return true; });
  }

  /// Whether claim_first() would find one, unless another channel claims it first.
  template <class Predicate>
  bool any_open(Predicate wanted) const noexcept {
    for (const operation* each = first_; each != nullptr; each = each->next) {
      if (wanted(*each) && each->owner->is_open()) return true;
    }
    return false;
  }

  bool any_open() const noexcept {
    return any_open([](const operation&) { return true; });
  }

  std::size_t count_open() const noexcept {
    std::size_t count = 0;
    for (const operation* each = first_; each != nullptr; each = each->next) {
      if (each->owner->is_open()) ++count;
    }
    return count;
  }

 private:
  operation* first_ = nullptr;
  operation* last_ = nullptr;
};

/// Claimed operations whose owners are woken after the lock is released: a woken thread must not
/// run into a lock that its waker still holds. Declare it before the lock's guard.
class [[nodiscard]] wake_list {
 public:
  wake_list() noexcept = default;
  wake_list(const wake_list&) = delete;
  wake_list& operator=(const wake_list&) = delete;
  ~wake_list() { flush(); }

  /// Requires: claimed by the caller, unlinked.
  void add(operation& claimed, operation_state how) noexcept {
    STRAIT_ASSERT(!claimed.listed && claimed.owner->is_claimed());
    claimed.state = how;
    claimed.next = nullptr;
    (last_ == nullptr ? first_ : last_->next) = &claimed;
    last_ = &claimed;
  }

  /// Requires: no lock held.
  void flush() noexcept {
    while (first_ != nullptr) {
      waiter* owner = first_->owner;
      first_ = first_->next;  // Before finish(): the operation may be gone after it.
      owner->finish();
    }
    last_ = nullptr;
  }

 private:
  operation* first_ = nullptr;
  operation* last_ = nullptr;
};

}  // namespace detail
STRAIT_END
