// trace.hpp — where the library tells what happens, for a build that wants to watch.
//
// A build may name its own header in STRAIT_TRACE_HEADER; it then provides trace::note() with this
// signature. By default nothing is noted and nothing remains in the program.
#pragma once

#include <cstdint>

#include <strait/base/config.hpp>

STRAIT_BEGIN
namespace trace {

enum class event : std::uint8_t {
  send,        ///< A message was accepted by the channel.
  receive,     ///< A message was taken from the channel.
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

}  // namespace trace
STRAIT_END
#endif
