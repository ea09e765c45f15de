// raise.hpp — the one place where the library itself throws.
//
// A build without exceptions (-fno-exceptions) ends with the message instead. Everything else the
// library does with exceptions is to let a user's pass through, of which there are none then.
#pragma once

#if !defined(__cpp_exceptions)
#include <cstdio>
#include <cstdlib>
#endif

#include <strait/base/config.hpp>

STRAIT_BEGIN
namespace detail {

/// Throws an Exception with `text`, which names the mistake; without exceptions, aborts with it.
template <class Exception>
[[noreturn]] void raise(const char* text) {
#if defined(__cpp_exceptions)
  throw Exception(text);
#else
  std::fprintf(stderr, "%s\n", text);
  std::abort();
#endif
}

}  // namespace detail
STRAIT_END
