// platform_that_may_not_wait.hpp — the machine's platform, but that some threads may not sleep: as
// a browser's main thread, which a test cannot be under Node or natively. A program built with it
// names it in STRAIT_PLATFORM_HEADER.
#pragma once

#include <strait/base/platform_machine.hpp>

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

struct platform : strait::machine_platform {
  static bool may_block() noexcept {
    return !no_waiting_here::holds && strait::machine_platform::may_block();
  }
};

}  // namespace test

STRAIT_BEGIN
using platform = test::platform;
STRAIT_END
