// platform_wasm.hpp — the platform in WebAssembly: sleeping is Emscripten's futex, which is
// memory.atomic.wait32 and memory.atomic.notify.
//
// Emscripten's functions and not the bare instructions: they are the one place that every sleeping
// thread of a program passes (mutexes and joins too), so a runner that ends a program needs one
// hook.
#pragma once

#include <emscripten/threading.h>

#include <chrono>
#include <climits>
#include <cmath>
#include <cstdint>

#include <strait/base/platform_standard.hpp>

STRAIT_BEGIN

struct wasm_platform : standard_platform {
  /// False on a browser's main thread, where memory.atomic.wait32 traps, and without threads.
  static bool may_block() noexcept {
#ifdef __EMSCRIPTEN_PTHREADS__
    return !emscripten_is_main_browser_thread();
#else
    return false;
#endif
  }

  /// There is no instruction for it: some tens of nanoseconds, as where there is one.
  static void pause() noexcept {
    for (volatile int left = 16; left > 0;) left = left - 1;
  }

  /// To be woken costs more than natively: engines keep their sleepers in a table behind a lock.
  static int wait_turns() noexcept { return 500; }

  static void sleep(const atomic<std::uint32_t>& word, std::uint32_t expected,
                    clock::time_point until) noexcept {
    double milliseconds = INFINITY;
    if (until != clock::time_point::max()) {
      const clock::time_point moment = now();
      if (until <= moment) return;
      milliseconds = std::chrono::duration<double, std::milli>(until - moment).count();
    }
    auto* address = const_cast<atomic<std::uint32_t>*>(&word);
    emscripten_futex_wait(address, expected, milliseconds);
  }

  static void wake_all(const atomic<std::uint32_t>* word) noexcept {
    emscripten_futex_wake(const_cast<atomic<std::uint32_t>*>(word), INT_MAX);
  }

  /// Wakes all: one would not do. Emscripten's JavaScript leaves asynchronous waits behind at words
  /// of ended threads, memory that is used again, and such a wait could take the place of our
  /// sleeper. A waiter's word has one sleeper anyway; sleepers of a lock's word go back to sleep.
  static void wake_one(const atomic<std::uint32_t>* word) noexcept { wake_all(word); }
};

STRAIT_END
