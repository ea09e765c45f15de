// absent.hpp — what a page does not have: other processes, sockets. A call fails as the standard
// says, with an errno, and prints a line for the reader; nothing pretends to work.
// Each kind is a file of its own: a program that uses one may give its variables the others' names.
//
// Not here: what cannot fail politely (alarm(), for one); the linker refuses it, in the words of
// pipeline/absent-functions.mjs.
#pragma once

#include <atomic>
#include <cerrno>
#include <cstdio>

#include "standard_streams.hpp"

namespace strait_run {

/// Printed once per run for each function.
inline int refuse(std::atomic<bool>& said, const char* call, const char* why, int error) {
  if (!said.exchange(true)) {
    char text[160];
    const int size =
        std::snprintf(text, sizeof text, "%s: not available in a page: %s\n", call, why);
    write_output(2, reinterpret_cast<unsigned char*>(text), size);
  }
  return error;
}

}  // namespace strait_run

#define STRAIT_REFUSE(call, why, error)                        \
  [] {                                                         \
    static constinit std::atomic<bool> said{false};            \
    return strait_run::refuse(said, call, why, error);         \
  }()

/// -1 and errno, as most calls fail.
#define STRAIT_FAIL(call, why, error) (errno = STRAIT_REFUSE(call, why, error), -1)
