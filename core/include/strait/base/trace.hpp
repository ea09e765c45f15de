// trace.hpp — where the library reports what happens, for builds that want to watch.
//
// A build may name a header of its own in STRAIT_TRACE_HEADER, which defines `strait::tracer`: a
// class that derives from silent_tracer and redefines the points that interest it:
//
//   #include <strait/base/silent_tracer.hpp>
//   struct my_tracer : strait::silent_tracer {
//     static void closed(const void* channel) noexcept { … }
//   };
//   STRAIT_BEGIN
//   using tracer = ::my_tracer;
//   STRAIT_END
//
// By default nobody watches, and not one instruction remains in the program (tests/trace).
#pragma once

#include <type_traits>

#include <strait/base/call_site.hpp>
#include <strait/base/config.hpp>

#if defined(STRAIT_TRACE_HEADER)
#include STRAIT_TRACE_HEADER
#else
#include <strait/base/silent_tracer.hpp>
STRAIT_BEGIN
using tracer = silent_tracer;
STRAIT_END
#endif

STRAIT_BEGIN
namespace detail {
inline constexpr bool is_traced = !std::is_same_v<tracer, silent_tracer>;
}  // namespace detail
STRAIT_END
