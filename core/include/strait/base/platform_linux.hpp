// platform_linux.hpp — the platform on Linux: sleeping is the futex call itself.
//
// std::atomic::wait has no deadline, and std::condition_variable can lose a wake-up on glibc before
// 2.41 (bug 25847) and overflows on huge time-outs in libstdc++ 12; a 32-bit futex does neither.
#pragma once

#include <linux/futex.h>
#include <linux/membarrier.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <new>

#include <strait/base/platform_standard.hpp>
#include <strait/base/raise.hpp>

STRAIT_BEGIN

namespace detail {

/// Whether the process has asked the kernel for expedited barriers; 0: not yet, -1: it has none.
STRAIT_PROCESS_WIDE inline constinit std::atomic<int> membarrier_state = 0;

}  // namespace detail

struct linux_platform : standard_platform {
  /// A huge page: one page fault instead of 512.
  static constexpr std::size_t large_block = std::size_t{2} << 20;

  static void* allocate(std::size_t size, std::size_t alignment) {
    if (!is_large(size)) return standard_platform::allocate(size, alignment);
    // Twice as much, of which all but the aligned part is given back.
    void* const mapped = ::mmap(nullptr, 2 * large_block, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) detail::raise<std::bad_alloc>("strait: out of memory");
    auto* const begin = static_cast<std::byte*>(mapped);
    const std::size_t before = -reinterpret_cast<std::uintptr_t>(begin) % large_block;
    std::byte* const aligned = begin + before;
    if (before != 0) ::munmap(begin, before);
    ::munmap(aligned + large_block, large_block - before);
    ::madvise(aligned, large_block, MADV_HUGEPAGE);  // If it fails, the pages are small.
    return aligned;
  }
  static void deallocate(void* memory, std::size_t size, std::size_t alignment) noexcept {
    if (!is_large(size)) return standard_platform::deallocate(memory, size, alignment);
    ::munmap(memory, large_block);
  }

  static bool has_heavy_fence() noexcept {
    return detail::membarrier_state.load(std::memory_order_relaxed) > 0;
  }
  static void prepare_heavy_fence() noexcept {
    if (detail::membarrier_state.load(std::memory_order_relaxed) != 0) return;
    const long result = ::syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
    detail::membarrier_state.store(result == 0 ? 1 : -1, std::memory_order_relaxed);
  }
  static void heavy_fence() noexcept {
    prepare_heavy_fence();  // Another thread may do so just now, and fence lightly from then on.
    if (has_heavy_fence()) ::syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
  }

  /// None where the process may use one processor only, now or as it began.
  static int wait_turns() noexcept {
    static const int turns = [] {
      cpu_set_t allowed;
      CPU_ZERO(&allowed);
      const bool is_known = ::sched_getaffinity(0, sizeof(allowed), &allowed) == 0;
      return is_known && CPU_COUNT(&allowed) == 1 ? 0 : 200;
    }();
    return turns;
  }

  static constexpr bool can_yield = true;
  static void yield() noexcept { ::sched_yield(); }

  static void sleep(const atomic<std::uint32_t>& word, std::uint32_t expected,
                    clock::time_point until) noexcept {
    static_assert(sizeof(atomic<std::uint32_t>) == sizeof(std::uint32_t));
    timespec limit{};
    timespec* limit_or_none = nullptr;
    if (until < clock::time_point()) return;  // The kernel refuses negative times; it has passed.
    if (until != clock::time_point::max()) {
      // FUTEX_WAIT_BITSET takes an absolute time of CLOCK_MONOTONIC, which steady_clock is here.
      const auto since_epoch = until.time_since_epoch();
      const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
      limit.tv_sec = static_cast<time_t>(seconds.count());
      limit.tv_nsec = static_cast<long>((since_epoch - seconds).count());
      limit_or_none = &limit;
    }
    // Any reason to return (woken, EINTR, time-out, changed word) is fine: callers look again.
    ::syscall(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE, expected, limit_or_none, nullptr,
              FUTEX_BITSET_MATCH_ANY);
  }

  static void wake_one(const atomic<std::uint32_t>* word) noexcept {
    ::syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
  }

  static void wake_all(const atomic<std::uint32_t>* word) noexcept {
    ::syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
  }

 private:
  /// Filled by as many slots as fit.
  static constexpr bool is_large(std::size_t size) noexcept {
    return size <= large_block && large_block - size < 4096;
  }
};

STRAIT_END
