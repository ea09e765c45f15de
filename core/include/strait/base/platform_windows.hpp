// platform_windows.hpp — the platform on Windows 8 and newer: sleeping is WaitOnAddress, Windows'
// futex. Programs link synchronization.lib: the CMake target and Visual C++ do so by themselves.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <type_traits>

#include <strait/base/platform_standard.hpp>

#ifdef _MSC_VER
#pragma comment(lib, "synchronization.lib")
#endif

STRAIT_BEGIN
namespace detail {

// As in <synchapi.h>, which brings all of <windows.h> and its macros with it. The types are those
// behind BOOL, SIZE_T and DWORD, so a program may include that as well.
extern "C" {
using windows_size = std::conditional_t<sizeof(void*) == 8, unsigned long long, unsigned long>;
__declspec(dllimport) int __stdcall WaitOnAddress(volatile void* address, void* compared,
                                                  windows_size size, unsigned long milliseconds);
__declspec(dllimport) void __stdcall WakeByAddressSingle(void* address);
__declspec(dllimport) void __stdcall WakeByAddressAll(void* address);
}

}  // namespace detail

struct windows_platform : standard_platform {
  static void sleep(const atomic<std::uint32_t>& word, std::uint32_t expected,
                    clock::time_point until) noexcept {
    static_assert(sizeof(atomic<std::uint32_t>) == sizeof(std::uint32_t));
    constexpr unsigned long for_ever = 0xFFFFFFFF;
    unsigned long limit = for_ever;
    if (until != clock::time_point::max()) {
      const clock::time_point now = clock::now();
      if (until <= now) return;
      // Rounded up: a sleep that ends early would only look again and sleep again. Longer than an
      // hour is slept in pieces: spurious wake-ups are allowed.
      const auto wait = std::chrono::ceil<std::chrono::milliseconds>(
          std::min<clock::duration>(until - now, std::chrono::hours(1)));
      limit = static_cast<unsigned long>(wait.count());
    }
    detail::WaitOnAddress(address_of(word), &expected, sizeof expected, limit);
  }

  static void wake_one(const atomic<std::uint32_t>* word) noexcept {
    detail::WakeByAddressSingle(address_of(*word));
  }

  static void wake_all(const atomic<std::uint32_t>* word) noexcept {
    detail::WakeByAddressAll(address_of(*word));
  }

 private:
  static void* address_of(const atomic<std::uint32_t>& word) noexcept {
    return const_cast<atomic<std::uint32_t>*>(&word);
  }
};

STRAIT_END
