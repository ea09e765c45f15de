// trace.hpp — where the library tells what happens, for a build that wants to watch.
//
// A build may name its own header in STRAIT_TRACE_HEADER; it then provides trace::note() and
// trace::name() with these signatures. By default nothing is noted and nothing remains in the
// program.
#pragma once

#include <cstdint>
#include <string_view>

#include <strait/base/config.hpp>

STRAIT_BEGIN
namespace trace {

enum class event : std::uint8_t {
  send,        ///< A message was accepted by the channel.
  receive,     ///< A message was taken from the channel.
  displace,    ///< A message gave its place to a newer one.
  block,       ///< The calling thread goes to sleep on an operation of the channel.
  wake,        ///< It goes on.
  disconnect,  ///< The channel was closed, or a side of it is gone.
};

}  // namespace trace
STRAIT_END

#if defined(STRAIT_TRACE_HEADER)
#include STRAIT_TRACE_HEADER
#else
STRAIT_BEGIN
namespace trace {

/// May be called with the channel's lock held: must not sleep and must not use a channel.
inline void note(event, const void* /*channel*/) noexcept {}

/// The channel has this name from now on. The same holds.
inline void name(const void* /*channel*/, std::string_view) noexcept {}

}  // namespace trace
STRAIT_END
#endif
