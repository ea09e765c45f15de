// platform_standard.hpp — what platforms have in common: the part of the contract in
// base/platform.hpp that the standard library provides: all but sleep() and the two wakes.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include <strait/base/config.hpp>

STRAIT_BEGIN

struct standard_platform {
  template <class T>
  using atomic = std::atomic<T>;

  template <class T>
  class cell {
   public:
    constexpr cell() noexcept : value_() {}
    constexpr explicit cell(T initial) noexcept : value_(std::move(initial)) {}
    cell(const cell&) = delete;
    cell& operator=(const cell&) = delete;

    constexpr const T& read() const noexcept { return value_; }
    constexpr T& write() noexcept { return value_; }

   private:
    [[no_unique_address]] T value_;
  };

  static void* allocate(std::size_t size, std::size_t alignment) {
    if (alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__) return ::operator new(size);
    return ::operator new(size, std::align_val_t(alignment));
  }
  static void deallocate(void* memory, std::size_t, std::size_t alignment) noexcept {
    if (alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__) return ::operator delete(memory);
    ::operator delete(memory, std::align_val_t(alignment));
  }

  template <class T, class Tag>
  static T& per_thread() noexcept {
    static_assert(std::is_trivially_destructible_v<T>);
    constinit thread_local T variable = T();
    return variable;
  }

  using clock = std::chrono::steady_clock;
  static clock::time_point now() noexcept { return clock::now(); }

  /// Cheap, and no better than fairness needs: G. Marsaglia's xorshift64*, seeded from the clock
  /// and the address of the thread's own state.
  static std::uint32_t random_below(std::uint32_t bound) noexcept {
    struct random_state;
    auto& state = per_thread<std::uint64_t, random_state>();
    if (state == 0) {
      const auto moment = clock::now().time_since_epoch().count();
      state = (static_cast<std::uint64_t>(moment) ^ reinterpret_cast<std::uintptr_t>(&state)) | 1;
      state *= 0x9E3779B97F4A7C15u;
    }
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    const std::uint64_t number = (state * 0x2545F4914F6CDD1Du) >> 32;
    return static_cast<std::uint32_t>((number * bound) >> 32);
  }

  static bool may_block() noexcept { return true; }

  static constexpr int spin_turns = 64;
  static int wait_turns() noexcept { return 200; }
  static constexpr bool can_yield = false;
  static void yield() noexcept {}
  static void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
  }

  static constexpr bool has_heavy_fence() noexcept { return false; }
  static void prepare_heavy_fence() noexcept {}
  static void heavy_fence() noexcept {}
  static void light_fence() noexcept {
    // order: seq_cst; pairs with heavy_fence(), which makes it one for the processor, too.
    std::atomic_signal_fence(std::memory_order_seq_cst);
  }

  static void checkpoint() noexcept {}
};

STRAIT_END
