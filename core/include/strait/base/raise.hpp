// raise.hpp — the one place where the library itself throws.
//
// A build without exceptions (-fno-exceptions) prints the message and aborts instead. The rest of
// the library only lets users' exceptions pass, and such a build has none.
#pragma once

#if !defined(__cpp_exceptions)
#include <cstdio>
#include <cstdlib>
#endif

#include <type_traits>

#include <strait/base/config.hpp>

STRAIT_BEGIN
namespace detail {

/// Throws an Exception with `text`, which names the mistake; without exceptions, prints it and
/// aborts.
template <class Exception>
[[noreturn]] void raise(const char* text) {
#if defined(__cpp_exceptions)
  if constexpr (std::is_constructible_v<Exception, const char*>) {
    throw Exception(text);
  } else {
    throw Exception();
  }
#else
  std::fprintf(stderr, "%s\n", text);
  std::abort();
#endif
}

}  // namespace detail
STRAIT_END
