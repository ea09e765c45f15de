// playground_platform.hpp — strait's platform (STRAIT_PLATFORM_HEADER) in programs of the
// playground: every operation on a channel looks at the stop word, so that Stop also ends a program
// that only tries.
#pragma once

#include <strait/base/platform_machine.hpp>

/// Ends the calling thread if the run is to end (runtime/threads.cpp).
extern "C" void strait_obey_stop() noexcept;

struct strait_playground_platform : strait::machine_platform {
  static void checkpoint() noexcept { strait_obey_stop(); }
};

STRAIT_BEGIN
using platform = ::strait_playground_platform;
STRAIT_END
