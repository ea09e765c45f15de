// lock.hpp — a lock held for a few dozen instructions, 4 bytes.
//
// Idea: U. Drepper, "Futexes Are Tricky", the three-state mutex. A thread that may not sleep (a
// browser's main thread) spins instead: the holder never sleeps and runs no user code while it
// holds the lock, so the wait is as long as those instructions.
//
// Invariants  I1 state_ is 0 (free), 1 (held, nobody sleeps) or 2 (held, somebody may sleep).
//             I2 no user code runs and no thread sleeps while it is held.
#pragma once

#include <cstdint>

#include <strait/base/deadline.hpp>
#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

class futex_lock {
 public:
  futex_lock() noexcept = default;
  futex_lock(const futex_lock&) = delete;
  futex_lock& operator=(const futex_lock&) = delete;

  void lock() noexcept {
    std::uint32_t expected = 0;
    // order: acquire; pairs with the release in unlock().
    if (!state_.compare_exchange_strong(expected, 1, std::memory_order_acquire,
                                        std::memory_order_relaxed)) {
      lock_contended();
    }
  }

  void unlock() noexcept {
    // order: release; pairs with the acquires in lock() and lock_contended().
    if (state_.exchange(0, std::memory_order_release) == 2) platform::wake_one(&state_);
  }

 private:
  void lock_contended() noexcept {
    for (int spins = 0; spins < platform::spin_turns; ++spins) {
      std::uint32_t expected = 0;
      // order: acquire; pairs with the release in unlock().
      if (state_.load(std::memory_order_relaxed) == 0 &&
          state_.compare_exchange_weak(expected, 1, std::memory_order_acquire,
                                       std::memory_order_relaxed)) {
        return;
      }
      platform::pause();
    }
    // order: acquire; pairs with the release in unlock(). Taking it as 2 costs at most one needless
    // wake-up and never loses one.
    while (state_.exchange(2, std::memory_order_acquire) != 0) {
      if (platform::may_block()) platform::sleep(state_, 2, time_point::max());
    }
  }

  platform::atomic<std::uint32_t> state_{0};  ///< I1. Guards what the lock's owner documents.
};

template <class Platform>
struct lock_of {
  using type = futex_lock;
};

template <class Platform>
  requires requires { typename Platform::lock; }
struct lock_of<Platform> {
  using type = typename Platform::lock;
};

/// A platform may have a lock of its own.
using short_lock = lock_of<platform>::type;

}  // namespace detail
STRAIT_END
