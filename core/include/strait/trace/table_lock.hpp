// table_lock.hpp — the lock of the trace's tables: usable before main(), and in destructors of
// static objects. Never held while a thread sleeps or runs code of the program.
//
// Idea: U. Drepper, "Futexes Are Tricky": 0 is free, 1 is held, 2 is held and somebody may sleep.
#pragma once

#include <chrono>
#include <cstdint>

#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace trace {

class table_lock {
 public:
  void lock() noexcept {
    ++depth_here();
    std::uint32_t expected = 0;
    // order: acquire; pairs with the release in unlock().
    if (state_.compare_exchange_strong(expected, 1, std::memory_order_acquire,
                                       std::memory_order_relaxed)) {
      return;
    }
    // order: acquire; pairs with the release in unlock().
    while (state_.exchange(2, std::memory_order_acquire) != 0) {
      if (platform::may_block()) {
        platform::sleep(state_, 2, std::chrono::steady_clock::time_point::max());
      }
    }
  }

  /// Whether this thread has such a lock, or waits for one: a sleep is not the program's then, and
  /// whoever notes it in the tables would want the lock again.
  static bool is_used_here() noexcept { return depth_here() != 0; }

  void unlock() noexcept {
    // order: release; pairs with the acquires in lock().
    if (state_.exchange(0, std::memory_order_release) == 2) platform::wake_one(&state_);
    --depth_here();
  }

 private:
  static int& depth_here() noexcept { return platform::per_thread<int, table_lock>(); }

  platform::atomic<std::uint32_t> state_{0};
};

}  // namespace trace
STRAIT_END
