// config.hpp — version, namespace and internal checks of the library.
//
// Every file opens its namespace with STRAIT_BEGIN and closes it with STRAIT_END: the inline
// namespace in it changes with the seams (base/platform.hpp, base/trace.hpp), so that two parts of
// one program built over different seams do not share a type by mistake.
#pragma once

#define STRAIT_VERSION_MAJOR 0
#define STRAIT_VERSION_MINOR 1
#define STRAIT_VERSION_PATCH 0

#if defined(STRAIT_PLATFORM_HEADER) && defined(STRAIT_TRACE_HEADER)
#define STRAIT_ABI own_platform_and_trace
#elif defined(STRAIT_PLATFORM_HEADER)
#define STRAIT_ABI own_platform
#elif defined(STRAIT_TRACE_HEADER)
#define STRAIT_ABI own_trace
#else
#define STRAIT_ABI v0
#endif

#define STRAIT_BEGIN \
  namespace strait { \
  inline namespace STRAIT_ABI {
#define STRAIT_END \
  }                \
  }

// Checks an invariant of the library itself. On where the build defines STRAIT_CHECKED; a user's
// mistake is never an assertion: it has a documented result.
#ifdef STRAIT_CHECKED
#include <cstdio>
#include <cstdlib>
#define STRAIT_ASSERT(condition)                                                               \
  ((condition) ? void()                                                                        \
               : (std::fprintf(stderr, "strait: %s:%d: %s\n", __FILE__, __LINE__, #condition), \
                  std::abort()))
#else
#define STRAIT_ASSERT(condition) void()
#endif
