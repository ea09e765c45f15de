// platform.hpp — the platform of the library's own tests: the machine's, but that a test can know
// how many threads sleep, and can forbid a thread to sleep (as a browser's main thread, which a
// test cannot be under Node or natively). Programs name it in STRAIT_PLATFORM_HEADER.
#pragma once

#include <strait/base/platform_machine.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>

namespace test {

/// Forbids this thread to sleep, for a scope.
class no_waiting_here {
 public:
  no_waiting_here() { holds = true; }
  no_waiting_here(const no_waiting_here&) = delete;
  no_waiting_here& operator=(const no_waiting_here&) = delete;
  ~no_waiting_here() { holds = false; }

  static inline thread_local bool holds = false;
};

/// How many threads sleep in the library, or are about to: what they wait for knows of them.
inline std::atomic<int> sleepers = 0;

struct platform : strait::machine_platform {
  using machine = strait::machine_platform;

  static bool may_block() noexcept {
    return !no_waiting_here::holds && machine::may_block();
  }

  static void sleep(const machine::atomic<std::uint32_t>& word, std::uint32_t expected,
                    std::chrono::steady_clock::time_point until) noexcept {
    ++sleepers;
    machine::sleep(word, expected, until);
    --sleepers;
  }
};

}  // namespace test

STRAIT_BEGIN
using platform = test::platform;
STRAIT_END
