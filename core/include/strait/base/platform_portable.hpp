// platform_portable.hpp — the platform of any system with a C++ standard library: sleepers are
// parked by the address of their word. For macOS and the BSDs, and elsewhere on demand
// (STRAIT_PORTABLE, base/platform_machine.hpp).
//
// Idea: a parking lot (F. Pizlo, "Locking in WebKit"). A word's address chooses one of a fixed
// number of queues; a mutex guards each. Every sleeper waits there on a condition variable of
// its own, so that a wake reaches the one it is meant for, whatever else shares the queue, and none
// is lost to glibc's bug 25847, which needs several sleepers on one condition variable.
//
// Invariants  I1 a queue's nodes are guarded by its mutex; a node is listed until it is woken or
//                its owner, holding the mutex, gives up.
//             I2 a waker stores the new value before it takes the mutex, and a sleeper compares it
//                with the mutex held: so either the sleeper sees it or the waker sees the sleeper.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>

#include <strait/base/platform_standard.hpp>

STRAIT_BEGIN
namespace detail {

/// The sleepers of all words whose addresses share a hash; on a cache line of its own.
class alignas(64) parking_queue {
 public:
  /// Calls `changed` with the mutex held (I2). Returns when woken, changed or past `until`, or
  /// spuriously.
  template <class Changed>
  void park(const void* word, Changed changed, std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    if (changed()) return;
    sleeper self(word);
    list(self);
    self.wakeup.wait_until(lock, until);
    if (!self.woken) unlist(self);
  }

  void unpark(const void* word, std::size_t max) {
    const std::lock_guard lock(mutex_);
    for (sleeper* each = first_; each != nullptr && max > 0;) {
      sleeper* following = each->next;
      if (each->word == word) {
        unlist(*each);
        each->woken = true;
        each->wakeup.notify_one();  // With the mutex held: without it the sleeper might be gone.
        --max;
      }
      each = following;
    }
  }

 private:
  struct sleeper {
    explicit sleeper(const void* on) noexcept : word(on) {}

    const void* const word;
    bool woken = false;
    sleeper* previous = nullptr;
    sleeper* next = nullptr;
    std::condition_variable wakeup;
  };

  void list(sleeper& added) noexcept {
    added.previous = last_;
    (last_ == nullptr ? first_ : last_->next) = &added;
    last_ = &added;
  }

  void unlist(sleeper& gone) noexcept {
    (gone.previous == nullptr ? first_ : gone.previous->next) = gone.next;
    (gone.next == nullptr ? last_ : gone.next->previous) = gone.previous;
  }

  std::mutex mutex_;
  sleeper* first_ = nullptr;
  sleeper* last_ = nullptr;
};

/// The queue of a word. Process-wide: one shared library may wake what sleeps in another. Never
/// destroyed: channels are used in destructors of static objects, too.
STRAIT_PROCESS_WIDE inline parking_queue& parking_queue_of(const void* word) noexcept {
  constexpr int bits = 8;
  using parking_lot = std::array<parking_queue, std::size_t{1} << bits>;
  alignas(parking_lot) static std::byte memory[sizeof(parking_lot)];
  static parking_lot& lot = *::new (memory) parking_lot;
  // Fibonacci hashing; the low bits say nothing, words are aligned.
  const auto address = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(word)) >> 2;
  return lot[(address * 0x9E3779B97F4A7C15u) >> (64 - bits)];
}

}  // namespace detail

struct portable_platform : standard_platform {
  static void sleep(const atomic<std::uint32_t>& word, std::uint32_t expected,
                    clock::time_point until) noexcept {
    // Standard libraries add time points to other clocks, and overflow: libstdc++ 12 returns at
    // once from a wait of hours::max(). A spurious wake-up once an hour is allowed.
    constexpr auto longest = std::chrono::hours(1);
    const clock::time_point now = clock::now();
    if (until <= now) return;
    const auto changed = [&] { return word.load(std::memory_order_relaxed) != expected; };
    detail::parking_queue_of(&word).park(&word, changed, std::min(until, now + longest));
  }

  static void wake_one(const atomic<std::uint32_t>* word) noexcept {
    detail::parking_queue_of(word).unpark(word, 1);
  }

  static void wake_all(const atomic<std::uint32_t>* word) noexcept {
    detail::parking_queue_of(word).unpark(word, SIZE_MAX);
  }
};

STRAIT_END
