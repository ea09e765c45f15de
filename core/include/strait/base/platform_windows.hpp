// platform_windows.hpp — the platform on Windows 8 and newer: sleeping is WaitOnAddress, Windows'
// futex. Programs link synchronization.lib: the CMake target and Visual C++ do so by themselves.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <type_traits>

#include <strait/base/platform_standard.hpp>

#ifdef _MSC_VER
#pragma comment(lib, "synchronization.lib")
#endif

STRAIT_BEGIN
namespace detail {

// As in <windows.h>, which brings many macros with it. The types are those behind BOOL, SIZE_T,
// DWORD and LPVOID, so a program may include that as well.
extern "C" {
using windows_size = std::conditional_t<sizeof(void*) == 8, unsigned long long, unsigned long>;
__declspec(dllimport) int __stdcall WaitOnAddress(volatile void* address, void* compared,
                                                  windows_size size, unsigned long milliseconds);
__declspec(dllimport) void __stdcall WakeByAddressSingle(void* address);
__declspec(dllimport) void __stdcall WakeByAddressAll(void* address);
__declspec(dllimport) unsigned long __stdcall TlsAlloc();
__declspec(dllimport) void* __stdcall TlsGetValue(unsigned long index);
__declspec(dllimport) int __stdcall TlsSetValue(unsigned long index, void* value);
}

#if defined(__GNUC__) && !defined(__clang__)
/// A variable of each thread, for per_thread(). At the end of a thread, GCC for Windows frees the
/// memory of its thread_local variables, and only then runs their destructors (GCC's bug 80816):
/// what these find in such a variable is lost. This one has memory of its own, which such a
/// destructor frees: those of objects that were made later run before.
template <class T, class Tag>
class kept_variable {
 public:
  static T& here() noexcept {
    void* const memory = TlsGetValue(index());
    return memory != nullptr ? *static_cast<T*>(memory) : make();
  }

 private:
  static unsigned long index() noexcept {
    static const unsigned long taken = TlsAlloc();
    return taken;
  }

  [[gnu::noinline]] static T& make() noexcept {
    static_assert(alignof(T) <= alignof(std::max_align_t));
    struct frees_memory {
      ~frees_memory() {  // Uses nothing of itself.
        std::free(TlsGetValue(index()));
        TlsSetValue(index(), nullptr);
      }
    };
    void* const memory = std::malloc(sizeof(T));
    if (memory == nullptr || TlsSetValue(index(), memory) == 0) std::abort();
    static thread_local frees_memory at_the_end;
    static_cast<void>(&at_the_end);
    return *::new (memory) T();
  }
};
#endif

}  // namespace detail

struct windows_platform : standard_platform {
#if defined(__GNUC__) && !defined(__clang__)
  template <class T, class Tag>
  static T& per_thread() noexcept {
    static_assert(std::is_trivially_destructible_v<T>);
    return detail::kept_variable<T, Tag>::here();
  }
#endif

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
