// platform_checked.hpp — the platform (base/platform.hpp) of the model checker: each access goes to
// the machine (machine/machine.hpp), which says who is next, what is read, and whether it is right.
// Outside of a model's threads everything is done at once.
#pragma once

#include <strait/base/platform_machine.hpp>

#include <atomic>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>

#include "machine/machine.hpp"

namespace checker {

template <class T>
class atomic {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(std::uint64_t));
  using order = std::memory_order;

 public:
  atomic() noexcept : atomic(T()) {}
  atomic(T initial) noexcept : initial_(bits(initial)) {
    if (machine::is_running()) machine::the().create(identity_, initial_);
  }
  atomic(const atomic&) = delete;
  atomic& operator=(const atomic&) = delete;
  ~atomic() {
    if (machine::is_running()) machine::the().destroy(identity_);
  }

  T load(order how = std::memory_order_seq_cst) const noexcept {
    if (!machine::is_running()) return value(initial_);
    return value(machine::the().load(identity_, initial_, how));
  }

  void store(T desired, order how = std::memory_order_seq_cst) noexcept {
    if (machine::is_running()) return machine::the().store(identity_, initial_, bits(desired), how);
    initial_ = bits(desired);
  }

  T exchange(T desired, order how = std::memory_order_seq_cst) noexcept {
    return modify(how, [desired](T) { return desired; });
  }
  T fetch_add(T added, order how = std::memory_order_seq_cst) noexcept {
    return modify(how, [added](T before) { return static_cast<T>(before + added); });
  }
  T fetch_sub(T subtracted, order how = std::memory_order_seq_cst) noexcept {
    return modify(how, [subtracted](T before) { return static_cast<T>(before - subtracted); });
  }

  bool compare_exchange_strong(T& expected, T desired, order success, order failure) noexcept {
    return compare_exchange(expected, desired, false, success, failure);
  }
  bool compare_exchange_strong(T& expected, T desired,
                               order how = std::memory_order_seq_cst) noexcept {
    return compare_exchange(expected, desired, false, how, failing(how));
  }
  bool compare_exchange_weak(T& expected, T desired, order success, order failure) noexcept {
    return compare_exchange(expected, desired, true, success, failure);
  }
  bool compare_exchange_weak(T& expected, T desired,
                             order how = std::memory_order_seq_cst) noexcept {
    return compare_exchange(expected, desired, true, how, failing(how));
  }

  /// Sleeps while it has this value, until woken or the machine's clock says `until`.
  void sleep(T expected, std::int64_t until) const {
    machine::the().sleep(identity_, initial_, bits(expected), until);
  }

 private:
  static std::uint64_t bits(T value) noexcept {
    std::uint64_t all = 0;
    std::memcpy(&all, &value, sizeof(T));
    return all;
  }
  static T value(std::uint64_t all) noexcept {
    T value;
    std::memcpy(&value, &all, sizeof(T));
    return value;
  }
  static order failing(order how) noexcept {
    if (how == std::memory_order_acq_rel) return std::memory_order_acquire;
    return how == std::memory_order_release ? std::memory_order_relaxed : how;
  }

  template <class F>
  T modify(order how, F f) {
    const auto change = [&f](std::uint64_t before) { return bits(f(value(before))); };
    if (machine::is_running()) {
      return value(machine::the().modify(identity_, initial_, how, change));
    }
    return value(std::exchange(initial_, change(initial_)));
  }

  bool compare_exchange(T& expected, T desired, bool weak, order success, order failure) {
    std::uint64_t before = bits(expected);
    bool succeeds = initial_ == before;
    if (machine::is_running()) {
      succeeds = machine::the().compare_exchange(identity_, initial_, before, bits(desired), weak,
                                                 success, failure);
    } else {
      before = std::exchange(initial_, succeeds ? bits(desired) : initial_);
    }
    if (!succeeds) expected = value(before);
    return succeeds;
  }

  // First: the address of the atomic is the one by which the machine knows it.
  mutable machine::atomic_identity identity_;
  std::uint64_t initial_;
};

/// A plain variable whose accesses are checked for data races.
template <class T>
class cell {
 public:
  cell() noexcept : value_() { note_write(); }
  explicit cell(T initial) noexcept : value_(std::move(initial)) { note_write(); }
  cell(const cell&) = delete;
  cell& operator=(const cell&) = delete;
  ~cell() {
    note_write();
    if (machine::is_running()) accesses_.execution = gone;
  }

  const T& read() const noexcept {
    if (!machine::is_running()) return value_;
    if (!current().note_read(machine::the().view())) machine::the().fail("a data race: a read");
    return value_;
  }
  T& write() noexcept {
    note_write();
    return value_;
  }

