// composed_locks.hpp — who holds a lock that libc++ makes of a mutex, condition variables and a
// state: timed and shared ones.
//
// Some of their functions are templates (try_lock_for): compiled into the program, where the linker
// finds no call to wrap. But each changes the state while it holds the mutex, with which the lock
// begins: whoever releases the mutex has done what changed meanwhile.
//
// Invariants  I1 nobody holds the mutexes of two such locks at once: what a thread found when it
//                took one is kept once a thread.
//             I2 all here is called by who holds the mutex, but for compose().
#pragma once

#include <pthread.h>

#include <cstdint>
#include <mutex>
#include <shared_mutex>

namespace strait_run {

/// In the word of a mutex of the normal kind that musl leaves at zero: what begins with it.
enum class Composed : int { none, timed, recursive, shared };

/// As libc++ lays them out.
struct TimedLock {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  union {
    bool is_locked;       ///< Of a timed_mutex.
    std::uint32_t count;  ///< Of a recursive_timed_mutex.
  };
};
struct SharedLock {
  pthread_mutex_t mutex;
  pthread_cond_t all_wait;
  pthread_cond_t writer_waits;  ///< Who locks next, until those who share it have let go.
  std::uint32_t state;          ///< The highest bit: somebody has locked it, or is to be the next.
};
static_assert(sizeof(TimedLock) == sizeof(std::timed_mutex) &&
              sizeof(TimedLock) + sizeof(pthread_t) == sizeof(std::recursive_timed_mutex) &&
              sizeof(SharedLock) == sizeof(std::shared_timed_mutex));

class ComposedLock {
 public:
  explicit ComposedLock(pthread_mutex_t* mutex) noexcept : mutex_(mutex) {}

  /// Its memory is made.
  void compose(Composed kind) noexcept { word(kind_word) = static_cast<int>(kind); }
  bool is_one() const noexcept { return kind() != Composed::none; }

  /// The word that names who holds the lock: its number plus 1; 0: nobody who is known.
  int* owner() const noexcept { return &word(owner_word); }

  void taken() const noexcept {
    if (is_one()) found = state();
  }

  /// `own`: the number of this thread, plus 1.
  void to_be_released(int own) const noexcept {
    if (!is_one()) return;
    const std::uint32_t now = state();
    const std::uint32_t before = found;
    if (now == before) return;
    if (now == 0) {
      set_owner(0);
    } else if (sharers(now) > sharers(before)) {
      set_owner(own);
    } else if (sharers(now) < sharers(before)) {
      // Of those who share a lock the last one is known, until it lets go.
      if (*owner() == own) set_owner(0);
    } else if (before == 0) {
      set_owner(own);
    }
    found = now;
  }

  /// This thread has waited for that condition variable.
  void woken_by(const pthread_cond_t* condition, int own) const noexcept {
    if (kind() != Composed::shared || condition != &as<SharedLock>().writer_waits) return;
    if (sharers(state()) == 0) set_owner(own);
  }

 private:
  static constexpr int owner_word = 4;
  static constexpr int kind_word = 5;
  static constexpr std::uint32_t locked_bit = std::uint32_t{1} << 31;

  int& word(int index) const noexcept { return mutex_->__u.__i[index]; }
  template <class Lock>
  const Lock& as() const noexcept {
    return *reinterpret_cast<const Lock*>(mutex_);
  }

  Composed kind() const noexcept {
    constexpr int mutex_kind_word = 0;
    const bool is_normal = word(mutex_kind_word) == PTHREAD_MUTEX_NORMAL;
    return is_normal ? static_cast<Composed>(word(kind_word)) : Composed::none;
  }

  /// 0: it is not locked.
  std::uint32_t state() const noexcept {
    switch (kind()) {
      case Composed::timed:
        return as<TimedLock>().is_locked ? locked_bit : 0;
      case Composed::recursive:
        return as<TimedLock>().count != 0 ? locked_bit : 0;
      case Composed::shared:
        return as<SharedLock>().state;
      default:
        return 0;
    }
  }
  static std::uint32_t sharers(std::uint32_t state) noexcept { return state & ~locked_bit; }

  /// Whoever waits for the lock, and the runner, may look meanwhile.
  void set_owner(int number_plus_1) const noexcept {
    __atomic_store_n(owner(), number_plus_1, __ATOMIC_RELAXED);
  }

  pthread_mutex_t* const mutex_;
  static inline thread_local std::uint32_t found = 0;  ///< When this thread took the mutex.
};

}  // namespace strait_run
