// lock.hpp — a lock held for a few dozen instructions, 8 bytes.
//
// Idea: one read-modify-write for a lock and an unlock together. The holder releases by a plain
// store and then looks whether anybody sleeps; a thread about to sleep says so and then looks
// whether the lock is free. Each stores first and loads second, so one of the two sees the other,
// if neither's load may overtake its store. Where the platform has a heavy fence (a fence in all
// threads at once: D. Dice et al., "Asymmetric Dekker Synchronization"), the thread about to sleep
// pays for both; elsewhere the release is an exchange.
//
// A thread that may not sleep (a browser's main thread) spins instead: the holder never sleeps and
// runs no user code while it holds the lock, so the wait is as long as those instructions.
//
// Invariants  I1 while a thread sleeps, has_sleepers_ is 1, or a thread that was woken is about to
//                set it, or the lock is free and a wake is on its way.
//             I2 no user code runs and no thread sleeps while it is held.
#pragma once

#include <algorithm>
#include <cstdint>

#include <strait/base/deadline.hpp>
#include <strait/base/platform.hpp>

STRAIT_BEGIN
namespace detail {

/// `Looks`: how often a thread that finds it held looks again before it sleeps, after one pause,
/// two, four, …, at most `LongestPause`.
template <int Looks, int LongestPause>
class futex_lock {
 public:
  constexpr futex_lock() noexcept = default;
  futex_lock(const futex_lock&) = delete;
  futex_lock& operator=(const futex_lock&) = delete;

  void lock() noexcept {
    // order: acquire; pairs with the release in unlock().
    if (is_held_.exchange(1, std::memory_order_acquire) != 0) [[unlikely]]
      lock_contended();
  }

  void unlock() noexcept {
    if (platform::has_heavy_fence()) {
      // order: release; pairs with the acquires in lock() and lock_contended().
      is_held_.store(0, std::memory_order_release);
      platform::light_fence();  // Pairs with the heavy one in lock_contended().
    } else {
      // order: seq_cst, here and in the load below; pairs with lock_contended(), see the top.
      is_held_.exchange(0, std::memory_order_seq_cst);
    }
    if (has_sleepers_.load(std::memory_order_seq_cst) != 0) [[unlikely]]
      wake_one();
  }

 private:
  [[gnu::noinline]] void lock_contended() noexcept {
    int pauses = 1;
    for (int looks = std::min(Looks, platform::spin_turns); looks > 0; --looks) {
      for (int left = pauses; left > 0; --left) platform::pause();
      if (pauses < LongestPause) pauses *= 2;
      // order: acquire; pairs with the release in unlock().
      if (is_held_.load(std::memory_order_relaxed) == 0 &&
          is_held_.exchange(1, std::memory_order_acquire) == 0) {
        return;
      }
    }
    for (;;) {
      // order: seq_cst, here and in the exchange; pairs with unlock(), see the top. A thread that
      // gets the lock leaves the word at 1: others may sleep, too.
      has_sleepers_.store(1, std::memory_order_seq_cst);
      platform::heavy_fence();
      if (is_held_.exchange(1, std::memory_order_seq_cst) == 0) return;
      if (platform::may_block()) {
        platform::sleep(has_sleepers_, 1, time_point::max());
      } else {
        platform::pause();
      }
    }
  }

  [[gnu::noinline]] void wake_one() noexcept {
    has_sleepers_.store(0, std::memory_order_relaxed);
    platform::wake_one(&has_sleepers_);
  }

  platform::atomic<std::uint32_t> is_held_{0};       ///< Guards what the lock's owner documents.
  platform::atomic<std::uint32_t> has_sleepers_{0};  ///< I1
};

template <class Platform, int Looks, int LongestPause>
struct lock_of {
  using type = futex_lock<Looks, LongestPause>;
};

/// A platform may have a lock of its own.
template <class Platform, int Looks, int LongestPause>
requires requires { typename Platform::lock; }
struct lock_of<Platform, Looks, LongestPause> {
  using type = typename Platform::lock;
};

/// For what one thread locks again and again: each look of another takes the cache line away.
using short_lock = lock_of<platform, 7, 64>::type;

/// For what threads lock in turn: who holds it passes a message on, and then waits.
using hand_over_lock = lock_of<platform, 64, 2>::type;

}  // namespace detail
STRAIT_END
