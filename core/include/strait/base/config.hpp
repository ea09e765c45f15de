// config.hpp — version, namespace and internal checks of the library.
//
// Every file opens its namespace with STRAIT_BEGIN and closes it with STRAIT_END. The name of the
// inline namespace encodes all settings that change what the library's functions do: the two
// seams (base/platform.hpp, base/trace.hpp), exceptions, assertions. So two files of one program
// that are built with different settings share no type and no function by mistake: each has its
// own, and a channel that one hands to the other is an error of the compiler or the linker. If
// parts of a program use different headers for one seam, each also defines a name for its header,
// such as STRAIT_PLATFORM_TAG=checker or STRAIT_TRACE_TAG=flow.
#pragma once

#define STRAIT_VERSION_MAJOR 0
#define STRAIT_VERSION_MINOR 1
#define STRAIT_VERSION_PATCH 0

#define STRAIT_TAGGED_EXPANDED(tag) _##tag
#define STRAIT_TAGGED(tag) STRAIT_TAGGED_EXPANDED(tag)

#if defined(STRAIT_PLATFORM_HEADER) && !defined(STRAIT_PLATFORM_TAG)
#define STRAIT_PLATFORM_TAG own_platform
#endif
#ifdef STRAIT_PLATFORM_TAG
#define STRAIT_ABI_PLATFORM STRAIT_TAGGED(STRAIT_PLATFORM_TAG)
#else
#define STRAIT_ABI_PLATFORM
#endif
#ifdef STRAIT_PORTABLE
#define STRAIT_ABI_MACHINE _portable
#else
#define STRAIT_ABI_MACHINE
#endif
// STRAIT_TRACE: the library's own tracer, which records what happens (trace.hpp).
#if defined(STRAIT_TRACE) && !defined(STRAIT_TRACE_HEADER)
#define STRAIT_TRACE_HEADER <strait/trace/recorder.hpp>
#ifndef STRAIT_TRACE_TAG
#define STRAIT_TRACE_TAG recorder
#endif
#endif
#if defined(STRAIT_TRACE_HEADER) && !defined(STRAIT_TRACE_TAG)
#define STRAIT_TRACE_TAG own_trace
#endif
#ifdef STRAIT_TRACE_TAG
#define STRAIT_ABI_TRACE STRAIT_TAGGED(STRAIT_TRACE_TAG)
#else
#define STRAIT_ABI_TRACE
#endif
#ifdef __cpp_exceptions
#define STRAIT_ABI_EXCEPTIONS
#else
#define STRAIT_ABI_EXCEPTIONS _no_exceptions
#endif
#ifdef STRAIT_CHECKED
#define STRAIT_ABI_ASSERTIONS _checked
#else
#define STRAIT_ABI_ASSERTIONS
#endif

#define STRAIT_JOIN_EXPANDED(a, b, c, d, e, f) a##b##c##d##e##f
#define STRAIT_JOIN(a, b, c, d, e, f) STRAIT_JOIN_EXPANDED(a, b, c, d, e, f)
#define STRAIT_ABI                                                           \
  STRAIT_JOIN(v0, STRAIT_ABI_PLATFORM, STRAIT_ABI_MACHINE, STRAIT_ABI_TRACE, \
              STRAIT_ABI_EXCEPTIONS, STRAIT_ABI_ASSERTIONS)

#define STRAIT_BEGIN \
  namespace strait { \
  inline namespace STRAIT_ABI {
#define STRAIT_END \
  }                \
  }

// Rejects a call, and says why if the compiler can (Clang 19, as in C++26). Unlike a
// static_assert in a body it leaves a program able to ask whether the call is possible.
#if defined(__clang__) && defined(__cpp_deleted_function)
#define STRAIT_DELETE(reason)                                \
  _Pragma("clang diagnostic push")                           \
  _Pragma("clang diagnostic ignored \"-Wc++26-extensions\"") \
  = delete(reason)                                           \
  _Pragma("clang diagnostic pop")
#else
#define STRAIT_DELETE(reason) = delete
#endif

// What all shared libraries of a program have in common, also where they hide their symbols. Not on
// Windows: there each DLL has a variable of its own.
#if defined(__GNUC__) && !defined(_WIN32)
#define STRAIT_PROCESS_WIDE [[gnu::visibility("default")]]
#else
#define STRAIT_PROCESS_WIDE
#endif

// STRAIT_ASSERT(condition) checks an invariant of the library itself: where the build defines
// STRAIT_CHECKED, a broken one is printed and ends the program; elsewhere it is not even evaluated.
// A user's mistake is never an assertion: it has a documented result.
#ifdef STRAIT_CHECKED
#include <cstdio>
#include <cstdlib>
#define STRAIT_ASSERT(condition)                                                               \
  ((condition) ? void()                                                                        \
               : (std::fprintf(stderr, "strait: %s:%d: %s\n", __FILE__, __LINE__, #condition), \
                  std::abort()))
#else
#define STRAIT_ASSERT(condition) static_cast<void>(sizeof((condition) ? 1 : 0))
#endif
