// endpoint_count.hpp — what keeps a channel alive: the handles of each side, and weak handles.
//
// Idea: crossbeam's two-sided counter. Each side has a count of its handles; the object stays until
// both sides and every weak handle are gone.
//
// Invariants  I1 a side's count never rises again once it has been 0.
//             I2 owners = (sides whose count is not 0) + weak handles; at 0 the object is freed.
#pragma once

#include <cstddef>

#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

class handle_count {
 public:
  explicit handle_count(std::size_t initial) noexcept : count_(initial) {}

  /// Requires: the caller holds a handle of this side.
  void add() noexcept {
    [[maybe_unused]] const std::size_t before = count_.fetch_add(1, std::memory_order_relaxed);
    STRAIT_ASSERT(before != 0);  // I1
  }

  /// One more handle, unless the side is gone already (I1).
  bool add_if_alive() noexcept {
    std::size_t seen = count_.load(std::memory_order_relaxed);
    while (seen != 0) {
      if (count_.compare_exchange_weak(seen, seen + 1, std::memory_order_relaxed)) return true;
    }
    return false;
  }

  /// True for the last one.
  [[nodiscard]] bool drop() noexcept {
    // order: acq_rel; pairs with itself: what each handle's user did comes before the last drop.
    const std::size_t before = count_.fetch_sub(1, std::memory_order_acq_rel);
    STRAIT_ASSERT(before != 0);
    return before == 1;
  }

  std::size_t get() const noexcept { return count_.load(std::memory_order_relaxed); }

 private:
  platform::atomic<std::size_t> count_;  ///< Written and read by all; guards nothing but itself.
};

struct endpoint_count {
  endpoint_count(std::size_t initial_senders, std::size_t initial_receivers,
                 std::size_t initial_owners) noexcept
      : senders(initial_senders), receivers(initial_receivers), owners(initial_owners) {}

  handle_count senders;
  handle_count receivers;
  handle_count owners;
};

}  // namespace detail
STRAIT_END