 private:
  static constexpr std::uint32_t gone = arena::freed_word;

  void note_write() noexcept {
    if (!machine::is_running()) return;
    if (!current().note_write(machine::the().view())) machine::the().fail("a data race: a write");
  }

  plain_accesses& current() const noexcept {
    machine& it = machine::the();
    if (accesses_.execution == gone) it.fail("a variable is used after its end");
    if (accesses_.execution != it.execution()) accesses_ = {.execution = it.execution()};
    return accesses_;
  }

  T value_;
  mutable plain_accesses accesses_;
};

/// Stands for the library's own lock, which has models of its own (models/lock.cpp): an execution
/// takes one step for each acquisition instead of up to seven.
class checked_lock {
 public:
  checked_lock() noexcept = default;
  checked_lock(const checked_lock&) = delete;
  checked_lock& operator=(const checked_lock&) = delete;
  ~checked_lock() {
    if (machine::is_running() && identity_.execution == machine::the().execution() &&
        identity_.holder != machine::nobody) {
      machine::the().fail("a lock is destroyed while it is held");
    }
  }

  void lock() noexcept {
    if (machine::is_running()) machine::the().lock(identity_);
  }
  void unlock() noexcept {
    if (machine::is_running()) machine::the().unlock(identity_);
  }

 private:
  machine::lock_identity identity_;
};

struct platform : strait::standard_platform {
  template <class T>
  using atomic = checker::atomic<T>;
  template <class T>
  using cell = checker::cell<T>;
  using lock = checked_lock;

  static void* allocate(std::size_t size, std::size_t alignment) {
    if (!machine::is_running()) return ::operator new(size);
    machine::the().require_no_lock("memory is allocated with a lock held");
    return machine::the().allocate(size, alignment, true);
  }
  static void deallocate(void* memory, std::size_t, std::size_t) noexcept {
    if (machine::is_running()) machine::the().require_no_lock("memory is freed with a lock held");
    if (machine::the().owns(memory)) return machine::the().deallocate(memory);
    ::operator delete(memory);
  }

  template <class T, class Tag>
  static T& per_thread() noexcept {
    static_assert(std::is_trivially_destructible_v<T>);
    static T of_the_process = T();
    if (!machine::is_running()) return of_the_process;
    return *static_cast<T*>(machine::the().local(&of_the_process, sizeof(T)));
  }

  static clock::time_point now() noexcept {
    return at(machine::is_running() ? machine::the().now() : 0);
  }
  static std::uint32_t random_below(std::uint32_t bound) noexcept {
    if (!machine::is_running()) return 0;
    return static_cast<std::uint32_t>(machine::the().choose(static_cast<int>(bound), "random"));
  }

  static void sleep(const atomic<std::uint32_t>& word, std::uint32_t expected,
                    clock::time_point until) noexcept {
    word.sleep(expected, until == clock::time_point::max() ? machine::for_ever : ticks(until));
  }
  static void wake_one(const atomic<std::uint32_t>* word) noexcept {
    if (machine::is_running()) machine::the().wake(word, false);
  }
  static void wake_all(const atomic<std::uint32_t>* word) noexcept {
    if (machine::is_running()) machine::the().wake(word, true);
  }

  /// A look more before sleeping finds nothing that looking before does not: only the models of the
  /// lock itself spin, and only those of looking look.
  static inline int spin_turns = 0;
  static inline int looks = 0;
  static int wait_turns() noexcept { return looks; }
  /// Whether there are heavy fences: of channels, only the lock uses them (models/lock.cpp).
  static inline bool heavy_fences = false;
  static bool has_heavy_fence() noexcept { return heavy_fences; }
  static void heavy_fence() noexcept { fence(true); }
  static void light_fence() noexcept { fence(false); }
  static void pause() noexcept {}
  static inline int checkpoints = 0;
  static void checkpoint() noexcept { ++checkpoints; }

 private:
  static void fence(bool heavy) noexcept {
    if (machine::is_running() && heavy_fences) machine::the().fence(heavy);
  }

  // A tick of the machine's clock is a millisecond.
  static clock::time_point at(std::int64_t ticks) noexcept {
    return clock::time_point(std::chrono::milliseconds(1000 + ticks));
  }
  static std::int64_t ticks(clock::time_point moment) noexcept {
    return std::chrono::ceil<std::chrono::milliseconds>(moment - at(0)).count();
  }
};

}  // namespace checker

STRAIT_BEGIN
using platform = ::checker::platform;
STRAIT_END
