// A platform that counts the operations. Two files have one each, by other names and tags.
#pragma once

#include <strait/base/platform_machine.hpp>

struct CONSUMER_PLATFORM : strait::machine_platform {
  static inline int operations = 0;
  static void checkpoint() noexcept { ++operations; }
};

STRAIT_BEGIN
using platform = ::CONSUMER_PLATFORM;
STRAIT_END
