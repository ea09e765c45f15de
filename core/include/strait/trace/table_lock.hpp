// table_lock.hpp — the lock of the trace's tables: usable before main(), and in destructors of
// static objects. No code of the program runs while it is held.
#pragma once

#include <strait/base/lock.hpp>
#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace trace {

class table_lock {
 public:
  void lock() noexcept {
    ++depth_here();
    lock_.lock();
  }
  void unlock() noexcept {
    lock_.unlock();
    --depth_here();
  }

  /// Whether this thread has such a lock, or waits for one: a sleep is not the program's then, and
  /// whoever notes it in the tables would want the lock again.
  static bool is_used_here() noexcept { return depth_here() != 0; }

 private:
  static int& depth_here() noexcept { return platform::per_thread<int, table_lock>(); }

  detail::futex_lock<7, 64> lock_;
};

}  // namespace trace
STRAIT_END
