// platform_that_may_not_wait.hpp — the machine's platform, but that some threads may not sleep: as
// a browser's main thread, which a test cannot be under Node or natively. A program built with it
// names it in STRAIT_PLATFORM_HEADER.
#pragma once

// All of the real platform but its answer to may_block().
#define may_block may_block_really
#if defined(__EMSCRIPTEN__)
#include <strait/base/platform_wasm.hpp>
#else
#include <strait/base/platform_native.hpp>
#endif
#undef may_block

namespace test {

/// Whether this thread is forbidden to sleep.
inline thread_local bool may_not_wait = false;

/// Forbids it for a scope.
class no_waiting_here {
 public:
  no_waiting_here() { may_not_wait = true; }
  no_waiting_here(const no_waiting_here&) = delete;
  no_waiting_here& operator=(const no_waiting_here&) = delete;
  ~no_waiting_here() { may_not_wait = false; }
};

}  // namespace test

STRAIT_BEGIN
namespace platform {

inline bool may_block() noexcept { return !test::may_not_wait && may_block_really(); }

}  // namespace platform
STRAIT_END
