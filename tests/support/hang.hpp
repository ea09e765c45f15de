// hang.hpp — what the watchdog (watchdog.cpp) says of a test case that hangs, where the program
// knows more than its name.
#pragma once

#include <string>

namespace test {

/// Asked in a thread of the watchdog's; null: nothing more is known.
inline std::string (*explain_hang)() = nullptr;

}  // namespace test
